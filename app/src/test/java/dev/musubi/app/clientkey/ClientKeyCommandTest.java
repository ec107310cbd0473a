package dev.musubi.app.clientkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ClientKeyCommandTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int run(String... arguments) {
        said.reset();
        return new ClientKeyCommand(() -> NOW, new PrintStream(said, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
    }

    private List<JsonNode> told() {
        return said.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(JSON::readTree)
                .toList();
    }

    @Test
    void whenKeysAreMadeThenTheyFitWhatIsHandedOverAndOnlyTheirOwnerReadsThem() throws Exception {
        assertThat(run("bank", "--origin", "https://bank.example", "--law", "JP_AML", "--folder", folder.toString()))
                .isZero();
        JsonNode key = JSON.readTree(Files.readString(folder.resolve("bank.jwk")));
        JsonNode party = told().get(0);
        JsonNode client = told().get(1);
        assertThat(party.get("law").asString()).isEqualTo("JP_AML");
        JsonNode registered = client.at("/metadata/jwks/keys/0");
        for (String member : List.of("kty", "crv", "kid", "alg", "x", "y")) {
            assertThat(registered.get(member)).as(member).isEqualTo(key.get(member));
        }
        assertThat(registered.has("d")).isFalse();
        assertThat(Base64.getUrlDecoder().decode(key.get("d").asString())).hasSize(32);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .doesNotContain(key.get("d").asString());
        assertThat(client.at("/metadata/redirect_uris/0").asString()).isEqualTo("https://bank.example/musubi/callback");

        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("bank.p12"))) {
            store.load(in, "changeit".toCharArray());
        }
        assertThat(store.getKey("bank", "changeit".toCharArray())).isNotNull();
        assertThat(store.getCertificate("bank"))
                .isEqualTo(CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(
                                party.get("certificate").asString().getBytes(StandardCharsets.US_ASCII))));
        for (String file : List.of("bank.jwk", "bank.p12")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void whenAKeyIsThereThenItStays() throws Exception {
        assertThat(run("bank", "--folder", folder.toString())).isZero();
        String before = Files.readString(folder.resolve("bank.jwk"));
        assertThat(run("bank", "--folder", folder.toString())).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("never overwritten");
        Files.delete(folder.resolve("bank.p12"));
        assertThat(run("bank", "--folder", folder.toString())).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("bank.jwk"))).isEqualTo(before);
        assertThat(folder.resolve("bank.p12")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bank", "../bank", "-bank", "bank two", "bank --folder", "bank --colour red"})
    void whenItIsNotAskedForRightlyThenTheUsageIsSaidAndNothingIsMade(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("musubi client-key NAME");
    }

    @Test
    void whenACoordinateBeginsWithZerosThenItHasItsFullLength() {
        assertThat(Base64.getUrlDecoder().decode(ClientKeys.coordinate(BigInteger.ONE)))
                .hasSize(32)
                .endsWith(1);
        assertThat(Base64.getUrlDecoder()
                        .decode(ClientKeys.coordinate(BigInteger.TWO.pow(256).subtract(BigInteger.ONE))))
                .hasSize(32);
    }
}
