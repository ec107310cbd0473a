package dev.musubi.issuer.openid.keys;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.issuer.openid.client.ClientKeys;
import dev.musubi.issuer.openid.client.ClientRules;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.relyingparty.OutwardClaims;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Signs what the provider says (RFC 7515, RFC 7519), encrypts it where a client asked for that, and knows its own again. */
@Component
public class Signer {

    private final SigningKeys keys;
    private final Map<String, JWSSigner> signers = new ConcurrentHashMap<>();

    Signer(SigningKeys keys) {
        this.keys = keys;
    }

    /**
     * Signs claims for a relying party; {@code type} is the header {@code typ}, where the kind of token has one of its own.
     */
    public SignedJWT sign(JWSAlgorithm algorithm, @Nullable String type, OutwardClaims claims) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
        claims.json().forEach(set::claim);
        JWK key = keys.signingBy(algorithm);
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .keyID(key.getKeyID())
                        .type(type == null ? null : new JOSEObjectType(type))
                        .build(),
                set.build());
        try {
            jwt.sign(signers.computeIfAbsent(key.getKeyID(), id -> signer(key)));
            return jwt;
        } catch (JOSEException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }

    /** A signed token as it goes to a client: as it is, or encrypted to a key of the client's. */
    public String forClient(
            OpenIdClient client,
            SignedJWT signed,
            @Nullable JWEAlgorithm algorithm,
            @Nullable EncryptionMethod method) {
        if (algorithm == null) {
            return signed.serialize();
        }
        EncryptionMethod content = method == null ? EncryptionMethod.A128CBC_HS256 : method;
        JWK key = ClientKeys.forEncryption(client.metadata(), algorithm)
                .orElseThrow(() -> new IllegalStateException("a client registered encryption without a key for it"));
        JWEObject encrypted = new JWEObject(
                new JWEHeader.Builder(algorithm, content)
                        .contentType("JWT")
                        .keyID(key.getKeyID())
                        .build(),
                new Payload(signed));
        try {
            encrypted.encrypt(
                    key instanceof RSAKey rsa ? new RSAEncrypter(rsa) : new ECDHEncrypter(((ECKey) key).toPublicJWK()));
            return encrypted.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("encryption to a client's key failed", e);
        }
    }

    /** The claims of a token, if its signature is ours. Its dates are not looked at: an old ID token is a good hint. */
    public Optional<JWTClaimsSet> own(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWK key = keys.published().getKeyByKeyId(jwt.getHeader().getKeyID());
            if (key == null || !ClientRules.SIGNATURES.contains(jwt.getHeader().getAlgorithm())) {
                return Optional.empty();
            }
            JWSVerifier verifier = key instanceof ECKey ec ? new ECDSAVerifier(ec) : new RSASSAVerifier((RSAKey) key);
            return jwt.verify(verifier) ? Optional.of(jwt.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException | JOSEException notOurs) {
            return Optional.empty();
        }
    }

    private static JWSSigner signer(JWK key) {
        try {
            return key instanceof ECKey ec ? new ECDSASigner(ec) : new RSASSASigner((RSAKey) key);
        } catch (JOSEException e) {
            throw new IllegalStateException("a signing key is not usable", e);
        }
    }
}
