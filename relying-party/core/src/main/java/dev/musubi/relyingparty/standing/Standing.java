package dev.musubi.relyingparty.standing;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Whether a private ID stands on a live anchor, by the issuer's own word as of a time. Never says anything of the
 * certificate behind it (公的個人認証法 52条1項).
 *
 * @param state the state
 * @param asOf the state is known for this moment or a later one, by the issuer's clock
 * @param fresh whether that is as recent as was asked for; true where nothing was asked
 * @param generation 1 when the holder first came to this relying party; it grows with each re-issue
 * @param source where its attributes come from
 * @param attributesAsOf the day in Japan on which the attributes were true by that source's word
 * @param learnedAt when this relying party was told, by its own clock
 */
public record Standing(
        State state,
        Instant asOf,
        boolean fresh,
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
     * How old this knowledge is: its age when it was told, and the time since then. The first part trusts the issuer's
     * clock no further than that it is not in the past of its own answer.
     */
    public Duration age(Instant now) {
        Duration whenTold = Duration.between(asOf, learnedAt);
        Duration since = Duration.between(learnedAt, now);
        return (whenTold.isNegative() ? Duration.ZERO : whenTold).plus(since.isNegative() ? Duration.ZERO : since);
    }
}
