package dev.musubi.jpki.revocation.crl;

import dev.musubi.jpki.certificate.CrlPartition;
import dev.musubi.jpki.trust.TrustedAuthority;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The list that is asked for, to be held against the list that came.
 *
 * @param authority whose key must have signed it
 * @param partition whose list it must be
 * @param lastCrlNumber the number of the list we had; a smaller one is refused, the same is not
 * @param at the time it is judged for
 * @param clockSkew how far two clocks may be apart
 */
public record ExpectedCrl(
        TrustedAuthority authority,
        CrlPartition partition,
        @Nullable BigInteger lastCrlNumber,
        Instant at,
        Duration clockSkew) {}
