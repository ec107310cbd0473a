package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.client.Browser;
import dev.musubi.app.client.HolderApp;
import dev.musubi.app.demo.Await;
import dev.musubi.app.demo.Cast;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients that nobody here wrote sign holders in, each unmodified and as a program of its own. */
class OutsideClientsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path FOLDER = Path.of("target", "outside-clients").toAbsolutePath();
    private static final Path SAMPLE =
            Path.of("..", "examples", "node-openid-client").toAbsolutePath().normalize();
    private static final Path GUIDE = Path.of("..", "docs", "how-to", "other-clients.md");
    private static final int OLDEST_NODE = 20;

    private static World world;
    private static OwnSite nodeSite;

    @BeforeAll
    static void begin() throws IOException {
        Files.createDirectories(FOLDER);
        nodeSite = OwnSite.in(FOLDER.resolve("node-site"));
        // Where the issuer tells of sign-outs; it reads whom it trusts when it starts.
        Path trusted = Files.createDirectories(FOLDER.resolve("trusted"));
        Files.write(trusted.resolve("node-site.pem"), Files.readAllBytes(nodeSite.certificate()));
        world = World.begin("outside-clients", "--musubi.relying-parties.trusted-servers=" + trusted);
    }

    @AfterAll
    static void end() {
        world.close();
    }

    /** A program under test, ended with the test. */
    private record Program(Process process, Path log) implements AutoCloseable {

        static Program start(String name, Map<String, String> environment, List<String> command) throws IOException {
            Path log = FOLDER.resolve(name + ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            return new Program(builder.start(), log);
        }

        /** Waits until something listens there. */
        void awaitAt(URI uri) {
            Await.until("something at " + uri, PATIENCE, () -> {
                assertThat(process.isAlive()).as(this::said).isTrue();
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 200);
                    return true;
                } catch (IOException notYet) {
                    return false;
                }
            });
        }

        private String said() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                return "its log cannot be read";
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    private static Browser browser(OwnSite site) {
        return new Browser(
                List.of(world.platform.serverCertificate(), world.platform.mynaAppCertificate(), site.certificate()));
    }

    private static HolderApp resident() {
        HolderApp app = new Cast(world.platform, world.sandbox).grownUp().orElseThrow();
        app.enrol(false).expect(201);
        return app;
    }

    private static void signIn(Browser browser, HolderApp app) {
        new AtTheIssuer(world, app, browser).signIn();
    }

    private static JsonNode register(String id, String law, Map<String, Object> client) {
        return register(Map.of("id", id, "name", "試験銀行", "sector", id, "law", law), client);
    }

    private static JsonNode register(Map<String, Object> party, Map<String, Object> client) {
        Object id = party.get("id");
        world.operator().send("POST", "/operator/relying-parties", party).expect(201);
        return world.operator()
                .send("PUT", "/operator/openid-clients/" + id, client)
                .expect(200)
                .body();
    }

    // Node with openid-client

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static void needNode() throws InterruptedException {
        try {
            String version = run(Path.of("."), "node", "--version").strip();
            if (Integer.parseInt(version.substring(1, version.indexOf('.'))) >= OLDEST_NODE) {
                run(Path.of("."), "npm", "--version");
                return;
            }
        } catch (IOException missing) {
            // Said below.
        }
        LeftOut.because(
                "OutsideClientsTest left out openid-client: it needs Node " + OLDEST_NODE
                        + " or later with npm. Install: apt-get install nodejs npm, and where that is older, npm install -g node@22");
    }

    private static Path sample() throws IOException, InterruptedException {
        Path copy = Files.createDirectories(FOLDER.resolve("node-openid-client"));
        for (String each : List.of("package.json", "package-lock.json", "make-key.js", "relying-party.js")) {
            Files.write(copy.resolve(each), Files.readAllBytes(SAMPLE.resolve(each)));
        }
        Files.deleteIfExists(copy.resolve("client.jwk"));
        run(copy, "npm", "ci", "--no-audit", "--no-fund", "--silent");
        return copy;
    }

    private static JsonNode facts(Browser browser) {
        return JsonMapper.shared().readTree(browser.exactText("facts"));
    }

    @Test
    void whenTheNodeSampleRunsThenItSignsAHolderInByFapiAndIsToldWhenTheIdNoLongerStands() throws Exception {
        needNode();
        Path folder = sample();
        OwnSite site = nodeSite;
        OwnSite party = OwnSite.in(FOLDER.resolve("node-party"));
        String keys = run(folder, "node", "make-key.js");
        register(
                Map.of(
                        "id",
                        "node-bank",
                        "name",
                        "試験銀行",
                        "sector",
                        "node-bank",
                        "law",
                        "JP_AML",
                        "certificate",
                        Files.readString(party.certificate())),
                Map.of(
                        "relying_party",
                        "node-bank",
                        "metadata",
                        Map.of(
                                "redirect_uris",
                                List.of(site.at("/callback")),
                                "post_logout_redirect_uris",
                                List.of(site.at("/")),
                                "backchannel_logout_uri",
                                site.at("/back-channel-logout"),
                                "backchannel_logout_session_required",
                                true,
                                "jwks",
                                JsonMapper.shared().readValue(keys, Map.class))));
        try (Program program = Program.start(
                "node-openid-client",
                Map.of(
                        "ISSUER", world.platform.holdersUri().toString(),
                        "CLIENT_ID", "node-bank",
                        "CLIENT_KEY", folder.resolve("client.jwk").toString(),
                        "SITE", site.uri().toString(),
                        "DOOR", world.platform.relyingPartiesUri().toString(),
                        "PARTY_KEY", party.key().toString(),
                        "PARTY_CERTIFICATE", party.certificate().toString(),
                        "SITE_KEY", site.key().toString(),
                        "SITE_CERTIFICATE", site.certificate().toString(),
                        "NODE_EXTRA_CA_CERTS",
                                world.platform.serverCertificate().toString()),
                List.of("node", folder.resolve("relying-party.js").toString()))) {
            program.awaitAt(site.uri());
            HolderApp app = resident();
            Browser browser = browser(site);
            browser.open(URI.create(site.at("/sign-in")));
            signIn(browser, app);
            browser.press("consent-allow", Map.of("remember", "1"));
            JsonNode in = facts(browser);
            assertThat(in.path("standing").path("state").asString()).isEqualTo("ACTIVE");
            JsonNode verified = in.path("verified_claims");
            assertThat(verified.path("verification").path("trust_framework").asString())
                    .isEqualTo("jp_aml");
            assertThat(verified.path("claims").path("name").asString()).isNotBlank();
            assertThat(verified.path("claims").path("address").path("formatted").asString())
                    .isNotBlank();

            // The catalogue decides, at the relying parties' door.
            browser.open(URI.create(site.at("/procedure")));
            assertThat(facts(browser).path("outcome").asString()).isIn("ACCEPT", "STEP_UP");
            assertThat(facts(browser).path("decision").asString()).isNotBlank();

            // A sign-out at the issuer reaches the site without the browser.
            browser.open(URI.create(world.platform.holdersUri() + "/home"));
            browser.press("sign-out");
            Await.until("the site is told", PATIENCE, () -> {
                browser.open(URI.create(site.at("/")));
                return facts(browser).path("sub").isMissingNode();
            });
            browser.open(URI.create(site.at("/sign-in")));
            signIn(browser, app);
            assertThat(facts(browser).path("sub")).isEqualTo(in.path("sub"));

            world.move(app, true);
            world.sandbox.publish();
            Await.until("noticed", PATIENCE, () -> app.state().text("state").equals("REISSUE_REQUIRED"));
            browser.open(URI.create(site.at("/sign-in?silently")));
            assertThat(facts(browser).path("error").asString()).isEqualTo("standing_not_met");
            assertThat(facts(browser).path("description").asString()).startsWith("REISSUE_REQUIRED:");

            // Asked again with pages, the issuer leads through the re-issue and back.
            browser.open(URI.create(site.at("/sign-in")));
            assertThat(browser.shows("todo")).isTrue();
            // The re-issue ends every earlier session: its signature begins the next.
            new AtTheIssuer(world, app, browser).reissue();
            // And with the sessions all that was granted in them: what may be told is asked anew.
            browser.press("consent-allow");
            assertThat(facts(browser).path("sub")).isEqualTo(in.path("sub"));
            assertThat(facts(browser).path("standing").path("generation").asInt())
                    .isEqualTo(2);

            // Signing out at the site signs out at the issuer too, and comes back.
            browser.press("sign-out");
            assertThat(browser.at()).isEqualTo(URI.create(site.at("/")));
            assertThat(facts(browser).path("sub").isMissingNode()).isTrue();
            browser.open(URI.create(site.at("/sign-in?silently")));
            assertThat(facts(browser).path("error").asString()).isEqualTo("login_required");
        }
    }

    // Spring Security

    private static Path trusting(Path certificate) throws IOException, GeneralSecurityException {
        Path file = FOLDER.resolve("trusted.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(certificate);
                OutputStream out = Files.newOutputStream(file)) {
            store.setCertificateEntry(
                    "issuer", CertificateFactory.getInstance("X.509").generateCertificate(in));
            store.store(out, "trusted".toCharArray());
        }
        return file;
    }

    /** A block of the guide. */
    private static String block(String language, String beginning) throws IOException {
        String start = "```" + language + "\n" + beginning;
        String guide = Files.readString(GUIDE);
        assertThat(guide).contains(start);
        String block = guide.substring(guide.indexOf(start) + 4 + language.length());
        return block.substring(0, block.indexOf("```"));
    }

    /** The guide's properties as they stand there, with the values of this place. */
    private static List<String> properties(String clientId, String secret) throws IOException {
        Map<String, String> here = Map.of(
                "shop", clientId,
                "…", secret,
                "https://id.example", world.platform.holdersUri().toString());
        Properties properties = new Properties();
        properties.load(
                new StringReader(block("properties", "spring.security.oauth2.client.registration.musubi.client-id")));
        assertThat(properties.values()).containsAll(here.keySet());
        List<String> settings = new ArrayList<>();
        properties.forEach((name, value) ->
                settings.add("--" + name + "=" + here.getOrDefault(value.toString(), value.toString())));
        return settings;
    }

    private static Program springSite(String id, OwnSite site, String classPath, String program) throws Exception {
        JsonNode registered = register(
                id,
                "NONE",
                Map.of(
                        "relying_party",
                        id,
                        "profile",
                        "BASIC",
                        "metadata",
                        Map.of(
                                "redirect_uris",
                                List.of(site.at("/login/oauth2/code/musubi")),
                                "token_endpoint_auth_method",
                                "client_secret_basic")));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djavax.net.ssl.trustStore=" + trusting(world.platform.serverCertificate()),
                "-Djavax.net.ssl.trustStorePassword=trusted",
                "-cp",
                classPath,
                program,
                "--server.port=" + site.uri().getPort(),
                "--server.ssl.certificate=" + site.certificate(),
                "--server.ssl.certificate-private-key=" + site.key()));
        command.addAll(properties(id, registered.path("client_secret").asString()));
        return Program.start(id, Map.of(), command);
    }

    private static void signsAHolderIn(OwnSite site) {
        HolderApp app = resident();
        Browser browser = browser(site);
        browser.open(URI.create(site.at("/")));
        signIn(browser, app);
        browser.press("consent-allow");
        assertThat(browser.at()).isEqualTo(URI.create(site.at("/?continue")));
        JsonNode me = facts(browser);
        assertThat(me.path("id_token").path("iss").asString())
                .isEqualTo(world.platform.holdersUri().toString());
        assertThat(me.path("userinfo").path("sub"))
                .isEqualTo(me.path("id_token").path("sub"));
        assertThat(me.path("userinfo").path("name").asString()).isNotBlank();
    }

    @Test
    void whenSpringSecurityIsTheClientThenItSignsAHolderIn() throws Exception {
        OwnSite site = OwnSite.in(FOLDER.resolve("spring-site"));
        try (Program program = springSite(
                "spring-shop", site, System.getProperty("java.class.path"), SpringSecuritySite.class.getName())) {
            program.awaitAt(site.uri());
            signsAHolderIn(site);
        }
    }

    // Spring Security, as Spring Boot 3.5 brings it

    /** Compiles a site against what is on the class path of one on 3.5; with this further bean, or none. */
    private static String onBoot3(String name, String bean) throws IOException {
        Path folder = Files.createDirectories(FOLDER.resolve(name));
        Path source = folder.resolve("GuideSite.java");
        Files.writeString(source, """
                package guide;
                import com.fasterxml.jackson.databind.ObjectMapper;
                import java.util.Map;
                import org.springframework.boot.SpringApplication;
                import org.springframework.boot.autoconfigure.SpringBootApplication;
                import org.springframework.context.annotation.Bean;
                import org.springframework.security.config.annotation.web.builders.HttpSecurity;
                import org.springframework.security.core.annotation.AuthenticationPrincipal;
                import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
                import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
                import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
                import org.springframework.security.oauth2.core.oidc.user.OidcUser;
                import org.springframework.security.web.SecurityFilterChain;
                import org.springframework.web.bind.annotation.GetMapping;
                import org.springframework.web.bind.annotation.RestController;
                import org.springframework.web.util.HtmlUtils;

                @SpringBootApplication(proxyBeanMethods = false)
                @RestController
                public class GuideSite {
                    public static void main(String[] arguments) {
                        SpringApplication.run(GuideSite.class, arguments);
                    }

                    @GetMapping(path = "/", produces = "text/html")
                    String me(@AuthenticationPrincipal OidcUser user) throws Exception {
                        return "<pre id=\\"facts\\">" + HtmlUtils.htmlEscape(new ObjectMapper().findAndRegisterModules()
                            .writeValueAsString(Map.of("id_token", user.getIdToken().getClaims(),
                                "userinfo", user.getUserInfo().getClaims()))) + "</pre>";
                    }
                """ + bean + "}\n");
        Path libraries = Path.of("boot-3", "target", "class-path.txt");
        assertThat(libraries).as("written by the module acceptance/boot-3").exists();
        String classPath = Files.readString(libraries);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        boolean compiled = compiler.getTask(
                        complaints,
                        null,
                        null,
                        List.of(
                                "--release",
                                "17",
                                "-proc:none",
                                "-parameters",
                                "-d",
                                folder.toString(),
                                "-cp",
                                classPath),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        assertThat(compiled).as(complaints.toString()).isTrue();
        return folder + File.pathSeparator + classPath;
    }

    @Test
    void whenTheGuidesBlockIsUsedOnSpringBoot3ThenItSignsAHolderIn() throws Exception {
        OwnSite site = OwnSite.in(FOLDER.resolve("boot-3-site"));
        String classPath = onBoot3("boot-3-guide", block("java", "@Bean\nSecurityFilterChain"));
        try (Program program = springSite("boot-3-shop", site, classPath, "guide.GuideSite")) {
            program.awaitAt(site.uri());
            signsAHolderIn(site);
        }
    }

    /** What the guide warns of; on the day this fails, its block is needed no more. */
    @Test
    void whenTheGuidesBlockIsLeftOutOnSpringBoot3ThenTheRequestIsRefused() throws Exception {
        OwnSite site = OwnSite.in(FOLDER.resolve("boot-3-bare-site"));
        try (Program program = springSite("boot-3-bare-shop", site, onBoot3("boot-3-bare", ""), "guide.GuideSite")) {
            program.awaitAt(site.uri());
            Browser browser = browser(site);
            browser.open(URI.create(site.at("/")));
            assertThat(browser.at().toString()).startsWith(site.at("/login?error"));
        }
    }
}
