package dev.musubi.issuer.openid.client;

import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import dev.musubi.issuer.outbound.AddressRules;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The addresses in the registration of a client that nobody has verified. None may be of a private, local or otherwise
 * special network: those that the issuer calls would let a stranger reach what only the issuer can, and a person sent to
 * one by a page of ours is no better off. Only what the browser alone is sent to may be the browser's own machine, where
 * native programs listen (RFC 8252 section 7.3).
 */
@Component
final class ClientAddresses {

    /** The networks an operator opened are for peers the operator knows, and not for whoever registers. */
    private static final AddressRules RULES = AddressRules.strict();

    /** What is wrong with the addresses of a registration, as every call outward would find it. */
    Optional<Fault> fault(OIDCClientMetadata metadata) {
        for (URI uri : all(metadata.getRedirectionURIs())) {
            Optional<String> refusal = refusal(uri, true);
            if (refusal.isPresent()) {
                return refusal.map(why -> Fault.redirectUri("redirect_uris: " + why));
            }
        }
        for (URI uri : all(metadata.getPostLogoutRedirectionURIs())) {
            Optional<String> refusal = refusal(uri, true);
            if (refusal.isPresent()) {
                return refusal.map(why -> Fault.metadata("post_logout_redirect_uris: " + why));
            }
        }
        Map<String, @Nullable URI> others = new TreeMap<>();
        others.put("backchannel_logout_uri", metadata.getBackChannelLogoutURI());
        others.put("frontchannel_logout_uri", metadata.getFrontChannelLogoutURI());
        others.put("jwks_uri", metadata.getJWKSetURI());
        others.put("sector_identifier_uri", metadata.getSectorIDURI());
        others.put("initiate_login_uri", metadata.getInitiateLoginURI());
        others.put("client_uri", metadata.getURI());
        others.put("logo_uri", metadata.getLogoURI());
        others.put("policy_uri", metadata.getPolicyURI());
        others.put("tos_uri", metadata.getTermsOfServiceURI());
        for (Map.Entry<String, @Nullable URI> each : others.entrySet()) {
            Optional<String> refusal = refusal(each.getValue(), false);
            if (refusal.isPresent()) {
                return refusal.map(why -> Fault.metadata(each.getKey() + ": " + why));
            }
        }
        return Optional.empty();
    }

    private Optional<String> refusal(@Nullable URI uri, boolean browserAlone) {
        return uri == null || (browserAlone && ClientRules.isLoopback(uri))
                ? Optional.empty()
                // Faults end with a full stop of their own.
                : RULES.ofWritten(uri).map(refusal -> refusal.sentence().replaceFirst("[.]$", ""));
    }

    private static List<URI> all(@Nullable Collection<URI> uris) {
        return uris == null ? List.of() : new ArrayList<>(uris);
    }
}
