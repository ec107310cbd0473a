package dev.musubi.relyingparty;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A call that brought no answer, and why. Its message is that word alone. */
final class TransportException extends IOException {

    private final Trouble.Why why;

    TransportException(Trouble.Why why, @Nullable Throwable cause) {
        super(why.name(), cause);
        this.why = why;
    }

    TransportException(Trouble.Why why) {
        this(why, null);
    }

    Trouble.Why why() {
        return why;
    }
}
