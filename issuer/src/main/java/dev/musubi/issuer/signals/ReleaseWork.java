package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.database.WorkKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told one receiver of one holder, each at a moment of its own and in order. There is one piece for the two, so
 * that nothing overtakes; it is written under the holder's lock.
 */
record ReleaseWork() implements WorkKind<ReleaseWork.Waiting> {

    static final ReleaseWork KIND = new ReleaseWork();

    private static final Retry RETRY = Retry.forever(Duration.ofSeconds(5), Duration.ofMinutes(5));

    /** Whom, into which stream, and what; the first first. */
    record Waiting(HolderId holderId, StreamId stream, List<Entry> entries) {
        static String key(HolderId holderId, StreamId stream) {
            return holderId + " " + stream;
        }
    }

    /**
     * One event.
     *
     * @param type its kind; null to forget what waits for the receiver
     * @param day the day in Japan on which it happened
     * @param since when it was written down, from which on it is measured how long telling it takes
     * @param due when it may be told
     */
    record Entry(
            String jti,
            @Nullable String txn,
            @Nullable EventType type,
            Map<String, String> said,
            @Nullable LocalDate day,
            Instant since,
            Instant due) {
        /** The same at another moment. */
        Entry due(Instant other) {
            return new Entry(jti, txn, type, said, day, since, other);
        }
    }

    /** As it is stored: words and numbers alone. */
    record Stored(String holder, String stream, List<StoredEntry> events) {}

    /** One of them. */
    record StoredEntry(
            String jti,
            @Nullable String txn,
            @Nullable String type,
            Map<String, String> said,
            @Nullable String day,
            long since,
            long due) {}

    @Override
    public String name() {
        return "signal_release";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String write(Waiting payload) {
        return StoredJson.text(new Stored(
                payload.holderId().toString(),
                payload.stream().toString(),
                payload.entries().stream()
                        .map(each -> new StoredEntry(
                                each.jti(),
                                each.txn(),
                                each.type() == null ? null : each.type().name(),
                                each.said(),
                                each.day() == null ? null : each.day().toString(),
                                each.since().toEpochMilli(),
                                each.due().toEpochMilli()))
                        .toList()));
    }

    @Override
    public Waiting read(int version, String text) {
        Stored stored = StoredJson.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), Stored.class, 1);
        return new Waiting(
                HolderId.of(stored.holder()),
                StreamId.of(stored.stream()),
                stored.events().stream()
                        .map(each -> new Entry(
                                each.jti(),
                                each.txn(),
                                each.type() == null ? null : EventType.valueOf(each.type()),
                                each.said(),
                                each.day() == null ? null : LocalDate.parse(each.day()),
                                Instant.ofEpochMilli(each.since()),
                                Instant.ofEpochMilli(each.due())))
                        .toList());
    }

    @Override
    public String about(Waiting payload) {
        return payload.stream().toString();
    }

    @Override
    public Retry retry() {
        return RETRY;
    }
}
