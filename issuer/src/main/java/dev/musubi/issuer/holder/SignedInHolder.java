package dev.musubi.issuer.holder;

import dev.musubi.issuer.credential.RecentAuthentication;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells whose page a form came from, and whether its holder has authenticated just now. */
@Component
final class SignedInHolder {

    private final Browser browser;
    private final RecentAuthentication recent;

    SignedInHolder(Browser browser, RecentAuthentication recent) {
        this.browser = browser;
        this.recent = recent;
    }

    /** @throws ProblemException {@code foreign_form}, {@code sign_in_required} */
    BrowserSession of(HttpServletRequest request, @Nullable String csrf) {
        browser.mustBeOurs(request, csrf);
        return browser.session(request)
                .orElseThrow(() -> new ProblemException(
                        401, "sign_in_required", "Please sign in first.", "はじめにサインインしてください。", null));
    }

    boolean isFresh(BrowserSession session) {
        return recent.of(session.method(), session.authenticatedAt());
    }
}
