package dev.musubi.mynaapp;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.net.URI;

/**
 * As what a service is registered with the app's server. There is no default host: whoever means the agency's says so.
 *
 * @param issuer the realm, such as {@code https://op.example/api/realms/name}; https, no query, no slash at its end
 * @param signTransactions where signatures are asked for; https
 * @param clientId letters and digits, at most 255
 * @param redirectUri where the browser comes back to, to the letter as registered; https, at most 255 characters
 * @param assertionKey the private key of client assertions: RSA for RS256, P-256 for ES256; with a {@code kid}. It is another
 *     key than the one the evidence is sealed for
 */
public record Registration(URI issuer, URI signTransactions, String clientId, URI redirectUri, JWK assertionKey) {

    private static final int LEAST_RSA_BITS = 2048;

    /** Checks the forms. */
    public Registration {
        requireHttps(issuer);
        requireHttps(signTransactions);
        requireHttps(redirectUri);
        if (issuer.getRawQuery() != null || issuer.toString().endsWith("/")) {
            throw new IllegalArgumentException("an issuer has no query and no slash at its end");
        }
        if (!clientId.matches(Wire.CLIENT_ID_FORM)) {
            throw new IllegalArgumentException("a client id is 1 to 255 letters and digits");
        }
        if (redirectUri.toString().length() > Wire.LONGEST_PARAMETER) {
            throw new IllegalArgumentException("a redirect URI has at most 255 characters");
        }
        if (!assertionKey.isPrivate() || assertionKey.getKeyID() == null || !fits(assertionKey)) {
            throw new IllegalArgumentException("a private RSA key of 2048 bits or more, or P-256 key, with a kid");
        }
    }

    private static boolean fits(JWK key) {
        return key instanceof RSAKey
                ? key.size() >= LEAST_RSA_BITS
                : key instanceof ECKey ec && com.nimbusds.jose.jwk.Curve.P_256.equals(ec.getCurve());
    }

    private static void requireHttps(URI uri) {
        if (!"https".equals(uri.getScheme())
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("an https address with a host and no fragment is needed");
        }
    }

    URI authorization() {
        return URI.create(issuer + Wire.AUTHORIZATION);
    }

    URI token() {
        return URI.create(issuer + Wire.TOKEN);
    }

    URI certs() {
        return URI.create(issuer + Wire.CERTS);
    }

    URI result(java.util.UUID transaction) {
        return URI.create(signTransactions + "/" + transaction + Wire.RESULT);
    }

    @Override
    public String toString() {
        return "Registration[" + clientId + "]";
    }
}
