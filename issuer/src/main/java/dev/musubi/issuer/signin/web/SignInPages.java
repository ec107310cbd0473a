package dev.musubi.issuer.signin.web;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.FixedHolder;
import dev.musubi.issuer.signin.SignInCodes;
import dev.musubi.issuer.signin.SignInMethod;
import dev.musubi.issuer.signin.passkey.Passkeys;
import dev.musubi.issuer.web.PageHeaders;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
    private final SignInCodes codes;
    private final Passkeys passkeys;
    private final FixedHolder testHolder;

    SignInPages(Browser browser, SignInCodes codes, Passkeys passkeys, FixedHolder testHolder) {
        this.browser = browser;
        this.codes = codes;
        this.passkeys = passkeys;
        this.testHolder = testHolder;
    }

    @GetMapping("/signin")
    String page(
            @RequestParam(name = "to", required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return show(to, null, request, response, model);
    }

    private String show(
            @Nullable String to,
            @Nullable String problem,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        PageHeaders.set(response);
        model.addAttribute("to", Destination.of(to));
        model.addAttribute("csrf", browser.csrf(request, response));
        model.addAttribute("problem", problem);
        model.addAttribute("test", testHolder.find().isPresent());
        return "signin";
    }

    /** A code from the app, opened (a link with the code behind {@code #}) or typed. */
    @PostMapping("/signin/code")
    String code(
            @RequestParam(name = "code", required = false) @Nullable String code,
            @RequestParam(name = "to", required = false) @Nullable String to,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        browser.mustBeOurs(request, csrf);
        Optional<SignInCodes.Signed> signed = codes.redeem(code == null ? "" : code);
        if (signed.isEmpty()) {
            response.setStatus(422);
            return show(to, "code_unknown", request, response, model);
        }
        HolderId holderId = signed.get().holderId();
        browser.signIn(request, response, holderId, signed.get().method());
        return onward(
                passkeys.of(holderId).isEmpty() ? "/signin/passkey?to=" + Destination.of(to) : Destination.of(to),
                response,
                model);
    }

    /**
     * Leads on by a page, not by a redirect: what follows may end at a relying party, and browsers hold a redirect after a
     * form to the form's own rules.
     */
    private static String onward(String to, HttpServletResponse response, Model model) {
        PageHeaders.set(response);
        model.addAttribute("to", to);
        return "onward";
    }

    @GetMapping("/signin/passkey")
    String registration(
            @RequestParam(name = "to", required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<BrowserSession> session = browser.session(request);
        if (session.isEmpty()) {
            return "redirect:/signin?to=" + Destination.of(to);
        }
        PageHeaders.set(response);
        model.addAttribute("to", Destination.of(to));
        model.addAttribute("csrf", browser.csrf(request, response));
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
        browser.signIn(request, response, holderId, SignInMethod.TEST_HOLDER);
        return onward(Destination.of(to), response, model);
    }
}
