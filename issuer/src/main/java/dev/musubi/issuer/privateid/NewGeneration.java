package dev.musubi.issuer.privateid;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A generation about to begin; see {@link Generation} for the members. */
public record NewGeneration(
        UUID anchorId,
        Generation.Source source,
        Instant sourceAsOf,
        UUID attributes,
        @Nullable UUID evidence) {}
