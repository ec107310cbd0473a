package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import dev.musubi.relyingparty.fixture.TestPersons;
import dev.musubi.relyingparty.fixture.TestProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The raw exchange in Python, PHP and Go, run as it stands: it signs a holder in, and believes nothing that does not hold. */
class RawExchangeTest extends RelyingPartyTest {

    private List<String> sample(String language) throws Exception {
        String path = switch (language) {
            case "php" -> "raw-php/sign_in.php";
            case "go" -> "raw-go/sign_in.go";
            default -> "raw-python/sign_in.py";
        };
        String file =
                Path.of("../../examples", path).toAbsolutePath().normalize().toString();
        if (!language.equals("go")) {
            return List.of(language, file);
        }
        // Built first, because "go run" says something of its own where a program fails.
        String program = folder.resolve("sign_in").toString();
        Process build = new ProcessBuilder("go", "build", "-o", program, file)
                .redirectErrorStream(true)
                .start();
        String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(build.waitFor()).as(said).isZero();
        return List.of(program);
    }

    /** Where nobody would notice, a sample may be left out for want of its language; not in continuous integration. */
    private static void need(String language) throws InterruptedException {
        assumeTrue(
                "true".equals(System.getenv("CI"))
                        || (isThere(language, language.equals("go") ? "version" : "--version")
                                && isThere("openssl", "version")),
                language + " and openssl are needed");
    }

    @BeforeEach
    void makeTheKeyAsTheSamplesSay() throws Exception {
        Process process = new ProcessBuilder(
                        "openssl",
                        "genpkey",
                        "-algorithm",
                        "EC",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-out",
                        "client.pem")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(process.waitFor()).isZero();
    }

    /** Registers what the sample itself prints, as its readers do, and that shows the public half alone. */
    private JWK registerWhatItPrints(String language) throws Exception {
        List<String> command = new ArrayList<>(sample(language));
        command.add("jwks");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("errors")))
                .isZero();
        List<JWK> keys = JWKSet.parse(printed).getKeys();
        assertThat(keys).hasSize(1);
        provider.register(keys.get(0));
        return keys.get(0);
    }

    private static boolean isThere(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** Runs it, with the test for a browser; what it says last. */
    private String run(String language) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(sample(language)).directory(folder.toFile());
        builder.environment()
                .putAll(Map.of(
                        "ISSUER",
                        provider.issuer(),
                        "CLIENT_ID",
                        TestProvider.CLIENT,
                        "REDIRECT_URI",
                        REDIRECT,
                        "AUTHORITIES",
                        provider.pem().toString(),
                        "PYTHONIOENCODING",
                        "utf-8"));
        builder.redirectError(folder.resolve("errors").toFile());
        Process process = builder.start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
            String line = String.valueOf(out.readLine());
            if (!line.startsWith("open: ")) {
                return line + Files.readString(folder.resolve("errors"));
            }
            Map<String, List<String>> answer = through(URI.create(line.substring("open: ".length())));
            StringBuilder back = new StringBuilder(REDIRECT + "?");
            answer.forEach((name, values) ->
                    back.append(Transport.form(Map.of(name, values.get(0)))).append('&'));
            in.write(back.substring(0, back.length() - 1) + "\n");
            in.flush();
            String last = String.valueOf(out.readLine());
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return last + Files.readString(folder.resolve("errors"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"python3", "php", "go"})
    void whenTheKeyIsPrintedThenItIsThePublicHalfUnderItsThumbprint(String language) throws Exception {
        need(language);
        JWK printed = registerWhatItPrints(language);
        assertThat(printed.isPrivate()).isFalse();
        assertThat(printed.getKeyID()).isEqualTo(printed.computeThumbprint().toString());
        assertThat(printed.getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(printed.getKeyUse()).isEqualTo(KeyUse.SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"python3", "php", "go"})
    void whenItIsRunThenAHolderIsSignedInWithPersonAndStanding(String language) throws Exception {
        need(language);
        registerWhatItPrints(language);
        Map<String, Object> told = Json.parse(run(language));
        assertThat(told.get("sub")).isEqualTo(TestProvider.SUBJECT);
        assertThat(Json.text(Json.object(told, "standing"), "state")).isEqualTo("ACTIVE");
        assertThat(Json.text(Json.object(told, "person"), "name")).isEqualTo(TestPersons.NAME);
        assertThat(provider.noncesWanted).hasValueGreaterThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"python3", "php", "go"})
    void whenSomethingDoesNotHoldThenNobodyIsSignedIn(String language) throws Exception {
        need(language);
        registerWhatItPrints(language);
        provider.idToken = claims -> claims.audience("telco");
        assertThat(run(language)).isEqualTo("not signed in: token_audience");
        provider.idToken = claims -> claims.claim("nonce", "another");
        assertThat(run(language)).isEqualTo("not signed in: token_nonce");
        provider.idToken =
                claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(120)));
        assertThat(run(language)).isEqualTo("not signed in: token_expired");
        provider.idToken = claims -> claims.issueTime(Date.from(Instant.now().plusSeconds(120)));
        assertThat(run(language)).isEqualTo("not signed in: token_future");
        provider.idToken = claims -> {};
        provider.signedIdToken = token ->
                token.substring(0, token.lastIndexOf('.') + 1) + token.substring(token.lastIndexOf('.') + 2) + "A";
        assertThat(run(language)).isEqualTo("not signed in: token_signature");
        provider.signedIdToken = token -> token;
        provider.userInfo = told -> told.put("sub", "another");
        assertThat(run(language)).isEqualTo("not signed in: answer_subject");
        provider.userInfo = told -> {};
        provider.standing = TestProvider.standing("REISSUE_REQUIRED", true);
        assertThat(run(language)).isEqualTo("not signed in: standing");
        provider.answer =
                parameters -> Map.of("iss", "https://evil.example", "state", parameters.get("state"), "code", "x");
        assertThat(run(language)).isEqualTo("not signed in: answer_issuer");
        provider.metadata = all -> all.put("issuer", "https://evil.example");
        assertThat(run(language)).isEqualTo("not signed in: metadata");
    }
}
