package dev.musubi.issuer.anchor;

import dev.musubi.issuer.database.WorkKind;

/**
 * A revocation list that is to be asked for again. There is a piece for each list that an anchor needs, as long as there is
 * the list: it is never given up.
 */
public record ListWork(Retry retry) implements WorkKind<PartitionId> {

    /** Its name, also for whoever reports on it. */
    public static final String NAME = "revocation_list";

    static ListWork by(AnchorSettings settings) {
        return new ListWork(Retry.forever(settings.retryAfter(), settings.interval()));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String write(PartitionId payload) {
        return payload.toString();
    }

    @Override
    public PartitionId read(int version, String text) {
        return PartitionId.of(text);
    }

    @Override
    public String about(PartitionId payload) {
        return payload.toString();
    }
}
