package dev.musubi.issuer.signals;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as it waits for its receiver.
 *
 * @param seq its place in its stream
 * @param jti its id, drawn for this stream alone
 * @param txn what it shares with the other events of one occurrence in this stream; null for an event of the stream itself
 * @param subject the receiver's name for its subject; null for an event of the stream itself
 * @param type its kind
 * @param said what it says beyond that
 * @param day the day in Japan on which it happened, where that is told
 * @param issuedAt when it came into the stream
 * @param attempts how often it was tried
 */
record QueuedEvent(
        long seq,
        String jti,
        @Nullable String txn,
        @Nullable String subject,
        EventType type,
        Map<String, String> said,
        @Nullable LocalDate day,
        Instant issuedAt,
        int attempts) {}
