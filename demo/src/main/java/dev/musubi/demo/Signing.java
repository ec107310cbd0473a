package dev.musubi.demo;

import dev.musubi.mynaapp.PendingSigning;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An application on its way to be signed, in one browser's session and in no other's. What the browser brings back is looked at
 * once; a signature that has come stays, so that nobody has to sign twice because something else was away.
 */
final class Signing implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Application application;
    private @Nullable String away;
    private @Nullable String signed;
    private @Nullable Trouble trouble;

    Signing(Application application) {
        this.application = application;
    }

    Application application() {
        return application;
    }

    /** The browser leaves, to come back with the answer to this. */
    synchronized void leaves(PendingSigning pending) {
        away = pending.write();
        trouble = null;
    }

    /** The browser is back with an answer of this state: what it answers, once; empty if it is not what is waited for. */
    synchronized Optional<PendingSigning> back(String state) {
        if (away == null) {
            return Optional.empty();
        }
        PendingSigning pending = PendingSigning.read(away);
        if (!MessageDigest.isEqual(
                pending.state().getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        away = null;
        return Optional.of(pending);
    }

    /** It has been signed: the JWS. */
    synchronized void signed(String jws) {
        signed = jws;
    }

    /** The signature, as long as it is worth looking at again. */
    synchronized Optional<String> signature() {
        return Optional.ofNullable(signed);
    }

    /** It did not lead on. What was signed is kept only where asking again may help. */
    synchronized void failed(Trouble why) {
        trouble = why;
        if (why.way() != Trouble.Way.CHECK) {
            signed = null;
        }
    }

    /** Why it did not lead on the last time. */
    synchronized Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public String toString() {
        return "Signing[…]";
    }
}
