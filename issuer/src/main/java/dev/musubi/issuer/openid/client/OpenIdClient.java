package dev.musubi.issuer.openid.client;

import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import dev.musubi.issuer.relyingparty.RelyingParty;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A client of the provider: a relying party, and how it speaks.
 *
 * @param id the client identifier
 * @param party whose client it is: name, sector, law
 * @param profile how strictly it speaks
 * @param metadata what it registered (OpenID Connect Dynamic Client Registration 1.0 section 2), without a secret
 * @param pkceOptional true where an operator allowed a confidential client to leave PKCE out
 * @param purpose what it asks for attributes for, in the words its holders see
 */
public record OpenIdClient(
        String id,
        RelyingParty party,
        ClientProfile profile,
        OIDCClientMetadata metadata,
        boolean pkceOptional,
        @Nullable String purpose) {

    /** The purpose as holders see it. */
    public String purposeOrDefault() {
        return purpose == null ? "本人確認" : purpose;
    }

    /** True if this redirect URI is registered. */
    public boolean redirectsTo(URI uri) {
        return ClientRules.isOneOf(metadata.getRedirectionURIs(), uri, metadata);
    }

    /** True if a browser may be sent there after a sign-out. */
    public boolean leadsOnTo(URI uri) {
        return ClientRules.isOneOf(metadata.getPostLogoutRedirectionURIs(), uri, metadata);
    }

    /** True if its access tokens must be bound to a key by DPoP. */
    public boolean bindsByDpop() {
        return metadata.getDPoPBoundAccessTokens() || (profile.fapi() && !bindsByCertificate());
    }

    /** True if its access tokens must be bound to its TLS certificate. */
    public boolean bindsByCertificate() {
        return metadata.getTLSClientCertificateBoundAccessTokens();
    }

    /** True if it may have refresh tokens. */
    public boolean refreshes() {
        return metadata.getGrantTypes() != null && metadata.getGrantTypes().contains(GrantType.REFRESH_TOKEN);
    }
}
