package dev.musubi.issuer.signin.web;

import dev.musubi.issuer.credential.RecentAuthentication;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.passkey.Passkeys;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
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

    record Asked(@Nullable String csrf) {}

    record Answered(
            @Nullable String csrf,
            @Nullable String ticket,
            @Nullable String credential,
            @Nullable String label,
            @Nullable String to) {}

    @PostMapping("/options")
    Passkeys.Options toSignIn(@RequestBody Asked body, HttpServletRequest request, HttpServletResponse response) {
        browser.mustBeOurs(request, body.csrf());
        return passkeys.toSignIn(browser.idOf(request, response));
    }

    @PostMapping("/answer")
    Map<String, String> signIn(@RequestBody Answered body, HttpServletRequest request, HttpServletResponse response) {
        browser.mustBeOurs(request, body.csrf());
        boolean signedIn = passkeys.signIn(
                        browser.idOf(request, response), orEmpty(body.ticket()), orEmpty(body.credential()))
                .filter(each -> browser.signIn(request, response, each))
                .isPresent();
        if (!signedIn) {
            throw new ProblemException(
                    422,
                    "passkey_refused",
                    "This passkey is not known here, or its answer came too late. Please try again.",
                    "このパスキーでは確認できませんでした。もう一度お試しください。",
                    null);
        }
        return Map.of("to", Destination.of(body.to()));
    }

    @PostMapping("/registration-options")
    Passkeys.Options toRegister(@RequestBody Asked body, HttpServletRequest request, HttpServletResponse response) {
        browser.mustBeOurs(request, body.csrf());
        return passkeys.toRegister(fresh(request).holderId(), browser.idOf(request, response));
    }

    @PostMapping("/registration")
    Map<String, String> register(@RequestBody Answered body, HttpServletRequest request, HttpServletResponse response) {
        browser.mustBeOurs(request, body.csrf());
        BrowserSession session = fresh(request);
        String label = orEmpty(body.label()).strip();
        boolean taken = passkeys.register(
                session,
                browser.idOf(request, response),
                orEmpty(body.ticket()),
                orEmpty(body.credential()),
                label.isEmpty() || label.length() > LONGEST_LABEL ? Device.of(request.getHeader("User-Agent")) : label);
        if (!taken) {
            throw new ProblemException(
                    422,
                    "passkey_not_registered",
                    "The passkey could not be registered. Please try again.",
                    "パスキーを登録できませんでした。もう一度お試しください。",
                    null);
        }
        return Map.of("to", Destination.of(body.to()));
    }

    /** The session, if its holder has authenticated just now: a passkey lets others in. */
    private BrowserSession fresh(HttpServletRequest request) {
        BrowserSession session = signedIn(request);
        if (!recent.of(session.method(), session.authenticatedAt())) {
            throw recent.wanted();
        }
        return session;
    }

    private BrowserSession signedIn(HttpServletRequest request) {
        return browser.session(request)
                .orElseThrow(() -> new ProblemException(
                        401, "sign_in_required", "Please sign in first.", "はじめにサインインしてください。", null));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
