package dev.musubi.issuer.signin.web;

import dev.musubi.issuer.credential.RecentAuthentication;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.SignedIn;
import dev.musubi.issuer.signin.passkey.PasskeyRefusal;
import dev.musubi.issuer.signin.passkey.Passkeys;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /signin/passkey/…}: what the pages' script sends and gets. */
@RestController
@RequestMapping("/signin/passkey")
final class PasskeyEndpoint {

    private static final int LONGEST_LABEL = 40;

    private final Browser browser;
    private final Passkeys passkeys;
    private final RecentAuthentication recent;

    PasskeyEndpoint(Browser browser, Passkeys passkeys, RecentAuthentication recent) {
        this.browser = browser;
        this.passkeys = passkeys;
        this.recent = recent;
    }

    record Asked(@Nullable String csrf, @Nullable String label) {}

    record Answered(
            @Nullable String csrf,
            @Nullable String ticket,
            @Nullable String credential,
            @Nullable String label,
            @Nullable String to) {}

    @PostMapping("/options")
    Passkeys.Options toSignIn(@RequestBody Asked body, HttpServletRequest request, HttpServletResponse response) {
        browser.mustBeOurs(request, body.csrf());
        return passkeys.toSignIn(browser.marks(request, response));
    }

    @PostMapping("/answer")
    Map<String, String> signIn(@RequestBody Answered body, HttpServletRequest request, HttpServletResponse response) {
        browser.mustBeOurs(request, body.csrf());
        Optional<HolderId> before = browser.session(request).map(BrowserSession::holderId);
        Passkeys.Answered answered =
                passkeys.signIn(browser.marks(request, response), orEmpty(body.ticket()), orEmpty(body.credential()));
        switch (answered) {
            case Passkeys.Answered.Rightly(SignedIn signedIn) -> {
                if (!browser.signIn(request, response, signedIn)) {
                    throw problem("passkey_refused", PasskeyRefusal.ENDED);
                }
                // Somebody else's than of whoever was at work here: what was under way is not theirs.
                boolean another = before.isPresent() && !before.get().equals(signedIn.holderId());
                return Map.of("to", another ? "/home" : Destination.of(body.to()));
            }
            case Passkeys.Answered.Refused(PasskeyRefusal why) -> throw problem("passkey_refused", why);
        }
    }

    @PostMapping("/registration-options")
    Passkeys.Options toRegister(@RequestBody Asked body, HttpServletRequest request, HttpServletResponse response) {
        browser.mustBeOurs(request, body.csrf());
        return passkeys.toRegister(
                fresh(request, body.csrf()).holderId(), browser.marks(request, response), label(body.label()));
    }

    @PostMapping("/registration")
    Map<String, String> register(@RequestBody Answered body, HttpServletRequest request, HttpServletResponse response) {
        browser.mustBeOurs(request, body.csrf());
        BrowserSession session = fresh(request, body.csrf());
        String label = label(body.label());
        Optional<PasskeyRefusal> refusal = passkeys.register(
                session,
                browser.marks(request, response),
                orEmpty(body.ticket()),
                orEmpty(body.credential()),
                label.isEmpty() ? Device.of(request.getHeader("User-Agent")) : label);
        if (refusal.isPresent()) {
            throw problem("passkey_not_registered", refusal.get());
        }
        return Map.of("to", Destination.of(body.to()));
    }

    private static ProblemException problem(String code, PasskeyRefusal why) {
        return new ProblemException(422, code, why.message()).because(why.reason());
    }

    /** What the holder calls it; too long a label is none. */
    private static String label(@Nullable String typed) {
        String label = orEmpty(typed).strip();
        return label.length() > LONGEST_LABEL ? "" : label;
    }

    /** The session, if its holder has authenticated just now: a passkey lets others in. */
    private BrowserSession fresh(HttpServletRequest request, @Nullable String csrf) {
        BrowserSession session = signedIn(request);
        browser.mustBeOf(session, request, csrf);
        if (!recent.of(session.method(), session.authenticatedAt())) {
            throw recent.wanted();
        }
        return session;
    }

    private BrowserSession signedIn(HttpServletRequest request) {
        return browser.session(request)
                .orElseThrow(() -> new ProblemException(
                        401, "sign_in_required", new Message("はじめにサインインしてください。", "Please sign in first.")));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
