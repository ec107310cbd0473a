package dev.musubi.issuer.openid.grant;

import dev.musubi.issuer.vault.SealedTokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An access token that a client has in its own name (RFC 6749 section 4.4): it names a client and no holder, and is of
 * another kind than {@link AccessToken}, so that neither is ever taken for the other. Opaque to clients.
 *
 * @param clientId whose
 * @param relyingPartyId whose client it was when the token was issued: another's client of that name is somebody else
 * @param scope what it is good for
 * @param issuedAt when it was issued
 * @param expiresAt when it ends
 * @param binding how it is bound to whoever may use it
 * @param thumbprint SHA-256 of the key or certificate it is bound to (base64url), null for a bearer token
 */
public record ClientAccessToken(
        String clientId,
        String relyingPartyId,
        List<String> scope,
        Instant issuedAt,
        Instant expiresAt,
        AccessToken.Binding binding,
        @Nullable String thumbprint) {

    /** To read how a stream is configured and stands, and to poll it. */
    public static final String SIGNALS_READ = "ssf.read";

    /** To make, change and end streams, and to say who is in them. */
    public static final String SIGNALS_MANAGE = "ssf.manage";

    /** All that a client may do in its own name (CAEP Interoperability Profile 1.0 section 2.7.3). */
    public static final List<String> SCOPES = List.of(SIGNALS_READ, SIGNALS_MANAGE);

    private static final String PURPOSE = "client-access-token";
    private static final int PARTS = 7;

    /** As it is sent. */
    public String seal(SealedTokens tokens) {
        String text = String.join(
                "\n",
                Integer.toString(binding.code()),
                thumbprint == null ? "" : thumbprint,
                Long.toString(issuedAt.getEpochSecond()),
                Long.toString(expiresAt.getEpochSecond()),
                String.join(" ", scope),
                relyingPartyId,
                clientId);
        return tokens.seal(PURPOSE, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Opens one; whether it has expired, the caller looks. */
    public static Optional<ClientAccessToken> open(SealedTokens tokens, String sealed) {
        return tokens.open(PURPOSE, sealed).map(said -> {
            String[] parts = new String(said, StandardCharsets.UTF_8).split("\n", PARTS);
            if (parts.length != PARTS) {
                throw new IllegalStateException("a client's access token of ours of another shape");
            }
            return new ClientAccessToken(
                    parts[6],
                    parts[5],
                    List.of(parts[4].split(" ")),
                    Instant.ofEpochSecond(Long.parseLong(parts[2])),
                    Instant.ofEpochSecond(Long.parseLong(parts[3])),
                    AccessToken.Binding.of(Integer.parseInt(parts[0])),
                    parts[1].isEmpty() ? null : parts[1]);
        });
    }

    @Override
    public String toString() {
        return "ClientAccessToken[" + clientId + "]";
    }
}
