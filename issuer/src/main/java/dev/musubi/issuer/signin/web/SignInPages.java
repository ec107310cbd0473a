package dev.musubi.issuer.signin.web;

import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.credential.KeptCredentials;
import dev.musubi.issuer.credential.RecentAuthentication;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.FixedHolder;
import dev.musubi.issuer.signin.SignedIn;
import dev.musubi.issuer.signin.passkey.Passkeys;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.web.Onward;
import dev.musubi.issuer.web.PageHeaders;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /signin}: the pages on which a holder signs in, and registers a passkey. */
@Controller
final class SignInPages {

    private final Browser browser;
    private final Passkeys passkeys;
    private final FixedHolder testHolder;
    private final Credentials credentials;
    private final KeptCredentials keeping;
    private final RecentAuthentication recent;
    private final MachineClock machine;

    SignInPages(
            Browser browser,
            Passkeys passkeys,
            FixedHolder testHolder,
            Credentials credentials,
            KeptCredentials keeping,
            RecentAuthentication recent,
            MachineClock machine) {
        this.browser = browser;
        this.passkeys = passkeys;
        this.testHolder = testHolder;
        this.credentials = credentials;
        this.keeping = keeping;
        this.recent = recent;
        this.machine = machine;
    }

    @GetMapping("/signin")
    String page(
            @RequestParam(name = "to", required = false) @Nullable String to,
            @RequestParam(name = "kept", required = false) @Nullable String kept,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        PageHeaders.set(response);
        model.addAttribute("to", Destination.of(to));
        model.addAttribute("csrf", browser.csrf(request, response));
        // Whoever comes from a form of ours, signed out meanwhile, reads that nothing of it is lost.
        model.addAttribute("again", kept != null || browser.session(request).isPresent());
        model.addAttribute("test", testHolder.find().isPresent());
        return "signin";
    }

    /** What a re-issue has ended, for whoever signed it: to be kept, or to be let go. */
    @GetMapping("/signin/keep")
    String ended(
            @RequestParam(name = "to", required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<BrowserSession> session = browser.session(request).filter(this::mayKeep);
        if (session.isEmpty()) {
            return "redirect:" + Destination.of(to);
        }
        PageHeaders.set(response);
        model.addAttribute("to", Destination.of(to));
        model.addAttribute("csrf", browser.csrf(request, response));
        model.addAttribute(
                "ended",
                credentials.keepable(session.get().holderId(), session.get().proofing()).stream()
                        .map(CredentialLine::of)
                        .toList());
        return "keep";
    }

    @PostMapping("/signin/keep")
    String keep(
            @RequestParam(name = "keep", required = false) @Nullable List<String> chosen,
            @RequestParam(name = "to", required = false) @Nullable String to,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        browser.mustBeOurs(request, csrf);
        Optional<BrowserSession> session = browser.session(request).filter(this::mayKeep);
        if (session.isEmpty() && chosen != null) {
            throw recent.wanted();
        }
        session.ifPresent(each -> browser.mustBeOf(each, request, csrf));
        session.ifPresent(each -> keeping.keep(
                each.holderId(),
                each.credential(),
                (chosen == null ? List.<String>of() : chosen)
                        .stream()
                                .flatMap(id -> DatabaseId.sent(id, CredentialId::of).stream())
                                .toList()));
        boolean hasPasskey =
                session.filter(each -> passkeys.has(each.holderId())).isPresent();
        return Onward.SIGNED_IN.to(
                hasPasskey ? Destination.of(to) : Destination.by("/signin/passkey", to), response, model);
    }

    /** Whether it is the very session that the signature of the last re-issue began, just now. */
    private boolean mayKeep(BrowserSession session) {
        return session.method() == SignInMethod.JPKI_SIGNATURE
                && recent.of(session.method(), session.authenticatedAt());
    }

    @GetMapping("/signin/passkey")
    String registration(
            @RequestParam(name = "to", required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<BrowserSession> session = browser.session(request);
        // Before anything is typed: a passkey lets others in, so its holder shows once more who it is.
        if (session.filter(each -> recent.of(each.method(), each.authenticatedAt()))
                .isEmpty()) {
            return "redirect:/signin?to=" + Destination.by("/signin/passkey", to);
        }
        PageHeaders.set(response);
        model.addAttribute("to", Destination.of(to));
        model.addAttribute("csrf", browser.csrf(request, response));
        // Whoever comes here from the signature is told first what came of that.
        model.addAttribute(
                "issued",
                session.filter(this::mayKeep).map(BrowserSession::proofing).orElse(0));
        return "passkey";
    }

    /** Signs in as the holder of a conformance test; not there outside that mode. */
    @PostMapping("/signin/test")
    String test(
            @RequestParam(name = "to", required = false) @Nullable String to,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        browser.mustBeOurs(request, csrf);
        HolderId holderId = testHolder
                .find()
                .orElseThrow(() -> new ProblemException(404, "no_such_resource", "There is nothing here."));
        browser.signIn(request, response, new SignedIn(holderId, SignInMethod.TEST_HOLDER, machine.instant(), null));
        return Onward.SIGNED_IN.to(Destination.of(to), response, model);
    }
}
