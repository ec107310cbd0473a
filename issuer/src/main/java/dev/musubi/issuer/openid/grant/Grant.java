package dev.musubi.issuer.openid.grant;

import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.openid.claims.ClaimsDemand;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.relyingparty.Pairwise;
import dev.musubi.issuer.signin.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a holder granted a client in one sign-in. Times are the machine's.
 *
 * @param holderId whose
 * @param grantId its id; codes and tokens are sealed references to it
 * @param clientId to which client
 * @param sessionId in which session of the holder's browser
 * @param scope what was asked for and granted
 * @param items which attributes may be told
 * @param consentId the consent that says so; null where nothing is told
 * @param demand what was asked for, by scope and by {@code claims}
 * @param details what else the request said
 * @param codeExpiresAt until when its code is good
 * @param codeUsedAt when its code was used
 * @param refreshSerial the serial of the refresh token that is good now
 * @param expiresAt when all of it ends
 * @param revokedAt when it was taken back
 */
public record Grant(
        HolderId holderId,
        GrantId grantId,
        String clientId,
        String relyingPartyId,
        SessionId sessionId,
        List<String> scope,
        Set<Attribute> items,
        @Nullable ConsentId consentId,
        ClaimsDemand demand,
        Details details,
        Instant codeExpiresAt,
        @Nullable Instant codeUsedAt,
        int refreshSerial,
        Instant expiresAt,
        @Nullable Instant revokedAt) {

    /**
     * Whether it is to this client. One to a client of the same name that was another relying party's is not: the holder
     * agreed to tell that one.
     */
    public boolean isTo(OpenIdClient client) {
        return clientId.equals(client.id())
                && relyingPartyId.equals(client.party().id());
    }

    /**
     * What the request said, as far as the token endpoint needs it.
     *
     * @param redirectUri where the code went
     * @param codeChallenge the PKCE challenge (S256), if there was one
     * @param nonce to be repeated in the ID token
     * @param claims the {@code claims} parameter
     * @param dpopThumbprint the key the code is bound to (RFC 9449 section 10)
     * @param method how the holder signed in
     * @param acrValues the classes asked for by {@code acr_values}, in order of preference
     * @param amr its methods
     * @param authenticatedAt when it took place, in seconds; inside the issuer only
     * @param toldAuthenticatedAt when the client is told that it took place, in seconds: not later; null in grants of
     *     releases that knew one time alone
     * @param purpose what the holder was told the attributes are for
     */
    public record Details(
            String redirectUri,
            @Nullable String codeChallenge,
            @Nullable String nonce,
            @Nullable String claims,
            @Nullable String dpopThumbprint,
            SignInMethod method,
            List<String> acrValues,
            List<String> amr,
            long authenticatedAt,
            @Nullable Long toldAuthenticatedAt,
            String purpose) {

        /** The claim {@code auth_time} (OpenID Connect Core 1.0 section 2), as {@link AuthenticationTimes} has it. */
        public Pairwise<Long> authTime() {
            return Pairwise.of(told());
        }

        /** When the client is told that it took place, in seconds: long ago, where nobody wrote it down. */
        public long told() {
            return toldAuthenticatedAt == null ? 0 : toldAuthenticatedAt;
        }

        @Override
        public String toString() {
            return "Details[…]";
        }
    }
}
