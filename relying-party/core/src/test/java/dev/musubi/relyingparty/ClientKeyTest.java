package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientKeyTest {

    @TempDir
    Path folder;

    @Test
    void whenThereIsNoKeyYetThenOneIsMadeForItsOwnerAlone() throws IOException {
        Path file = folder.resolve("keys/bank.jwk");
        ClientKey made = ClientKey.in(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(ClientKey.in(file).thumbprint()).isEqualTo(made.thumbprint());
        assertThat(made.publicKey().isPrivate()).isFalse();
        assertThat(made.toString()).doesNotContain("\"d\"");
    }

    @Test
    void whenAKeyIsNotOneOfOursThenItIsRefused() throws JOSEException, IOException {
        assertThatThrownBy(() -> ClientKey.of(new ECKeyGenerator(Curve.P_256).generate()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        ClientKey.of(new ECKeyGenerator(Curve.P_384).keyID("a").generate()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClientKey.of(
                        new ECKeyGenerator(Curve.P_256).keyID("a").generate().toPublicJWK()))
                .isInstanceOf(IllegalArgumentException.class);
        Files.writeString(folder.resolve("broken"), "{}");
        assertThatThrownBy(() -> ClientKey.in(folder.resolve("broken"))).isInstanceOf(IOException.class);
    }

    @Test
    void whenTheKeyIsRsaThenItSignsByPss() throws JOSEException, ParseException {
        ClientKey key = ClientKey.of(new RSAKeyGenerator(2048).keyID("rsa").generate());
        SignedJWT jwt = SignedJWT.parse(
                key.sign("JWT", new JWTClaimsSet.Builder().issuer("bank").build(), true));
        assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("PS256");
        assertThat(jwt.getHeader().getJWK().toJSONObject()).containsOnlyKeys("kty", "n", "e");
    }
}
