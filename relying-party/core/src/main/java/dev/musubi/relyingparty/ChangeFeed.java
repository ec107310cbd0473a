package dev.musubi.relyingparty;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Of which of one's own subjects something changed, without asking about any of them: everybody fetches the same signed
 * batches and looks for the names that only whoever knows a subject can compute (the issuer's "Something changed" 1). What
 * changed is not said; ask on the next occasion on which you may.
 *
 * <p>Safe to use from many threads.
 */
public final class ChangeFeed {

    private static final String TYPE = "changes+jwt";
    private static final byte[] LABEL = "musubi-something-changed-1".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = 16;

    /** So many are fetched in one go; the others with the next. */
    private static final int MOST_AT_ONCE = 200;

    /** So far an issuer's clock may be ahead of ours. */
    private static final Duration AHEAD = Duration.ofHours(1);

    private final Transport transport;
    private final Tokens tokens;
    private final URI feed;
    private final SteadyClock clock;

    ChangeFeed(Transport transport, Tokens tokens, URI issuer, SteadyClock clock) {
        this.transport = transport;
        this.tokens = tokens;
        this.clock = clock;
        String text = issuer.toString();
        this.feed = URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + "/changes");
    }

    /**
     * What was found.
     *
     * @param changed those of the subjects asked for of whom something changed
     * @param next the number of the batch to go on with the next time: keep it
     * @param more whether there are further batches already
     * @param complete false where anything may have changed of anybody: where batches between are no longer kept or were taken
     *     back, or more changed than a batch holds
     */
    public record Changes(Set<String> changed, long next, boolean more, boolean complete) {}

    /** The number of the batch that comes next: where somebody begins who wants to know nothing of what was. */
    public long next() throws IOException {
        Range range = range();
        // An issuer that began just now has none yet: the first will be of the present.
        return range.isEmpty() ? clock.now().getEpochSecond() / range.interval() : range.latest() + 1;
    }

    /**
     * Of whom something changed, from a batch on.
     *
     * @param from the number of the first batch to look at
     * @param subjects one's own subjects ({@code sub}), however many
     * @throws IOException if the batches could not be had, or are not as the issuer signs them; nothing is lost: ask again
     * @throws IllegalArgumentException if {@code from} is negative or one of the subjects is empty
     */
    public Changes since(long from, Collection<String> subjects) throws IOException {
        if (from < 0 || subjects.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("from is a batch's number, and no subject is empty");
        }
        Range range = range();
        if (range.isEmpty()) {
            return new Changes(Set.of(), from, false, true);
        }
        if (from > range.latest() + 1) {
            // What a clock that was ahead said of times to come was taken back.
            return new Changes(Set.of(), range.latest() + 1, false, false);
        }
        boolean complete = from >= range.first();
        long first = Math.max(from, range.first());
        long last = Math.min(range.latest(), first + MOST_AT_ONCE - 1);
        Set<String> changed = new LinkedHashSet<>();
        Set<String> left = new HashSet<>(subjects);
        for (long batch = first; batch <= last; batch++) {
            Optional<Set<ByteBuffer>> names = names(batch);
            complete &= names.isPresent();
            for (String subject : left) {
                if (names.orElse(Set.of()).contains(ByteBuffer.wrap(name(subject, batch)))) {
                    changed.add(subject);
                }
            }
            left.removeAll(changed);
        }
        return new Changes(Set.copyOf(changed), Math.max(from, last + 1), last < range.latest(), complete);
    }

    /** The name of a subject in a batch. */
    static byte[] name(String subject, long batch) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(subject.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(LABEL);
            return Arrays.copyOf(
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(batch).array()), LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not to be had", e);
        }
    }

    private record Range(long interval, long first, long latest) {
        boolean isEmpty() {
            return latest < 0;
        }
    }

    private Range range() throws TransportException {
        Transport.Answer answer = transport.get(feed, Map.of("Accept", "application/json"));
        if (answer.status() != 200) {
            throw new TransportException(Trouble.Why.STATUS);
        }
        Map<String, Object> told = Json.parse(answer.body());
        if (!(told.get("interval") instanceof Number interval) || interval.longValue() < 1) {
            throw new TransportException(Trouble.Why.NOT_UNDERSTOOD);
        }
        Object first = told.get("first");
        Object latest = told.get("latest");
        if (first == null && latest == null) {
            return new Range(interval.longValue(), -1, -1);
        }
        if (!(first instanceof Number from) || !(latest instanceof Number to) || from.longValue() < 0) {
            throw new TransportException(Trouble.Why.NOT_UNDERSTOOD);
        }
        // A number far in the future would be kept as the next, and nothing heard of any more.
        long present = clock.now().getEpochSecond() / interval.longValue();
        if (from.longValue() > to.longValue()
                || to.longValue() > present + AHEAD.toSeconds() / interval.longValue() + 1) {
            throw new TransportException(Trouble.Why.NOT_UNDERSTOOD);
        }
        return new Range(interval.longValue(), from.longValue(), to.longValue());
    }

    /** The names in a batch; empty where it is not kept any more, or says that anything may have changed of anybody. */
    private Optional<Set<ByteBuffer>> names(long batch) throws TransportException {
        Transport.Answer answer =
                transport.get(URI.create(feed + "/" + batch), Map.of("Accept", "application/" + TYPE));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (answer.status() != 200) {
            throw new TransportException(Trouble.Why.STATUS);
        }
        try {
            JWTClaimsSet claims = tokens.statusList(answer.body(), TYPE);
            Map<String, Object> told = claims.getJSONObjectClaim("change_batch");
            if (told == null || !(told.get("number") instanceof Number number) || number.longValue() != batch) {
                throw new TransportException(Trouble.Why.NOT_UNDERSTOOD);
            }
            if (Boolean.TRUE.equals(told.get("all"))) {
                return Optional.empty();
            }
            String together = Json.text(told, "pseudonyms");
            if (together == null) {
                throw new TransportException(Trouble.Why.NOT_UNDERSTOOD);
            }
            byte[] bytes = Base64.getUrlDecoder().decode(together);
            if (bytes.length % LENGTH != 0) {
                throw new TransportException(Trouble.Why.NOT_UNDERSTOOD);
            }
            Set<ByteBuffer> names = new HashSet<>();
            for (int at = 0; at < bytes.length; at += LENGTH) {
                names.add(ByteBuffer.wrap(bytes, at, LENGTH).slice());
            }
            return Optional.of(names);
        } catch (NotSignedInException refused) {
            throw new TransportException(
                    refused.outcome() instanceof NotSignedIn.Unreachable unreachable
                            ? unreachable.trouble().why()
                            : Trouble.Why.NOT_UNDERSTOOD,
                    refused);
        } catch (ParseException | IllegalArgumentException malformed) {
            throw new TransportException(Trouble.Why.NOT_UNDERSTOOD, malformed);
        }
    }
}
