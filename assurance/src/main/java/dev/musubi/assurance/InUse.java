package dev.musubi.assurance;

import dev.musubi.assurance.catalogue.Age;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.Component;
import dev.musubi.assurance.catalogue.Facts;
import dev.musubi.assurance.catalogue.MeansKind;
import dev.musubi.assurance.catalogue.MeansState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A means in use, with its words looked up in the catalogue: what is true of it at a moment. */
final class InUse {

    /** How far two clocks may differ before one of them is wrong. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final MeansKind kind;
    private final Means means;
    private final Component attributeSource;
    private final Component presentation;
    private final @Nullable Component authenticator;

    InUse(Catalogue catalogue, Means means) {
        this.means = means;
        this.kind = catalogue.means(means.kind()).orElseThrow(() -> new NotInCatalogueException("means", means.kind()));
        String source = means.attributeSource() == null ? kind.attributeSource() : means.attributeSource();
        this.attributeSource = catalogue
                .attributeSource(source)
                .orElseThrow(() -> new NotInCatalogueException("attribute source", source));
        String way = means.presentation() == null ? kind.presentation() : means.presentation();
        this.presentation =
                catalogue.presentation(way).orElseThrow(() -> new NotInCatalogueException("presentation", way));
        String with = means.authenticator();
        this.authenticator = with == null
                ? null
                : catalogue.authenticator(with).orElseThrow(() -> new NotInCatalogueException("authenticator", with));
        if (with != null && !kind.authenticators().contains(with)) {
            throw new NotInCatalogueException("authenticator", with + " of " + kind.id());
        }
    }

    MeansKind kind() {
        return kind;
    }

    Means means() {
        return means;
    }

    /** When a thing was last so; null where nobody knows. */
    @Nullable
    Instant since(Age age) {
        return switch (age) {
            case CHECKED -> kind.checkedByProofing() ? means.proofedAt() : means.checkedAt();
            case PROOFED -> means.proofedAt();
            case ATTRIBUTES -> means.attributesAsOf();
            case AUTHENTICATED -> means.authenticator() == null ? null : means.authenticatedAt();
        };
    }

    /**
     * How old things are. A time to come by no more than clocks differ counts as now; a later one has no age, since evidence
     * cannot come from the future: a clock is wrong, and nobody knows which.
     */
    Map<Age, Duration> ages(Instant at) {
        Map<Age, Duration> ages = new EnumMap<>(Age.class);
        for (Age age : Age.values()) {
            Instant since = since(age);
            if (since != null && !since.isAfter(at.plus(SKEW))) {
                Duration old = Duration.between(since, at);
                ages.put(age, old.isNegative() ? Duration.ZERO : old);
            }
        }
        return ages;
    }

    /** Its state, if nothing is done: what was not checked for long counts for less and less. */
    MeansState state(Instant at) {
        MeansState state = means.state();
        Duration checked = ages(at).get(Age.CHECKED);
        if (kind.staleAfter() != null && (checked == null || checked.compareTo(kind.staleAfter()) > 0)) {
            state = state.worse(MeansState.REISSUE_REQUIRED);
        }
        if (kind.unknownAfter() != null && (checked == null || checked.compareTo(kind.unknownAfter()) > 0)) {
            state = state.worse(MeansState.UNKNOWN);
        }
        return state;
    }

    /** What is true of it at a moment. */
    Facts facts(Instant at, RelyingPartyFacts party) {
        Set<String> features = new HashSet<>(kind.worth(state(at)));
        features.addAll(attributeSource.features());
        features.addAll(presentation.features());
        features.addAll(party.features());
        Map<Age, Duration> ages = ages(at);
        if (authenticator != null && ages.containsKey(Age.AUTHENTICATED)) {
            features.addAll(authenticator.features());
        }
        return new Facts(features, ages);
    }
}
