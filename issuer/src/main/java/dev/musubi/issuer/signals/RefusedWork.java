package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.WorkKind;
import java.time.Duration;

/** An event its receiver refused: a dead letter at once, which an operator has delivered once more or throws away. */
record RefusedWork() implements WorkKind<RefusedWork.Refused> {

    static final RefusedWork KIND = new RefusedWork();

    private static final Retry RETRY = Retry.forever(Duration.ofSeconds(30), Duration.ofHours(1));

    /** Which, in which stream, of which client. */
    record Refused(StreamId stream, String jti, String clientId) {
        String key() {
            return stream + " " + jti;
        }
    }

    @Override
    public String name() {
        return "signal_refused";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String write(Refused payload) {
        return payload.stream() + " " + payload.jti() + " " + payload.clientId();
    }

    @Override
    public Refused read(int version, String text) {
        String[] parts = text.split(" ", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a stream, an event and a client");
        }
        return new Refused(StreamId.of(parts[0]), parts[1], parts[2]);
    }

    @Override
    public String about(Refused payload) {
        return payload.clientId();
    }

    @Override
    public Retry retry() {
        return RETRY;
    }
}
