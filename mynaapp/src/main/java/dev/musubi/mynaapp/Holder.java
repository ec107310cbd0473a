package dev.musubi.mynaapp;

import java.time.Instant;
import java.util.Optional;

/**
 * Whom the app's server says it authenticated with the authentication certificate and its four-digit PIN. That is all a
 * private service gets of the certificate: no serial, no certificate, no signature, no dates.
 *
 * @param subject who, for this service alone (a pairwise id). Whether it outlives a renewal of the certificate is not known: never
 *     the only key to an account
 * @param acr how, in the server's own words; what they stand for is the agency's to say, and no level of another framework
 *     follows from them
 * @param authenticatedAt when, if the server says so
 * @param issuedAt when the ID token was made
 * @param idToken the ID token as it came, signed by the server: the only evidence there is, for who has to keep some. It names the
 *     subject
 */
public record Holder(
        String subject, Optional<String> acr, Optional<Instant> authenticatedAt, Instant issuedAt, String idToken) {

    @Override
    public String toString() {
        return "Holder[redacted]";
    }
}
