package dev.musubi.issuer.openid.client;

import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import dev.musubi.issuer.message.Message;
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
 * @param purposeEn the same in English
 */
public record OpenIdClient(
        String id,
        RelyingParty party,
        ClientProfile profile,
        OIDCClientMetadata metadata,
        boolean pkceOptional,
        @Nullable String purpose,
        @Nullable String purposeEn) {

    private static final Message PROOFING = new Message("本人確認", "To establish who you are", "本人（ほんにん）か 確（たし）かめるため");

    /** The purpose as it is agreed to, and stands in records. */
    public String purposeOrDefault() {
        return purposeWords().japanese();
    }

    /** The same as holders read it. */
    public Message purposeWords() {
        return purpose == null ? PROOFING : new Message(purpose, purposeEn == null ? purpose : purposeEn);
    }

    /** What a purpose in a record reads like where no client says more of it. */
    static Message wordsOf(String purpose) {
        return purpose.equals(PROOFING.japanese()) ? PROOFING : new Message(purpose, purpose);
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

    /** True if it may have tokens in its own name, without a holder (RFC 6749 section 4.4). */
    public boolean actsForItself() {
        return metadata.getGrantTypes() != null && metadata.getGrantTypes().contains(GrantType.CLIENT_CREDENTIALS);
    }
}
