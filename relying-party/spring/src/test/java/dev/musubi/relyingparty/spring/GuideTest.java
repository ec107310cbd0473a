package dev.musubi.relyingparty.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.fixture.TestDecisions;
import dev.musubi.relyingparty.fixture.TestProvider;
import dev.musubi.relyingparty.fixture.TestTls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** The guide's Spring Boot site: its properties and its controller, as they stand there. Only names of places differ. */
class GuideTest extends StarterTest {

    private static final Path GUIDE = Path.of("../../docs/how-to/accept-private-ids.md");

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Site {}

    private static String block(String language, String beginning) throws IOException {
        Matcher found = Pattern.compile("```" + language + "\n(" + Pattern.quote(beginning) + ".*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE));
        assertThat(found.find()).as(beginning).isTrue();
        return found.group(1);
    }

    @Override
    List<String> usualSettings() {
        KeyStore key = TestTls.key();
        try (OutputStream out = Files.newOutputStream(folder.resolve("bank.p12"))) {
            key.setKeyEntry(
                    "guide",
                    key.getKey("key", TestTls.PASSWORD),
                    "changeit".toCharArray(),
                    key.getCertificateChain("key"));
            key.deleteEntry("key");
            key.store(out, "changeit".toCharArray());
            Properties properties = new Properties();
            properties.load(new java.io.StringReader(block("properties", "musubi.relying-party.issuer")));
            assertThat(properties).hasSize(11);
            Map<String, String> places = Map.of(
                    "https://id.example", provider.issuer(),
                    "https://id.example:8444", provider.issuer(),
                    "bank.jwk", folder.resolve("bank.jwk").toString(),
                    "bank.p12", folder.resolve("bank.p12").toString(),
                    "issuer.pem", provider.pem().toString());
            List<String> settings = new ArrayList<>(
                    List.of("--server.port=0", "--spring.main.banner-mode=off", "--logging.level.root=warn"));
            properties.forEach((name, value) ->
                    settings.add("--" + name + "=" + places.getOrDefault(value.toString(), value.toString())));
            return settings;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    Class<?>[] sources() {
        try {
            return new Class<?>[] {Site.class, compiled(block("java", "@RestController"))};
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private Class<?> compiled(String controller) throws IOException, ClassNotFoundException {
        Path source = folder.resolve("Account.java");
        Files.writeString(source, """
                import dev.musubi.relyingparty.*;
                import dev.musubi.relyingparty.decision.Decision;
                import dev.musubi.relyingparty.spring.RequireStanding;
                import org.springframework.web.bind.annotation.*;
                """ + controller);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        boolean compiled = compiler.getTask(
                        complaints,
                        null,
                        null,
                        List.of(
                                "-proc:none",
                                "-parameters",
                                "-d",
                                folder.toString(),
                                "-cp",
                                System.getProperty("java.class.path")),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        assertThat(compiled).as(complaints.toString()).isTrue();
        URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
        return loader.loadClass("Account");
    }

    @Test
    void whenTheGuideIsFollowedThenAHolderSignsInAndTheAccountIsDecided() {
        Browser browser = new Browser();
        assertThat(browser.get("/account").statusCode()).isEqualTo(303);
        browser.signIn("?return_to=/account");
        assertThat(provider.lastRequest.get("claims")).contains("birthdate", "jp_aml", "\"max_age\":900");
        assertThat(browser.get("/account").body()).isEqualTo("口座を開設できます。");
        assertThat(provider.lastQuestion)
                .isEqualTo(Map.of("subject", TestProvider.SUBJECT, "procedure", "bank-account"));
        provider.decision = TestDecisions.refuse();
        assertThat(browser.get("/account").body()).isEqualTo("民間IDは一時停止中である。");
    }
}
