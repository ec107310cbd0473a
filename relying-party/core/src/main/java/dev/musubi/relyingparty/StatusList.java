package dev.musubi.relyingparty;

import dev.musubi.relyingparty.status.Status;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A list as it was signed, verified.
 *
 * @param bits how many bits an entry has: 1, 2, 4 or 8
 * @param bytes the entries
 * @param issuedAt when it was signed
 * @param expiresAt until when it is good
 * @param timeToLive how long before a younger one is looked for
 * @param number which state of the list it is, higher with each; null where the issuer does not number them
 * @param changes where what changed since is found; null where the issuer does not offer that
 */
record StatusList(
        int bits,
        byte[] bytes,
        Instant issuedAt,
        Instant expiresAt,
        Duration timeToLive,
        @Nullable Long number,
        @Nullable URI changes) {

    /** Whether it was signed before the other one; within one second, which is all that times tell, by their numbers. */
    boolean isOlderThan(StatusList other) {
        int time = issuedAt.compareTo(other.issuedAt);
        Long mine = number;
        Long its = other.number;
        return time < 0 || (time == 0 && mine != null && its != null && mine < its);
    }

    /** What an entry says; unknown where there is no such entry. */
    Status get(int index) {
        int each = 8 / bits;
        int at = index / each;
        return at < bytes.length
                ? Status.of(((bytes[at] & 0xFF) >>> (index % each * bits)) & ((1 << bits) - 1))
                : Status.UNKNOWN;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "StatusList[" + issuedAt + "]";
    }
}
