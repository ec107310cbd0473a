package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.WorkKind;
import java.time.Duration;

/** A stream whose events are to be pushed: tried for some hours, then paused and left to an operator and its receiver. */
record PushWork() implements WorkKind<PushWork.Stream> {

    static final PushWork KIND = new PushWork();

    private static final Retry RETRY = new Retry(Duration.ofMinutes(1), Duration.ofHours(1), 9);

    /** Which, and whose. */
    record Stream(StreamId id, String clientId) {}

    /** Whether another failure after this many in a row would be the last. */
    static boolean isLast(int failures) {
        return failures + 1 >= RETRY.tries();
    }

    @Override
    public String name() {
        return "signal_push";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String write(Stream payload) {
        return payload.id() + " " + payload.clientId();
    }

    @Override
    public Stream read(int version, String text) {
        String[] parts = text.split(" ", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("a stream and a client");
        }
        return new Stream(StreamId.of(parts[0]), parts[1]);
    }

    @Override
    public String about(Stream payload) {
        return payload.clientId();
    }

    @Override
    public Retry retry() {
        return RETRY;
    }
}
