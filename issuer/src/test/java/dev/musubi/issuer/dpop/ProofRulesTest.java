package dev.musubi.issuer.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The checks of RFC 9449 section 4.3, each with a proof that fails it and nothing else. */
class ProofRulesTest {

    private static final URI ADDRESS = URI.create("https://issuer.example/openid/userinfo");
    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final String TOKEN = "an-access-token";

    private static ECKey key;

    @BeforeAll
    static void makeKey() throws JOSEException {
        key = new ECKeyGenerator(Curve.P_256).generate();
    }

    private static Optional<ProofRules.Good> check(SignedJWT proof) {
        return ProofRules.check(proof, "GET", ADDRESS, TOKEN) instanceof ProofRules.Good good
                ? Optional.of(good)
                : Optional.empty();
    }

    private static String why(SignedJWT proof) {
        return ProofRules.check(proof, "GET", ADDRESS, TOKEN) instanceof ProofRules.Bad(String why) ? why : "";
    }

    private static SignedJWT proof(Consumer<JWTClaimsSet.Builder> change) {
        return proof(JWSAlgorithm.ES256, "dpop+jwt", key.toPublicJWK(), signer(key), change);
    }

    private static SignedJWT proof(
            JWSAlgorithm algorithm,
            @Nullable String type,
            @Nullable JWK shown,
            JWSSigner signer,
            Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .jwtID("once")
                .claim("htm", "GET")
                .claim("htu", ADDRESS.toString())
                .claim("ath", hash(TOKEN))
                .claim("nonce", "a-nonce")
                .issueTime(Date.from(NOW));
        change.accept(claims);
        SignedJWT proof = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .type(type == null ? null : new JOSEObjectType(type))
                        .jwk(shown)
                        .build(),
                claims.build());
        try {
            proof.sign(signer);
            return SignedJWT.parse(proof.serialize());
        } catch (JOSEException | java.text.ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSSigner signer(ECKey by) {
        try {
            return new ECDSASigner(by);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hash(String token) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whenAProofIsAsItHasToBeThenItSaysWhoseKeyItIs() throws JOSEException {
        assertThat(check(proof(claims -> {})))
                .contains(new ProofRules.Good(key.computeThumbprint().toString(), "once", "a-nonce"));
        RSAKey rsa = new RSAKeyGenerator(2048).generate();
        assertThat(check(proof(JWSAlgorithm.PS256, "dpop+jwt", rsa.toPublicJWK(), new RSASSASigner(rsa), claims -> {})))
                .isPresent();
    }

    @Test
    void whenAClaimIsMissingOrAnotherThenItDoesNotHold() {
        List<Consumer<JWTClaimsSet.Builder>> changes = List.of(
                claims -> claims.jwtID(null),
                claims -> claims.jwtID(" "),
                claims -> claims.jwtID("x".repeat(201)),
                claims -> claims.claim("htm", null),
                claims -> claims.claim("htm", "POST"),
                claims -> claims.claim("htm", "get"),
                claims -> claims.claim("htu", null),
                claims -> claims.claim("htu", 7),
                claims -> claims.claim("htu", "https://issuer.example/openid/token"),
                claims -> claims.claim("ath", null),
                claims -> claims.claim("ath", hash("another token")),
                claims -> claims.issueTime(null),
                claims -> claims.claim("nonce", List.of("a-nonce")));
        for (Consumer<JWTClaimsSet.Builder> change : changes) {
            assertThat(check(proof(change))).isEmpty();
        }
    }

    private static Consumer<JWTClaimsSet.Builder> made(int secondsFromNow) {
        return claims -> claims.issueTime(Date.from(NOW.plus(Duration.ofSeconds(secondsFromNow))));
    }

    @Test
    void whenTheDevicesClockIsWrongThenAProofHoldsSinceItsNonceStandsForTheTime() {
        for (int seconds : new int[] {-86_400, -600, -301, 0, 61, 600, 86_400}) {
            assertThat(check(proof(made(seconds)))).as("%s s", seconds).isPresent();
        }
        assertThat(check(proof(claims -> claims.claim("iat", "yesterday")))).isEmpty();
    }

    @Test
    void whenACheckFailsThenItIsSaidWhichAndNothingIsQuoted() {
        assertThat(why(proof(claims -> claims.jwtID(null)))).contains("jti");
        assertThat(why(proof(claims -> claims.claim("htm", "POST")))).contains("htm");
        assertThat(why(proof(claims -> claims.claim("htu", "https://secret.example/"))))
                .contains("htu")
                .doesNotContain("secret");
        assertThat(why(proof(claims -> claims.claim("ath", hash("another token")))))
                .contains("ath");
        assertThat(why(proof(claims -> claims.issueTime(null)))).contains("iat");
        assertThat(why(proof(JWSAlgorithm.ES256, "JWT", key.toPublicJWK(), signer(key), claims -> {})))
                .contains("typ");
    }

    @Test
    void whenTheHeaderIsNotThatOfAProofThenItDoesNotHold() throws JOSEException {
        JWSSigner signer = signer(key);
        assertThat(check(proof(JWSAlgorithm.ES256, "JWT", key.toPublicJWK(), signer, claims -> {})))
                .isEmpty();
        assertThat(check(proof(JWSAlgorithm.ES256, null, key.toPublicJWK(), signer, claims -> {})))
                .isEmpty();
        assertThat(check(proof(JWSAlgorithm.ES256, "dpop+jwt", null, signer, claims -> {})))
                .isEmpty();
        RSAKey rsa = new RSAKeyGenerator(2048).generate();
        assertThat(check(proof(JWSAlgorithm.RS256, "dpop+jwt", rsa.toPublicJWK(), new RSASSASigner(rsa), claims -> {})))
                .isEmpty();
        RSAKey small = new RSAKeyGenerator(1024, true).generate();
        assertThat(check(proof(
                        JWSAlgorithm.PS256,
                        "dpop+jwt",
                        small.toPublicJWK(),
                        new RSASSASigner(small.toRSAPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())),
                        claims -> {})))
                .isEmpty();
        ECKey longer = new ECKeyGenerator(Curve.P_384).generate();
        assertThat(check(proof(
                        JWSAlgorithm.ES384, "dpop+jwt", longer.toPublicJWK(), new ECDSASigner(longer), claims -> {})))
                .isEmpty();
        byte[] secret = new byte[32];
        assertThat(check(proof(JWSAlgorithm.HS256, "dpop+jwt", key.toPublicJWK(), new MACSigner(secret), claims -> {})))
                .isEmpty();
    }

    @Test
    void whenAnotherKeySignedThenItDoesNotHold() throws JOSEException {
        ECKey other = new ECKeyGenerator(Curve.P_256).generate();
        assertThat(check(proof(JWSAlgorithm.ES256, "dpop+jwt", key.toPublicJWK(), signer(other), claims -> {})))
                .isEmpty();
        RSAKey rsa = new RSAKeyGenerator(2048).generate();
        assertThat(check(proof(JWSAlgorithm.ES256, "dpop+jwt", rsa.toPublicJWK(), signer(key), claims -> {})))
                .isEmpty();
    }

    @Test
    void whenTheSignatureIsChangedThenItDoesNotHold() throws java.text.ParseException {
        SignedJWT proof = proof(claims -> {});
        byte[] signature = proof.getSignature().decode();
        signature[10] ^= 1;
        Base64URL[] parts = proof.getParsedParts();
        assertThat(check(new SignedJWT(parts[0], parts[1], Base64URL.encode(signature))))
                .isEmpty();
    }
}
