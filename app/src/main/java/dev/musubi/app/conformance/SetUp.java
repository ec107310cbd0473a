package dev.musubi.app.conformance;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Operator;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.demo.Cast;
import dev.musubi.app.process.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;

/**
 * Sets a running platform up for the suite: enrols the resident everybody signs in as, registers the clients, and writes
 * for each plan its configuration and what is expected of it. It can be done again: keys and resident stay, secrets are new.
 */
public final class SetUp {

    /** What an issuer is started with for the suite. */
    public static final List<String> ISSUER_SETTINGS = List.of(
            "--musubi.sign-in.test-holder=true",
            // The suite waits until a pushed request has expired, several times.
            "--musubi.openid.pushed-term=PT1M",
            // The suite looks at the door's TLS without a certificate, and takes the refusal of that for a failure.
            "--musubi.doors.client-certificates=REQUESTED");

    private final Platform platform;
    private final Suite suite;

    /**
     * For one platform and one suite.
     *
     * @param platform it runs
     * @param suite the suite's address
     * @throws IllegalArgumentException if that is no https address
     */
    public SetUp(Platform platform, String suite) {
        this.platform = platform;
        this.suite = new Suite(suite);
    }

    /** Does it; the folder with all that the suite is to be run with, as {@link Handout} says. */
    public Path run() throws IOException {
        Path folder = Files.createDirectories(platform.data().resolve("conformance"));
        // For its owner alone: secrets lie in it, if only of tests.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        enrol(folder.resolve("test-holder"));
        new Handout(folder).write(plans(folder.resolve("keys.p12")), suite);
        return folder;
    }

    private void enrol(Path mark) throws IOException {
        if (Files.exists(mark)) {
            return;
        }
        HolderApp app = new Cast(platform, new Sandbox(platform.sandboxUri(), platform.holdersUri()))
                .somebody()
                .orElseThrow(() -> new IllegalStateException("nobody in the sandbox can enrol"));
        app.enrol(false).expect(201);
        Files.writeString(mark, app.residentId());
    }

    private List<Plans.Plan> plans(Path keyFile) {
        TestKeys keys =
                TestKeys.in(keyFile, TestClients.KEYS, InstantSource.system().instant());
        Operator operator = new Operator(platform.operatorsUri(), platform.operatorToken());
        return new Plans(
                        platform.holdersUri().toString(),
                        platform.relyingPartiesUri().toString(),
                        suite,
                        new TestClients(operator, keys, suite),
                        keys)
                .all();
    }
}
