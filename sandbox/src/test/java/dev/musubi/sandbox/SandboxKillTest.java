package dev.musubi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.sandbox.fixture.RunningSandbox;
import dev.musubi.sandbox.fixture.RunningSandbox.IssueNumber;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox as a process of its own, killed without warning. */
class SandboxKillTest {

    private static final Pattern READY =
            Pattern.compile("Sandbox ready: (\\d+) residents, http port (\\d+), .*services on port (\\d+),");

    @TempDir
    Path folder;

    @Test
    void whenKilledThenNothingAcknowledgedIsLost() throws Exception {
        String id = "R000001";
        String jws;
        IssueNumber old;
        String consent;
        byte[] crl;
        try (Running first = new Running("--residents", "60")) {
            RunningSandbox sandbox = first.sandbox;
            old = sandbox.certificate(id, "CARD_SIGNATURE", "LIVE");
            jws = sandbox.signed(id, "before");
            consent = sandbox.consented(id, "ADDRESS");
            sandbox.sign("R000002", "x", "pin", "WRONG1");
            sandbox.http.put("/clock", Map.of("advance", "P1D"));
            sandbox.faults("VERIFIER_SERVICES_DOWN");
            sandbox.http.post("/crl/publications", Map.of());
            crl = sandbox.crl(old.authorityKeyId(), "Tokyo-to", "Minato-ku").body();
            sandbox.event(id, "MOVE_TO", "municipality", "13221", "newCertificate", true);
        }
        try (Running second = new Running("--residents=10")) {
            assertThat(second.residents).isEqualTo(60);
            RunningSandbox sandbox = second.sandbox;
            assertThat(sandbox.http.get("/faults").json().get("faults").size()).isEqualTo(1);
            sandbox.faults();
            assertThat(sandbox.certificate(id, "CARD_SIGNATURE", "REVOKED")).isEqualTo(old);
            assertThat(sandbox.ocsp("signature", old).getCertStatus()).isNotNull();
            assertThat(sandbox.latest(consent, old, "ADDRESS").get("outcome").stringValue())
                    .isEqualTo("PROVIDED");
            assertThat(sandbox.crl(old.authorityKeyId(), "Tokyo-to", "Minato-ku")
                            .body())
                    .isEqualTo(crl);
            assertThat(sandbox.resident("R000002")
                            .at("/triesLeft/CARD_SIGNATURE")
                            .intValue())
                    .isEqualTo(4);
            assertThat(sandbox.verifyJws(jws))
                    .isInstanceOf(dev.musubi.jpki.verification.VerificationOutcome.Verified.class);
            assertThat(java.time.Duration.between(
                                    java.time.InstantSource.system().instant(), sandbox.now())
                            .toHours())
                    .isBetween(23L, 25L);
        }
    }

    /** A process, and a caller of its ports; killed when closed. */
    private final class Running implements AutoCloseable {
        private final Process process;
        private final RunningSandbox sandbox;
        private final int residents;

        Running(String... options) throws Exception {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    SandboxApplication.class.getName(),
                    "--server.port=0",
                    "--musubi.sandbox.verifier-port=0",
                    "--musubi.sandbox.mynaapp-port=0",
                    "--musubi.sandbox.consent-starts=IMMEDIATELY",
                    "--musubi.sandbox.data=" + folder);
            builder.command().addAll(java.util.List.of(options));
            process = builder.redirectErrorStream(true).start();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder log = new StringBuilder();
            Matcher ready = READY.matcher("");
            for (String line = lines.readLine(); line != null && !ready.find(); line = lines.readLine()) {
                log.append(line).append('\n');
                ready = READY.matcher(line);
                if (ready.find()) {
                    break;
                }
            }
            assertThat(log.toString()).contains("Sandbox ready");
            residents = Integer.parseInt(ready.group(1));
            sandbox = new RunningSandbox(Integer.parseInt(ready.group(2)), Integer.parseInt(ready.group(3)), folder);
        }

        @Override
        public void close() {
            sandbox.close();
            process.toHandle().destroyForcibly();
            process.onExit().join();
        }
    }
}
