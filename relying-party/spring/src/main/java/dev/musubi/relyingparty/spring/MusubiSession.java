package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.PendingSignIn;
import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.standing.Standing;
import dev.musubi.relyingparty.standing.StandingRequirement;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What the servlet session of a browser holds for us. */
public final class MusubiSession {

    /** The session attribute with the {@link SignedIn}. */
    public static final String SIGNED_IN = "dev.musubi.relyingparty.SignedIn";

    private static final String DEMANDED = "dev.musubi.relyingparty.demanded";
    private static final String WAITING = "dev.musubi.relyingparty.waiting";
    private static final int MOST_WAITING = 8;

    private MusubiSession() {}

    /** Who is signed in in this browser. */
    public static Optional<SignedIn> signedIn(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(SIGNED_IN) instanceof SignedIn in
                ? Optional.of(in)
                : Optional.empty();
    }

    /** A sign-in that has begun, and where to go when it ends. */
    record Waiting(PendingSignIn pending, String returnTo) implements Serializable {
        @Override
        public String toString() {
            return "Waiting[…]";
        }
    }

    /** Keeps a sign-in that has begun. Several tabs may have one each; the oldest of too many is forgotten. */
    static void keep(HttpServletRequest request, Waiting waiting) {
        HttpSession session = request.getSession();
        synchronized (session) {
            SequencedMap<String, Waiting> all = waiting(session);
            all.put(waiting.pending().state(), waiting);
            while (all.size() > MOST_WAITING) {
                all.pollFirstEntry();
            }
            session.setAttribute(WAITING, all);
        }
    }

    /** Takes it out again: an answer is used once, and by the browser that began. */
    static Optional<Waiting> take(HttpServletRequest request, @Nullable String state) {
        HttpSession session = request.getSession(false);
        if (session == null || state == null) {
            return Optional.empty();
        }
        synchronized (session) {
            SequencedMap<String, Waiting> all = waiting(session);
            Optional<Waiting> found = Optional.ofNullable(all.remove(state));
            session.setAttribute(WAITING, all);
            return found;
        }
    }

    private static SequencedMap<String, Waiting> waiting(HttpSession session) {
        SequencedMap<String, Waiting> all = new LinkedHashMap<>();
        if (session.getAttribute(WAITING) instanceof Map<?, ?> kept) {
            kept.forEach((state, waiting) -> all.put((String) state, (Waiting) waiting));
        }
        return all;
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
