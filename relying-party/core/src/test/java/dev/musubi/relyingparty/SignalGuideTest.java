package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.fixture.TestTransmitter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the guide on signals, compiled and run as they stand there, against a transmitter on real sockets. */
public class SignalGuideTest {

    private static final Path GUIDE = Path.of("../../docs/how-to/receive-signals.md");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    /** What the lines find around them: an HTTP server that was called, and what the application keeps. */
    public abstract static class Application {
        public final SeenSignals store = SeenSignals.inMemory(10);
        public final Accounts accounts = new Accounts();
        public final String contentTypeHeader = "application/secevent+jwt";
        public final String authorizationHeader = "Bearer …";
        public String body = "";
        public @Nullable RelyingParty bank;
        public SignalStreams.@Nullable Stream stream;
        public @Nullable PushAnswer answered;
        /** Polling goes on until it is closed: it is compiled here, and run by the receiver's own tests. */
        public final boolean polls = false;

        public abstract void run() throws Exception;
    }

    /** Accounts of which something has to be confirmed. */
    public static final class Accounts {
        private final List<String> toBeConfirmed = new ArrayList<>();

        public void toBeConfirmed(String subject) {
            toBeConfirmed.add(subject);
        }
    }

    @Test
    void whenTheLinesOfTheGuideRunThenAPushedSignalReachesTheAccount() throws Exception {
        Matcher found = BLOCK.matcher(Files.readString(GUIDE));
        assertThat(found.find()).isTrue();
        try (TestTransmitter transmitter = new TestTransmitter(folder)) {
            Application application = compile(found.group(1)
                    .replace("https://id.example", transmitter.issuer())
                    .replace(".build()", ".trusting(java.nio.file.Path.of(\"" + transmitter.pem() + "\")).build()")
                    .replace("bank.signals()", "if (polls) bank.signals()"));
            application.body = transmitter.token("one", Signal.REISSUE_REQUIRED, claims -> {});
            application.run();
            assertThat(application.answered).isEqualTo(new PushAnswer(202, ""));
            assertThat(application.accounts.toBeConfirmed).hasSize(1);
        }
    }

    private Application compile(String lines) throws Exception {
        Path source = folder.resolve("SignalGuide.java");
        Files.writeString(source, """
                import dev.musubi.relyingparty.*;
                public class SignalGuide extends dev.musubi.relyingparty.SignalGuideTest.Application {
                    @Override
                    public void run() throws Exception {
                """ + lines + "answered = answer; }}");
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
                loader.loadClass("SignalGuide").getDeclaredConstructor().newInstance();
    }
}
