package dev.musubi.issuer.signin;

import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody has shown to be a holder, and is about to be signed in.
 *
 * @param holderId who
 * @param method how
 * @param at when
 * @param by the credential that showed it, a passkey or a card; null for a signature, and for the fixed holder of a test
 * @param proofing the last proofing when a signature showed it: a later one meanwhile lets nobody in by this; null where a
 *     credential did
 */
public record SignedIn(
        HolderId holderId,
        SignInMethod method,
        Instant at,
        @Nullable CredentialId by,
        @Nullable Integer proofing) {

    /** By a credential; or the fixed holder of a test. */
    public SignedIn(HolderId holderId, SignInMethod method, Instant at, @Nullable CredentialId by) {
        this(holderId, method, at, by, null);
    }

    /** By a signature just made. */
    public static SignedIn bySignature(HolderId holderId, Instant at, int proofing) {
        return new SignedIn(holderId, SignInMethod.JPKI_SIGNATURE, at, null, proofing);
    }
}
