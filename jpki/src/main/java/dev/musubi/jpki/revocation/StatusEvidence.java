package dev.musubi.jpki.revocation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a status answer rests on.
 *
 * @param method where it comes from
 * @param thisUpdate the time the status was known to be correct at the authority
 * @param nextUpdate when newer information will be there, if said
 * @param checkedAt when we asked, or looked it up
 */
public record StatusEvidence(
        Method method, Instant thisUpdate, @Nullable Instant nextUpdate, Instant checkedAt) {
    /** Where a status answer comes from. */
    public enum Method {
        /** An OCSP response (RFC 6960). */
        OCSP,
        /** A revocation list (RFC 5280 section 5). */
        CRL
    }
}
