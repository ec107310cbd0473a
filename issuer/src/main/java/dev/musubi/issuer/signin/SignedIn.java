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
 * @param at when: for a code, when the signature was taken, not when the code was typed
 * @param by the credential that showed it, a passkey or a code; null for the fixed holder of a test
 */
public record SignedIn(
        HolderId holderId,
        SignInMethod method,
        Instant at,
        @Nullable CredentialId by) {}
