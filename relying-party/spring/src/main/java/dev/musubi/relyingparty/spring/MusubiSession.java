package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.standing.Standing;
import dev.musubi.relyingparty.standing.StandingRequirement;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the servlet session of a browser holds for us. */
public final class MusubiSession {

    /** The session attribute with the {@link SignedIn}. */
    public static final String SIGNED_IN = "dev.musubi.relyingparty.SignedIn";

    private static final String DEMANDED = "dev.musubi.relyingparty.demanded";

    private MusubiSession() {}

    /** Who is signed in in this browser. */
    public static Optional<SignedIn> signedIn(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(SIGNED_IN) instanceof SignedIn in
                ? Optional.of(in)
                : Optional.empty();
    }

    /** Signs somebody in: under another session id than before, and with nothing of anybody else's left over. */
    static void signIn(HttpServletRequest request, SignedIn in, @Nullable StandingRequirement demanded) {
        boolean somebodyElse = signedIn(request)
                .filter(before -> !before.subject().equals(in.subject()))
                .isPresent();
        if (somebodyElse) {
            request.getSession().invalidate();
            request.getSession();
        } else {
            request.getSession();
            request.changeSessionId();
        }
        HttpSession session = request.getSession();
        session.setAttribute(SIGNED_IN, in);
        session.setAttribute(DEMANDED, demanded);
    }

    /** What the last sign-in required of the standing. */
    static Optional<StandingRequirement> demanded(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(DEMANDED) instanceof StandingRequirement demanded
                ? Optional.of(demanded)
                : Optional.empty();
    }

    /** Newer knowledge of the standing has come. */
    static void know(HttpServletRequest request, SignedIn in, Standing standing) {
        request.getSession().setAttribute(SIGNED_IN, in.with(standing));
    }
}
