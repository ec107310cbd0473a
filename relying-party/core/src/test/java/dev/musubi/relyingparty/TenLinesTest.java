package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.fixture.TestPersons;
import dev.musubi.relyingparty.law.ProofingRecord;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ten lines of the README, compiled and run as they stand there. */
public class TenLinesTest extends RelyingPartyTest {

    private static final Pattern BLOCK =
            Pattern.compile("```java\n(RelyingParty bank = .*?)```", Pattern.DOTALL | Pattern.MULTILINE);

    private static final Pattern BUILDING =
            Pattern.compile("```java\n(RelyingParty bank = .*?\n)\nswitch", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern FOR_17 =
            Pattern.compile("```java\n(SignInStart start = .*?)```", Pattern.DOTALL | Pattern.MULTILINE);

    /** What the ten lines find around them: a session, a browser, a screen and an archive. */
    public abstract static class Application {
        public final Map<String, Object> session = new HashMap<>();
        public final List<String> shown = new ArrayList<>();
        public final List<ProofingRecord> kept = new ArrayList<>();
        public Map<String, List<String>> parameters = Map.of();
        Function<URI, Map<String, List<String>>> browser = location -> Map.of();

        public final void redirect(URI location) {
            parameters = browser.apply(location);
        }

        public final void show(String sentence) {
            shown.add(sentence);
        }

        public final void keep(ProofingRecord record) {
            kept.add(record);
        }

        public abstract void run() throws Exception;
    }

    /** They have patterns in their switches, which Java has from 21 on; the next test is for those who are on 17. */
    @EnabledForJreRange(min = JRE.JAVA_21)
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.ja.md", "docs/how-to/accept-private-ids.md"})
    void whenTheTenLinesRunThenSomebodyIsSignedInAndOnRecord(String page) throws Exception {
        String lines = block(BLOCK, page);
        assertThat(lines.lines().filter(line -> !line.isBlank() && !line.strip().startsWith("//")))
                .hasSize(10);
        run(lines);
    }

    @Test
    void whenTheLinesForJava17RunThenTheyDoTheSame() throws Exception {
        String page = "docs/how-to/accept-private-ids.md";
        run(block(BUILDING, page) + block(FOR_17, page));
    }

    private void run(String lines) throws Exception {
        Application application = compile(lines.replace("https://id.example", provider.issuer())
                .replace("bank.jwk", folder.resolve("bank.jwk").toString())
                .replace(".build()", ".trusting(Path.of(\"" + provider.pem() + "\")).build()"));
        application.browser = this::through;
        application.run();
        assertThat(application.shown).isEmpty();
        assertThat(application.kept).singleElement().satisfies(record -> {
            assertThat(known(record.person().name()).whole().value()).isEqualTo(TestPersons.NAME);
            assertThat(known(record.method()).letter()).isEqualTo("カ");
        });
        provider.answer = parameters -> Map.of(
                "error",
                "standing_not_met",
                "error_description",
                "SUSPENDED: …",
                "state",
                parameters.get("state"),
                "iss",
                parameters.get("iss"));
        application.run();
        assertThat(application.shown).containsExactly("民間IDは一時停止中です。");
    }

    private static String block(Pattern pattern, String page) throws Exception {
        Matcher found = pattern.matcher(Files.readString(Path.of("../..").resolve(page)));
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }

    private Application compile(String lines) throws Exception {
        Path source = folder.resolve("TenLines.java");
        Files.writeString(source, """
                import static dev.musubi.relyingparty.Item.*;
                import dev.musubi.relyingparty.*;
                import dev.musubi.relyingparty.SignInStart.*;
                import dev.musubi.relyingparty.law.*;
                import java.nio.file.Path;
                import java.time.Duration;
                public class TenLines extends dev.musubi.relyingparty.TenLinesTest.Application {
                    @Override
                    public void run() throws Exception {
                """ + lines + "}}");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        boolean compiled = compiler.getTask(
                        complaints,
                        null,
                        null,
                        List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        assertThat(compiled).as(complaints.toString()).isTrue();
        URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
        return (Application)
                loader.loadClass("TenLines").getDeclaredConstructor().newInstance();
    }
}
