package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.app.client.Browser;
import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.UnreachableException;
import dev.musubi.app.clientkey.ClientKeyCommand;
import dev.musubi.app.process.Site;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the guides tell a newcomer to type, typed: their lines run as they stand, against an issuer. Only places differ. */
class GuidesTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path FOLDER = Path.of("target", "guides").toAbsolutePath();
    private static final Path HOW_TO = Path.of("..", "docs", "how-to");
    private static final Path SAMPLE =
            Path.of("..", "examples", "raw-python").toAbsolutePath().normalize();

    private static World world;

    @BeforeAll
    static void begin() throws IOException {
        if (Files.exists(FOLDER)) {
            try (Stream<Path> before = Files.walk(FOLDER)) {
                for (Path each : before.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
        Files.createDirectories(FOLDER);
        world = World.begin("guides");
    }

    @AfterAll
    static void end() {
        if (world != null) {
            world.close();
        }
    }

    /** The block of a guide that has these words in it, without the indentation of its list. */
    private static String block(Path guide, String words) throws IOException {
        String[] parts = Files.readString(guide).split("```", -1);
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].contains(words)) {
                return parts[i].substring(parts[i].indexOf('\n') + 1)
                        .stripIndent()
                        .strip();
            }
        }
        throw new AssertionError(guide + " has no block with " + words);
    }

    /** Where the demonstration's things are here. */
    private static String here(String line) {
        return line.replace("../../.musubi", ".musubi")
                .replace(
                        ".musubi/demo/issuer/operator-token",
                        world.platform.operatorToken().toString())
                .replace(
                        ".musubi/demo/issuer/tls/server.pem",
                        world.platform.serverCertificate().toString())
                .replace("http://127.0.0.1:8445", world.platform.operatorsUri().toString())
                .replace(
                        "https://localhost:8444",
                        world.platform.relyingPartiesUri().toString())
                .replace("https://localhost:8443", world.platform.holdersUri().toString());
    }

    private static ProcessBuilder shell(Path folder, String line) {
        return new ProcessBuilder("bash", "-euo", "pipefail", "-c", here(line))
                .directory(folder.toFile())
                .redirectError(FOLDER.resolve("errors.log").toFile());
    }

    /** Types a block there; what it answers. */
    private static String type(Path folder, String line) throws IOException, InterruptedException {
        Process process = shell(folder, line).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(Files.readString(FOLDER.resolve("errors.log")))
                .isZero();
        return said;
    }

    private static void need(String... programs) throws IOException, InterruptedException {
        for (String each : programs) {
            try {
                Process process = new ProcessBuilder(each, each.equals("openssl") ? "version" : "--version")
                        .redirectErrorStream(true)
                        .start();
                process.getInputStream().readAllBytes();
                if (process.waitFor() == 0) {
                    continue;
                }
            } catch (IOException missing) {
                // Said below.
            }
            LeftOut.because("GuidesTest left out a guide: it needs " + each + ". Install: apt-get install " + each);
        }
    }

    /** Runs the guide's line of client-key; the two bodies it prints. */
    private static List<JsonNode> clientKey(Path guide, Path folder) throws IOException {
        String line = block(guide, "./musubi client-key ");
        List<String> arguments = new ArrayList<>(
                List.of(line.substring("./musubi client-key ".length()).split(" ", -1)));
        arguments.addAll(List.of("--folder", folder.toString()));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        assertThat(new ClientKeyCommand(InstantSource.system(), new PrintStream(said, true, StandardCharsets.UTF_8))
                        .run(arguments))
                .isZero();
        return said.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(each -> each.startsWith("{"))
                .map(JSON::readTree)
                .toList();
    }

    @Test
    void whenTheGuidesOfRegistrationAreFollowedThenTheRelyingPartyIsLetIn() throws Exception {
        need("jq", "curl");
        Path folder = Files.createDirectories(FOLDER.resolve("my-telco"));
        Path party = HOW_TO.resolve("register-relying-party.md");
        Path client = HOW_TO.resolve("register-client.md");
        assertThat(block(client, "./musubi client-key")).isEqualTo(block(party, "./musubi client-key"));
        List<JsonNode> printed = clientKey(party, folder);

        JsonNode registered = JSON.readTree(type(folder, block(party, "--rawfile certificate")));
        assertThat(registered.path("id").asString()).isEqualTo("my-telco");
        assertThat(registered.path("law")).isEqualTo(printed.get(0).path("law"));

        // The guide's body is what was printed, to the letter; and it is taken.
        String put = block(client, "--slurpfile jwks");
        assertThat(JSON.readTree(type(folder, put.substring(0, put.indexOf("' |") + 1))))
                .isEqualTo(printed.get(1));
        JsonNode answer = JSON.readTree(type(folder, put));
        assertThat(answer.path("client_id").asString()).as(answer.toString()).isEqualTo("my-telco");

        JsonNode standing = JSON.readTree(type(folder, block(party, "/v1/standing/anybody")));
        assertThat(standing.path("code").asString()).isEqualTo("unknown_subject");
    }

    @Test
    void whenWhatClientKeyPrintsIsSentAsItIsThenTheRelyingPartyIsLetIn() throws Exception {
        need("curl");
        Path folder = Files.createDirectories(FOLDER.resolve("bank"));
        List<JsonNode> printed = clientKey(HOW_TO.resolve("accept-private-ids.md"), folder);
        world.operator()
                .send("POST", "/operator/relying-parties", JSON.convertValue(printed.get(0), Map.class))
                .expect(201);
        world.operator()
                .send("PUT", "/operator/openid-clients/bank", JSON.convertValue(printed.get(1), Map.class))
                .expect(200);
        String door = block(HOW_TO.resolve("register-relying-party.md"), "/v1/standing/anybody");
        JsonNode standing = JSON.readTree(type(folder, door.replace("my-telco", "bank")));
        assertThat(standing.path("code").asString()).isEqualTo("unknown_subject");
    }

    @Test
    void whenTheCertificateIsOpensslsThenItIsLetInByTheGuidesOtherWords() throws Exception {
        need("jq", "curl", "openssl");
        Path folder = Files.createDirectories(FOLDER.resolve("own"));
        Path party = HOW_TO.resolve("register-relying-party.md");
        type(folder, block(party, "openssl req"));
        String registration = block(party, "--rawfile certificate")
                .replace("my-telco.pem", "own.pem")
                .replace("my-telco", "own-telco");
        assertThat(JSON.readTree(type(folder, registration)).path("id").asString())
                .isEqualTo("own-telco");
        assertThat(Files.readString(party)).contains("`--cert own.pem --key own.key`");
        String door = block(party, "/v1/standing/anybody")
                .replace("--cert-type P12 --cert my-telco.p12:changeit", "--cert own.pem --key own.key");
        JsonNode standing = JSON.readTree(type(folder, door));
        assertThat(standing.path("code").asString()).isEqualTo("unknown_subject");
    }

    @Test
    void whenTheNodeSamplesReadmeIsFollowedThenItIsRegisteredBesideTheDemonstrationsOwn() throws Exception {
        need("jq", "curl");
        Path guide = Path.of("..", "examples", "node-openid-client", "README.md");
        Path folder = Files.createDirectories(FOLDER.resolve("node"));
        clientKey(HOW_TO.resolve("register-client.md"), folder);
        Files.copy(folder.resolve("my-telco.jwks.json"), folder.resolve("client.jwks.json"));
        String answers = type(folder, block(guide, "--slurpfile jwks"));
        assertThat(answers)
                .contains("\"client_id\":\"node-bank\"", "\"law\":\"JP_AML\"")
                .contains("https://localhost:3000/callback");
        // The issuer does not show where it tells of sign-outs; it is where the sample listens.
        assertThat(block(guide, "--slurpfile jwks"))
                .contains("backchannel_logout_uri: \"https://localhost:3000/back-channel-logout\"");
        assertThat(Files.readString(guide.resolveSibling("relying-party.js"))).contains("/back-channel-logout");
        String text = Files.readString(guide);
        assertThat(text).contains("law: \"JP_AML\"").contains("CLIENT_ID=node-bank");
        for (Site each : Site.values()) {
            assertThat(text).doesNotContain("CLIENT_ID=" + each.id() + " ").doesNotContain("id: \"" + each.id() + "\"");
        }
        // Where the demonstration's issuer reads at its start whom it trusts when it tells of sign-outs.
        Path trusted = world.platform.siteCertificate(Site.BANK).getParent();
        assertThat(text).contains(".musubi/demo/" + world.platform.data().relativize(trusted) + "/");
    }

    @Test
    void whenThePythonSamplesReadmeIsFollowedThenAHolderIsSignedIn() throws Exception {
        need("jq", "curl", "openssl", "python3");
        Path guide = SAMPLE.resolve("README.md");
        Path folder = Files.createDirectories(FOLDER.resolve("examples/raw-python"));
        Files.copy(SAMPLE.resolve("sign_in.py"), folder.resolve("sign_in.py"));
        assertThat(folder.resolve("sign_in.py").toFile().setExecutable(true)).isTrue();
        type(folder, block(guide, "jwks >client.jwks.json"));
        type(FOLDER, block(guide, "client.jwks.json '"));

        HolderApp app = world.holder(false);
        Browser browser = new Browser(List.of(world.platform.serverCertificate(), world.platform.mynaAppCertificate()));
        Process process = shell(folder, block(guide, "AUTHORITIES=")).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
            String open = String.valueOf(out.readLine());
            assertThat(open).as(Files.readString(FOLDER.resolve("errors.log"))).startsWith("open: ");
            browser.open(URI.create(open.substring("open: ".length())));
            new AtTheIssuer(world, app, browser).signIn();
            // Nobody answers at the address it goes back to; the browser shows it all the same.
            assertThatThrownBy(() -> browser.press("consent-allow")).isInstanceOf(UnreachableException.class);
            assertThat(browser.at().toString()).startsWith("https://bank.example/callback?");
            in.write(browser.at() + "\n");
            in.flush();
            String last = String.valueOf(out.readLine());
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(last).as(Files.readString(FOLDER.resolve("errors.log"))).startsWith("{");
            JsonNode told = JSON.readTree(last);
            assertThat(told.path("standing").path("state").asString()).isEqualTo("ACTIVE");
            assertThat(told.path("person").path("name").asString()).isNotBlank();
            assertThat(told.path("person").path("birthdate").asString()).isNotBlank();
        } finally {
            process.destroy();
        }
    }
}
