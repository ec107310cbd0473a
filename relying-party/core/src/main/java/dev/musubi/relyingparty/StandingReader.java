package dev.musubi.relyingparty;

import dev.musubi.relyingparty.standing.Standing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a standing as the claim and the interface for relying parties say it. Whatever is malformed is none. */
final class StandingReader {

    private StandingReader() {}

    static Optional<Standing> read(@Nullable Object claim, Instant now) {
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
        try {
            return Optional.of(new Standing(
                    Standing.State.valueOf(state),
                    asOf,
                    Boolean.TRUE.equals(standing.get("fresh")),
                    generation,
                    Standing.Source.valueOf(source),
                    attributesAsOf,
                    now));
        } catch (IllegalArgumentException unknownWord) {
            return Optional.empty();
        }
    }
}
