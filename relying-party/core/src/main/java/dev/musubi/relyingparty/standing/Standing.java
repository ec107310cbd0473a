package dev.musubi.relyingparty.standing;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Whether a private ID stands on a live anchor, by the issuer's own word as of a time. Never says anything of the
 * certificate behind it (公的個人認証法 52条1項).
 *
 * @param state the state
 * @param asOf the state is known for this moment or a later one, by the issuer's clock
 * @param told whether that is as recent as was asked for, by the issuer's word; fresh where nothing was asked, and unknown
 *     where the moment had not come yet by this relying party's clock
 * @param generation 1 when the holder first came to this relying party; it grows with each re-issue
 * @param source where its attributes come from
 * @param attributesAsOf the day in Japan on which the attributes were true by that source's word
 * @param learnedAt when this relying party was told, by its own clock
 */
public record Standing(
        State state,
        Instant asOf,
        Freshness told,
        int generation,
        Source source,
        LocalDate attributesAsOf,
        Instant learnedAt)
        implements Serializable {

    /** The states of a private ID, by the words of the wire. */
    public enum State {
        /** 有効: it stands on a live anchor. */
        ACTIVE,
        /** 再発行が必要: the anchor is gone; attributes may be stale. */
        REISSUE_REQUIRED,
        /** 一時停止中: its holder paused it, or the key is in doubt. */
        SUSPENDED,
        /** 終了: it never comes back. */
        ENDED
    }

    /** Where attributes come from. */
    public enum Source {
        /** The signature certificate the holder signed with. */
        SIGNATURE_CERTIFICATE,
        /** J-LIS, asked with the holder's consent. */
        J_LIS
    }

    /**
     * How recent this knowledge is now: its age when it was told, and the time since then. Unknown stays unknown; and so
     * is whatever was learned at a time that has not come yet.
     *
     * @param now by this relying party's clock
     * @param maxAge how old it may be; null for any age
     * @param skew how far clocks may be apart
     */
    public Freshness freshness(Instant now, @Nullable Duration maxAge, Duration skew) {
        if (told instanceof Freshness.Unknown unknown) {
            return unknown;
        }
        Duration since = Duration.between(learnedAt, now);
        if (since.isNegative() && since.negated().compareTo(skew) > 0) {
            return new Freshness.Unknown(Freshness.Unknown.Why.CLOCK_SET_BACK);
        }
        // Whoever's clock is a little ahead makes nothing younger: the two ages are each zero at least.
        return Freshness.of(asOf, learnedAt, null, skew) instanceof Freshness.Fresh whenTold
                ? Freshness.of(
                        now.minus(whenTold.age().plus(since.isNegative() ? Duration.ZERO : since)), now, maxAge, skew)
                : new Freshness.Unknown(Freshness.Unknown.Why.FROM_THE_FUTURE);
    }
}
