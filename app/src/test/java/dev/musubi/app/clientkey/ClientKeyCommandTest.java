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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** The same with what has to be said each time. */
    private int make(String name) {
        return run(name, "--origin", "https://bank.example", "--law", "JP_AML", "--folder", folder.toString());
    }

    private String saidText() {
        return said.toString(StandardCharsets.UTF_8);
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
        assertThat(make("bank")).isZero();
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
    void whenKeysAreMadeThenTheirPublicHalvesAreFilesToo() throws Exception {
        assertThat(make("bank")).isZero();
        assertThat(JSON.readTree(Files.readString(folder.resolve("bank.jwks.json"))))
                .isEqualTo(told().get(1).at("/metadata/jwks"));
        assertThat(Files.readString(folder.resolve("bank.pem")))
                .isEqualTo(told().get(0).get("certificate").asString());
        for (String file : List.of("bank.jwk", "bank.jwks.json", "bank.p12", "bank.pem")) {
            assertThat(saidText()).contains(folder.resolve(file) + "  ");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(4);
        }
    }

    @Test
    void whenAKeyIsThereThenItStays() throws Exception {
        assertThat(make("bank")).isZero();
        String before = Files.readString(folder.resolve("bank.jwk"));
        assertThat(make("bank")).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("never overwritten");
        Files.delete(folder.resolve("bank.p12"));
        assertThat(make("bank")).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("bank.jwk"))).isEqualTo(before);
        assertThat(folder.resolve("bank.p12")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bank.jwk", "bank.jwks.json", "bank.p12", "bank.pem"})
    void whenOneOfItsFilesIsThereThenNothingIsMade(String file) throws Exception {
        Files.writeString(folder.resolve(file), "mine");
        assertThat(make("bank")).isEqualTo(2);
        assertThat(Files.readString(folder.resolve(file))).isEqualTo("mine");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bank --law JP_AML                                        | origin_missing: add --origin
            bank --law JP_AML --origin http://bank.example           | origin_malformed:
            bank --law JP_AML --origin https://bank.example/         | origin_malformed:
            bank --law JP_AML --origin bank.example                  | origin_malformed:
            bank --origin https://bank.example                       | law_missing: add --law
            bank --origin https://bank.example --law JP_AML2         | law_unknown: the laws are JP_AML, JP_MPIUPA,
            """)
    void whenOriginOrLawIsMissingOrWrongThenItSaysWhatToAddAndMakesNothing(String line, String says) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(line.split(" ", -1)));
        arguments.addAll(List.of("--folder", folder.toString()));
        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);
        assertThat(saidText()).contains(says).contains("musubi client-key NAME");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    /** The laws are those of the operators' interface, each and no other. */
    @Test
    void whenALawIsNamedThenItIsOneTheIssuerTakes() throws Exception {
        String described = Files.readString(Path.of("../issuer/src/main/resources/static/openapi/operators.yaml"));
        Matcher laws = Pattern.compile("enum: \\[(JP_AML[^]]*)]").matcher(described);
        assertThat(laws.find()).isTrue();
        for (String law : laws.group(1).split(", ", -1)) {
            String name = "party-" + law.toLowerCase(Locale.ROOT).replace('_', '-');
            assertThat(run(
                            name,
                            "--origin",
                            "https://localhost:9443",
                            "--law",
                            law.toLowerCase(Locale.ROOT),
                            "--folder",
                            folder.toString()))
                    .isZero();
            assertThat(told().get(0).get("law").asString()).isEqualTo(law);
        }
        assertThat(run("bank", "--origin", "https://bank.example", "--law", "OTHER"))
                .isEqualTo(2);
        assertThat(saidText()).contains("law_unknown: the laws are " + laws.group(1) + "\n");
    }

    /** What stands in a guide makes what its next lines use. */
    @ParameterizedTest
    @CsvSource({
        "accept-private-ids.md, bank, JP_AML",
        "register-relying-party.md, my-telco, JP_MPIUPA",
        "register-client.md, my-telco, JP_MPIUPA"
    })
    void whenTheGuidesLineIsRunThenItMakesTheFilesTheGuideUses(String guide, String name, String law) throws Exception {
        String text = Files.readString(Path.of("../docs/how-to", guide));
        Matcher line = Pattern.compile("\\./musubi client-key ([^`\n]+)").matcher(text);
        assertThat(line.find()).isTrue();
        List<String> arguments = new ArrayList<>(List.of(line.group(1).strip().split(" ", -1)));
        arguments.addAll(List.of("--folder", folder.toString()));
        assertThat(run(arguments.toArray(String[]::new))).isZero();
        assertThat(told().get(0).get("id").asString()).isEqualTo(name);
        assertThat(told().get(0).get("law").asString()).isEqualTo(law);
        Matcher files = Pattern.compile("\\b" + name + "\\.(jwks\\.json|jwk|p12|pem)\\b")
                .matcher(text);
        int used = 0;
        while (files.find()) {
            assertThat(folder.resolve(files.group())).exists();
            used++;
        }
        assertThat(used).isPositive();
        if (text.contains("musubi.relying-party.law=")) {
            assertThat(text).contains("musubi.relying-party.law=" + law);
            assertThat(text)
                    .contains(told().get(1).at("/metadata/redirect_uris/0").asString());
        }
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
