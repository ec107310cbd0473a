package dev.musubi.issuer.privateid;

import dev.musubi.issuer.anchor.AnchorId;
import dev.musubi.issuer.vault.ItemId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A generation about to begin; see {@link Generation} for the members. */
public record NewGeneration(
        AnchorId anchorId,
        Generation.Source source,
        Instant sourceAsOf,
        ItemId attributes,
        @Nullable ItemId evidence) {}
