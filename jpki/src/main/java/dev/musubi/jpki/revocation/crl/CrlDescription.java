package dev.musubi.jpki.revocation.crl;

import dev.musubi.jpki.certificate.CrlPartition;
import dev.musubi.jpki.trust.TrustedAuthority;
import java.math.BigInteger;
import java.time.Instant;

/**
 * What a list to be written says of itself.
 *
 * @param authority who issues it
 * @param partition whose list it is
 * @param crlNumber positive, larger than the last
 * @param thisUpdate when it is issued, in whole seconds
 * @param nextUpdate when the next is due at the latest, in whole seconds
 */
public record CrlDescription(
        TrustedAuthority authority,
        CrlPartition partition,
        BigInteger crlNumber,
        Instant thisUpdate,
        Instant nextUpdate) {}
