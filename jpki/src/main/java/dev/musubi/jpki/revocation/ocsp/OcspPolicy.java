package dev.musubi.jpki.revocation.ocsp;

import java.time.Duration;

/**
 * What is asked of an OCSP exchange.
 *
 * @param method how the request is sent (RFC 6960 appendix A.1)
 * @param nonceRequired whether an answer must repeat the nonce of the request (RFC 9654); a nonce is always sent
 * @param noCheckRequired whether a delegated responder's certificate must have id-pkix-ocsp-nocheck (RFC 6960 section
 *     4.2.2.2.1): without it the responder's own revocation would have to be looked up, which is not done here
 * @param clockSkew how far two clocks may be apart
 * @param maximumAge the oldest {@code thisUpdate} accepted
 * @param timeout for the whole exchange
 * @param maximumResponseBytes the largest answer read
 */
public record OcspPolicy(
        OcspMethod method,
        boolean nonceRequired,
        boolean noCheckRequired,
        Duration clockSkew,
        Duration maximumAge,
        Duration timeout,
        int maximumResponseBytes) {

    /** POST, nonce and nocheck required, 1 minute of skew, at most 30 minutes old, 5 seconds, 64 KiB. */
    public static OcspPolicy strict() {
        return new OcspPolicy(
                OcspMethod.POST,
                true,
                true,
                Duration.ofMinutes(1),
                Duration.ofMinutes(30),
                Duration.ofSeconds(5),
                64 * 1024);
    }

    /** The same with another way of sending. */
    public OcspPolicy withMethod(OcspMethod other) {
        return new OcspPolicy(
                other, nonceRequired, noCheckRequired, clockSkew, maximumAge, timeout, maximumResponseBytes);
    }

    /** The same, requiring or not requiring the nonce. A nonce that is there must always be the right one. */
    public OcspPolicy withNonceRequired(boolean required) {
        return new OcspPolicy(method, required, noCheckRequired, clockSkew, maximumAge, timeout, maximumResponseBytes);
    }

    /** The same, requiring or not requiring id-pkix-ocsp-nocheck. */
    public OcspPolicy withNoCheckRequired(boolean required) {
        return new OcspPolicy(method, nonceRequired, required, clockSkew, maximumAge, timeout, maximumResponseBytes);
    }

    /** The same with another time limit. */
    public OcspPolicy withTimeout(Duration other) {
        return new OcspPolicy(
                method, nonceRequired, noCheckRequired, clockSkew, maximumAge, other, maximumResponseBytes);
    }

    /** The same with another greatest age. */
    public OcspPolicy withMaximumAge(Duration other) {
        return new OcspPolicy(method, nonceRequired, noCheckRequired, clockSkew, other, timeout, maximumResponseBytes);
    }
}
