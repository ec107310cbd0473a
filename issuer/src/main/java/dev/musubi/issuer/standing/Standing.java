package dev.musubi.issuer.standing;

import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.time.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a relying party may know of a private ID: the issuer's own word about its own ID, as of a time. Nothing of the
 * certificate behind it, neither number nor status nor reason (公的個人認証法 52条1項).
 *
 * @param subject the holder's name at this relying party
 * @param state the state
 * @param since when it came into that state
 * @param generation the present generation; it grows with each re-issue
 * @param attributesSource where its attributes come from
 * @param attributesAsOf when they were true by that source's word
 * @param asOf the moment the state is known for
 * @param freshness how long ago that is, and whether that is as recent as was asked for
 * @param validUntil the end of the private ID's own term
 * @param action what a relying party can do about it
 */
public record Standing(
        String subject,
        State state,
        Instant since,
        int generation,
        Generation.Source attributesSource,
        Instant attributesAsOf,
        Instant asOf,
        Freshness freshness,
        Instant validUntil,
        Action action) {

    /** Whether the state is known as freshly as was asked for. */
    public boolean fresh() {
        return freshness.isFresh();
    }

    /** How long ago the moment is that the state is known for; empty where a clock is wrong and nobody can say. */
    public Optional<Duration> age() {
        return switch (freshness) {
            case Freshness.Fresh fresh -> Optional.of(fresh.age());
            case Freshness.Stale stale -> Optional.of(stale.age());
            case Freshness.Unknown unknown -> Optional.empty();
        };
    }

    /** What a relying party can do. */
    public enum Action {
        /** Nothing: it stands. */
        NONE,
        /** Nothing else is wrong, but the answer is older than asked for: decide by your own policy, or ask later. */
        DECIDE_BY_POLICY,
        /** Demand a re-issue, or accept stale attributes by your own policy. */
        DEMAND_REISSUE,
        /** It is over: establish the identity anew. */
        REFUSE
    }
}
