package dev.musubi.issuer.signin.web;

import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.signin.passkey.Passkeys;
import dev.musubi.issuer.web.Onward;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/**
 * Where a sign-in leads: to what a re-issue ended and may be kept, to an easier way in for who has none yet, then to where one
 * wanted to go.
 */
@Component
public class AfterSignIn {

    private final Browser browser;
    private final Credentials credentials;
    private final Passkeys passkeys;

    AfterSignIn(Browser browser, Credentials credentials, Passkeys passkeys) {
        this.browser = browser;
        this.credentials = credentials;
        this.passkeys = passkeys;
    }

    /** The page that leads on. */
    public String lead(
            HolderId holderId,
            SignInMethod method,
            @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        boolean comesBack = credentials.hasEnded(holderId)
                || passkeys.has(holderId)
                || !credentials.live(holderId, Credential.Kind.CARD).isEmpty();
        String next = comesBack ? Destination.of(to) : Destination.by("/signin/passkey", to);
        boolean signed = method == SignInMethod.JPKI_SIGNATURE;
        if (signed) {
            // The session that this very browser had needs no keeping: the new one has taken its place.
            browser.lastSession(request).ifPresent(had -> credentials.replaced(holderId, had));
        }
        boolean reissued = signed
                && !credentials
                        .keepable(holderId, credentials.lastProofing(holderId))
                        .isEmpty();
        return Onward.SIGNED_IN.to(reissued ? Destination.by("/signin/keep", to) : next, response, model);
    }
}
