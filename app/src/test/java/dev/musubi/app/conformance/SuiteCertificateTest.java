package dev.musubi.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.conformance.SuiteCertificate.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteCertificateTest {

    @TempDir
    Path folder;

    private static Finding look(SuiteOverTls suite, Path trust) {
        return SuiteCertificate.look(new Suite(suite.address()), trust);
    }

    private static String why(Finding finding) {
        assertThat(finding).isInstanceOf(Finding.Refused.class);
        return ((Finding.Refused) finding).why();
    }

    @Test
    void whenTheCertificateNamesTheSuitesHostAndIsTrustedThenItIsGood() throws Exception {
        try (SuiteOverTls suite = SuiteOverTls.showing("suite", "other.example", "localhost")) {
            assertThat(look(suite, suite.keep(folder.resolve("suite.pem")))).isEqualTo(new Finding.Good());
            assertThat(look(suite, folder)).as("the folder").isEqualTo(new Finding.Good());
        }
    }

    @Test
    void whenTheCertificateHasNoAlternativeNameThenItIsRefusedThoughItsCommonNameFits() throws Exception {
        try (SuiteOverTls suite = SuiteOverTls.showing("localhost")) {
            assertThat(why(look(suite, suite.keep(folder.resolve("suite.pem")))))
                    .contains(
                            "does not name localhost",
                            "it has no subjectAltName",
                            "back-channel",
                            "run-conformance.md");
        }
    }

    @Test
    void whenTheCertificateNamesAnotherHostThenItSaysWhich() throws Exception {
        try (SuiteOverTls suite = SuiteOverTls.showing("localhost", "nginx", "*.example")) {
            assertThat(why(look(suite, suite.keep(folder.resolve("suite.pem")))))
                    .contains("does not name localhost", "nginx, *.example");
        }
    }

    @Test
    void whenAnotherCertificateIsTrustedThanTheOneShownThenThatIsSaid() throws Exception {
        try (SuiteOverTls suite = SuiteOverTls.showing("suite", "localhost");
                SuiteOverTls before = SuiteOverTls.showing("suite", "localhost")) {
            assertThat(why(look(suite, before.keep(folder.resolve("suite.pem")))))
                    .contains("another certificate than --trust");
        }
    }

    @Test
    void whenWhatIsTrustedIsNoCertificateThenThatIsSaid() throws Exception {
        try (SuiteOverTls suite = SuiteOverTls.showing("suite", "localhost")) {
            assertThat(why(look(suite, folder))).contains("no certificate in PEM");
            Path empty = Files.createFile(folder.resolve("suite.pem"));
            assertThat(why(look(suite, empty))).contains("no certificate in PEM");
            Path text = Files.writeString(folder.resolve("suite.txt"), "no certificate");
            assertThat(why(look(suite, text))).contains("not a certificate in PEM");
        }
    }

    @Test
    void whenNobodyAnswersThenItGoesOnAndSaysWhatWasNotSeen() throws Exception {
        Path unnamed = keep("unnamed.pem");
        Path named = keep("named.pem", "localhost");
        Suite nobody = new Suite("https://localhost:" + freePort());
        assertThat(SuiteCertificate.look(nobody, named))
                .isInstanceOfSatisfying(
                        Finding.Unseen.class,
                        unseen -> assertThat(unseen.note())
                                .contains("does not answer")
                                .doesNotContain("none names"));
        assertThat(SuiteCertificate.look(nobody, unnamed))
                .isInstanceOfSatisfying(
                        Finding.Unseen.class,
                        unseen -> assertThat(unseen.note()).contains("does not answer", "none names localhost"));
    }

    @Test
    void whenWhatAnswersSpeaksNoTlsThenThatIsSaid() throws Exception {
        Path named = keep("named.pem", "localhost");
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getByName("localhost"))) {
            Thread.startVirtualThread(() -> {
                try (var caller = plain.accept()) {
                    caller.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    caller.getInputStream().readAllBytes();
                } catch (IOException gone) {
                    // The caller went away.
                }
            });
            assertThat(why(SuiteCertificate.look(new Suite("https://localhost:" + plain.getLocalPort()), named)))
                    .contains("does not speak TLS");
        }
    }

    @Test
    void whenTheCertificateWillNotDoThenNothingIsStarted() throws Exception {
        Path data = folder.resolve("data");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (SuiteOverTls suite = SuiteOverTls.showing("localhost")) {
            Path trust = suite.keep(folder.resolve("suite.pem"));
            int status = Conformance.of(
                            List.of(
                                    "--conformance",
                                    "--suite",
                                    suite.address(),
                                    "--trust",
                                    trust.toString(),
                                    "--data",
                                    data.toString(),
                                    "--ports",
                                    "free"),
                            new PrintStream(said, true, StandardCharsets.UTF_8))
                    .run();
            assertThat(status).isEqualTo(1);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("musubi: the suite at https://localhost:");
        assertThat(data).doesNotExist();
    }

    private Path keep(String file, String... names) throws IOException {
        try (SuiteOverTls suite = SuiteOverTls.showing("suite", names)) {
            return suite.keep(folder.resolve(file));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
