package dev.musubi.sandbox.mynaapp;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.musubi.mynaapp.Wire;
import dev.musubi.sandbox.problem.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A service that uses the app.
 *
 * @param id its client id
 * @param name what the app shows
 * @param redirectUris where browsers may be sent back to, to the letter
 * @param assertionKeys the public keys of its assertions
 * @param encryptionKey the signature verifier's public key that its results are sealed for; null for a service that only signs people in
 */
record Client(
        String id,
        String name,
        List<String> redirectUris,
        JWKSet assertionKeys,
        @Nullable JWK encryptionKey) {

    private static final int LONGEST_NAME = 100;
    private static final int MOST_URIS = 20;
    private static final int MOST_KEYS = 10;
    private static final int LEAST_BITS = 2048;

    /** A client as it is told: JSON of the control interface, and of the file. */
    record Form(
            @Nullable String name,
            @Nullable List<String> redirectUris,
            @Nullable Map<String, Object> jwks,
            @Nullable Map<String, Object> encryptionKey) {}

    static Client of(String id, Form form) {
        if (!id.matches(Wire.CLIENT_ID_FORM)) {
            throw Problem.malformed("A client id is 1 to 255 letters and digits.");
        }
        String name = form.name();
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
            throw Problem.malformed("A name is needed, of at most 100 characters.");
        }
        List<String> uris = form.redirectUris();
        if (uris == null
                || uris.isEmpty()
                || uris.size() > MOST_URIS
                || !uris.stream().allMatch(Client::isRedirect)) {
            throw Problem.malformed("redirectUris are 1 to 20 https addresses of at most 255 characters.");
        }
        if (form.jwks() == null) {
            throw Problem.malformed("jwks with the public keys of the assertions is needed.");
        }
        try {
            JWKSet keys = JWKSet.parse(form.jwks()).toPublicJWKSet();
            JWK encryption = form.encryptionKey() == null ? null : JWK.parse(form.encryptionKey());
            if (!areAssertionKeys(keys.getKeys()) || (encryption != null && !isEncryptionKey(encryption))) {
                throw Problem.malformed("Keys are RSA of 2048 bits or more, or P-256, each with a kid of its own.");
            }
            return new Client(id, name, List.copyOf(uris), keys, encryption == null ? null : encryption.toPublicJWK());
        } catch (ParseException e) {
            throw Problem.malformed("The keys are not JWKs.");
        }
    }

    private static boolean isRedirect(@Nullable String text) {
        if (text == null || text.length() > Wire.LONGEST_PARAMETER) {
            return false;
        }
        try {
            URI uri = new URI(text);
            return "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean areAssertionKeys(List<JWK> keys) {
        Set<String> ids = new HashSet<>();
        return !keys.isEmpty()
                && keys.size() <= MOST_KEYS
                && keys.stream().allMatch(each -> isKey(each, Set.of(Curve.P_256)) && ids.add(each.getKeyID()));
    }

    private static boolean isEncryptionKey(JWK key) {
        return isKey(key, Set.of(Curve.P_256, Curve.P_384));
    }

    private static boolean isKey(JWK key, Set<Curve> curves) {
        return key.getKeyID() != null
                && (key instanceof RSAKey
                        ? key.size() >= LEAST_BITS
                        : key instanceof ECKey ec && curves.contains(ec.getCurve()));
    }

    /** The host a person is told; the redirect URI is one of the registered. */
    static String host(String redirectUri) {
        URI uri = URI.create(redirectUri);
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /** As it is told back. */
    Form form() {
        return new Form(
                name,
                redirectUris,
                assertionKeys.toJSONObject(true),
                encryptionKey == null ? null : encryptionKey.toJSONObject());
    }
}
