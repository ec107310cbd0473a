package dev.musubi.issuer.openid.grant;

import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.vault.SealedTokens;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An access token: a sealed reference to a grant, with its dates and the key it is bound to. Opaque to clients.
 *
 * @param holderId whose grant
 * @param grantId which
 * @param issuedAt when it was issued
 * @param expiresAt when it ends
 * @param binding how it is bound to whoever may use it
 * @param thumbprint SHA-256 of the key or certificate it is bound to (base64url), null for a bearer token
 */
public record AccessToken(
        HolderId holderId,
        GrantId grantId,
        Instant issuedAt,
        Instant expiresAt,
        Binding binding,
        @Nullable String thumbprint) {

    private static final String PURPOSE = "access-token";
    private static final int THUMBPRINT = 32;

    /** How a token is bound. */
    public enum Binding {
        /** Not at all (RFC 6750). */
        BEARER(0),
        /** To a key proved by DPoP (RFC 9449). */
        DPOP(1),
        /** To a TLS client certificate (RFC 8705 section 3). */
        CERTIFICATE(2);

        private final int code;

        Binding(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Binding of(int code) {
            for (Binding binding : values()) {
                if (binding.code == code) {
                    return binding;
                }
            }
            throw new IllegalStateException("an access token of ours of another kind");
        }
    }

    /** As it is sent. */
    public String seal(SealedTokens tokens) {
        ByteBuffer buffer = ByteBuffer.allocate(32 + 2 * Long.BYTES + 1 + (thumbprint == null ? 0 : THUMBPRINT))
                .put(holderId.bytes())
                .put(grantId.bytes())
                .putLong(issuedAt.getEpochSecond())
                .putLong(expiresAt.getEpochSecond())
                .put((byte) binding.code);
        if (thumbprint != null) {
            buffer.put(Base64.getUrlDecoder().decode(thumbprint));
        }
        return tokens.seal(PURPOSE, buffer.array());
    }

    /** Opens one; whether it has expired, the caller looks. */
    public static Optional<AccessToken> open(SealedTokens tokens, String sealed) {
        return tokens.open(PURPOSE, sealed).map(said -> {
            ByteBuffer buffer = ByteBuffer.wrap(said);
            try {
                HolderId holderId = new HolderId(DatabaseId.next(buffer));
                GrantId grantId = new GrantId(DatabaseId.next(buffer));
                Instant issued = Instant.ofEpochSecond(buffer.getLong());
                Instant expires = Instant.ofEpochSecond(buffer.getLong());
                Binding binding = Binding.of(buffer.get());
                byte[] thumbprint = new byte[buffer.remaining()];
                buffer.get(thumbprint);
                return new AccessToken(
                        holderId,
                        grantId,
                        issued,
                        expires,
                        binding,
                        binding == Binding.BEARER
                                ? null
                                : Base64.getUrlEncoder().withoutPadding().encodeToString(thumbprint));
            } catch (BufferUnderflowException notOne) {
                throw new IllegalStateException("an access token of ours of another shape", notOne);
            }
        });
    }

    @Override
    public String toString() {
        return "AccessToken[…]";
    }
}
