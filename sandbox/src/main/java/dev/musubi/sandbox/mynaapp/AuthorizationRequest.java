package dev.musubi.sandbox.mynaapp;

import dev.musubi.mynaapp.RevocationCheck;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for in a browser, after all checks.
 *
 * @param scopes among the six
 * @param transaction what is to be signed, or null for a sign-in
 */
record AuthorizationRequest(
        Client client,
        String redirectUri,
        Set<String> scopes,
        String state,
        String nonce,
        String challenge,
        RevocationCheck check,
        @Nullable SignTransaction transaction) {

    boolean isSigning() {
        return transaction != null;
    }

    @Override
    public String toString() {
        return "AuthorizationRequest[redacted]";
    }
}
