package dev.musubi.issuer.signals.web;

import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.signals.Delivery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /.well-known/ssf-configuration}: what the transmitter is and can do (Shared Signals Framework 1.0 section 7). */
@RestController
final class TransmitterMetadata {

    private static final Map<String, String> ENDPOINTS = Map.of(
            "configuration_endpoint", "/signals/streams",
            "status_endpoint", "/signals/status",
            "add_subject_endpoint", "/signals/subjects/add",
            "remove_subject_endpoint", "/signals/subjects/remove",
            "verification_endpoint", "/signals/verification");

    private final OpenIdSettings settings;

    TransmitterMetadata(OpenIdSettings settings) {
        this.settings = settings;
    }

    @GetMapping("/.well-known/ssf-configuration")
    ResponseEntity<String> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("spec_version", "1_0");
        metadata.put("issuer", settings.issuer().toString());
        metadata.put("jwks_uri", at("/openid/jwks"));
        metadata.put("delivery_methods_supported", List.of(Delivery.Push.METHOD, Delivery.Poll.METHOD));
        Map<String, Object> aliases = new LinkedHashMap<>();
        ENDPOINTS.forEach((name, path) -> {
            metadata.put(name, at(path));
            aliases.put(name, settings.mutualTls() + path);
        });
        // Where client certificates count, in the manner of RFC 8705 section 5.
        metadata.put("mtls_endpoint_aliases", aliases);
        metadata.put("authorization_schemes", List.of(Map.of("spec_urn", "urn:ietf:rfc:6749")));
        // Nobody is watched who did not agree to it, and none without being asked for.
        metadata.put("default_subjects", "NONE");
        return SignalAnswers.json(200, metadata);
    }

    private String at(String path) {
        return settings.issuer() + path;
    }
}
