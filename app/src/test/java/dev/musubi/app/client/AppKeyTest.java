package dev.musubi.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Proofs of possession, checked by the JDK's own ECDSA and nothing of ours. */
class AppKeyTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final URI ADDRESS = URI.create("https://issuer.example/v1/holder/private-id?x=1");

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static boolean verifies(String proof) throws GeneralSecurityException {
        String[] parts = proof.split("\\.", -1);
        JsonNode jwk = JSON.readTree(decoded(parts[0])).path("jwk");
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(
                        new ECPoint(
                                new BigInteger(1, decoded(jwk.path("x").asString())),
                                new BigInteger(1, decoded(jwk.path("y").asString()))),
                        parameters.getParameterSpec(ECParameterSpec.class))));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(decoded(parts[2]));
    }

    @Test
    void whenAProofIsMadeThenItIsForOneRequestAndOneToken() throws GeneralSecurityException {
        AppKey key = AppKey.generate();
        String proof = key.proof("GET", ADDRESS, "a-nonce", "a-token");
        assertThat(verifies(proof)).isTrue();
        JsonNode header = JSON.readTree(decoded(proof.split("\\.", -1)[0]));
        assertThat(header.path("typ").asString()).isEqualTo("dpop+jwt");
        assertThat(header.path("alg").asString()).isEqualTo("ES256");
        assertThat(header.path("jwk").has("d")).as("the private key").isFalse();
        JsonNode claims = JSON.readTree(decoded(proof.split("\\.", -1)[1]));
        assertThat(claims.path("htm").asString()).isEqualTo("GET");
        assertThat(claims.path("htu").asString()).isEqualTo("https://issuer.example/v1/holder/private-id");
        assertThat(claims.path("nonce").asString()).isEqualTo("a-nonce");
        assertThat(decoded(claims.path("ath").asString()))
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest("a-token".getBytes(StandardCharsets.US_ASCII)));
        assertThat(claims.path("jti").asString())
                .isNotEqualTo(JSON.readTree(
                                decoded(key.proof("GET", ADDRESS, null, null).split("\\.", -1)[1]))
                        .path("jti")
                        .asString());
    }

    @Test
    void whenAKeyWasKeptThenItIsTheSame() throws GeneralSecurityException {
        for (int i = 0; i < 50; i++) {
            AppKey key = AppKey.generate();
            AppKey again = AppKey.of(JSON.valueToTree(key.kept()));
            assertThat(again.thumbprint()).isEqualTo(key.thumbprint());
            assertThat(verifies(again.proof("POST", ADDRESS, null, null))).isTrue();
            assertThat(key.toString()).doesNotContain(String.valueOf(key.kept().get("d")));
        }
    }

    @Test
    void whenTheThumbprintIsTakenThenItIsThatOfRfc7638() {
        Map<String, String> kept = AppKey.generate().kept();
        String canonical =
                "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + kept.get("x") + "\",\"y\":\"" + kept.get("y") + "\"}";
        assertThat(AppKey.of(JSON.valueToTree(kept)).thumbprint()).isEqualTo(sha256(canonical));
    }

    private static String sha256(String text) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whenItIsNoKeyThenItIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> AppKey.of(JSON.createObjectNode()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AppKey.of(JSON.valueToTree(Map.of("d", "AA", "x", "AA", "y", "AA"))));
    }
}
