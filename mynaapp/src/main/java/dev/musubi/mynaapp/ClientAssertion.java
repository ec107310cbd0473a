package dev.musubi.mynaapp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;

/** Says who the client is (RFC 7523): for the token endpoint only, for a minute, each with an id of its own. */
final class ClientAssertion {

    private ClientAssertion() {}

    static String of(Registration registration, Instant now) {
        JWK key = registration.assertionKey();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(registration.clientId())
                .subject(registration.clientId())
                .audience(registration.token().toString())
                .jwtID(Secrets.random())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Dialect.ASSERTION_LIFE)))
                .build();
        JWSAlgorithm algorithm = key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
        SignedJWT assertion = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build(),
                claims);
        try {
            assertion.sign(signer(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the assertion key does not sign", e);
        }
        return assertion.serialize();
    }

    private static JWSSigner signer(JWK key) throws JOSEException {
        return key instanceof RSAKey ? new RSASSASigner(key.toRSAKey()) : new ECDSASigner(key.toECKey());
    }
}
