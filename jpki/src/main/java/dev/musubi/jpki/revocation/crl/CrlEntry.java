package dev.musubi.jpki.revocation.crl;

import dev.musubi.jpki.revocation.RevocationReason;
import java.math.BigInteger;
import java.time.Instant;

/**
 * One revoked certificate (RFC 5280 section 5.1.2.6). {@link #toString()} does not give the serial away.
 *
 * @param serial positive, at most 20 bytes
 * @param reason {@link RevocationReason#UNSPECIFIED} if the list gives none
 * @param revokedAt in whole seconds
 */
public record CrlEntry(BigInteger serial, RevocationReason reason, Instant revokedAt) {
    @Override
    public String toString() {
        return "CrlEntry[redacted, " + reason + "]";
    }
}
