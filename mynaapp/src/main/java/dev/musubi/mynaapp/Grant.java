package dev.musubi.mynaapp;

import java.time.Instant;

/**
 * What the code was exchanged for: who, and the right to fetch the result, for a short while. Fetching may be tried again with the
 * same grant when the server could not be reached.
 *
 * @param holder whom the server authenticated. That this is also the certificate's subject nobody says: do not join accounts on it
 * @param accessToken a secret
 * @param expiresAt when it ends by the server's word
 */
public record Grant(Holder holder, String accessToken, Instant expiresAt) {

    @Override
    public String toString() {
        return "Grant[redacted]";
    }
}
