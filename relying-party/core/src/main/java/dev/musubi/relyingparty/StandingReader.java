package dev.musubi.relyingparty;

import dev.musubi.relyingparty.standing.Freshness;
import dev.musubi.relyingparty.standing.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a standing as the claim and the interface for relying parties say it. Whatever is malformed is none. */
final class StandingReader {

    /** Where a day begins first. */
    private static final ZoneOffset FIRST = ZoneOffset.ofHours(14);

    private StandingReader() {}

    static Optional<Standing> read(@Nullable Object claim, Instant now, Duration skew) {
        if (!(claim instanceof Map<?, ?> standing)) {
            return Optional.empty();
        }
        Instant asOf = Json.time(standing, "as_of");
        LocalDate attributesAsOf = Json.day(standing, "attributes_as_of");
        Integer generation = Json.integer(standing, "generation");
        String state = Json.text(standing, "state");
        String source = Json.text(standing, "attributes_source");
        if (asOf == null || attributesAsOf == null || generation == null || state == null || source == null) {
            return Optional.empty();
        }
        // Attributes of a day that has begun nowhere on earth are nobody's.
        if (attributesAsOf.isAfter(LocalDate.ofInstant(now.plus(skew), FIRST))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Standing(
                    Standing.State.valueOf(state),
                    asOf,
                    told(standing.get("fresh"), asOf, now, skew),
                    generation,
                    Standing.Source.valueOf(source),
                    attributesAsOf,
                    now));
        } catch (IllegalArgumentException unknownWord) {
            return Optional.empty();
        }
    }

    private static Freshness told(@Nullable Object fresh, Instant asOf, Instant now, Duration skew) {
        if (!(fresh instanceof Boolean word)) {
            return new Freshness.Unknown(Freshness.Unknown.Why.NOT_TOLD);
        }
        // No age is asked for here: that was the issuer's to measure. A moment to come is nobody's.
        return Freshness.of(asOf, now, null, skew) instanceof Freshness.Fresh age && !word
                ? new Freshness.Stale(age.age())
                : Freshness.of(asOf, now, null, skew);
    }
}
