package dev.musubi.app.conformance;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Operator;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.client.Tls;
import dev.musubi.app.demo.Cast;
import dev.musubi.app.process.Platform;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets a running platform up for the suite: enrols the resident everybody signs in as and another who is watched, registers
 * the clients, and writes for each plan its configuration and what is expected of it. It can be done again: keys and
 * residents stay, secrets are new.
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
    private List<Plans.Plan> plans = List.of();

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
        // The first is the one whom the sign-in for tests knows.
        enrol(folder.resolve("test-holder"));
        enrol(watched(folder));
        plans = plans(folder.resolve("keys.p12"));
        new Handout(folder).write(plans, suite);
        return folder;
    }

    /** The resident of whom relying parties are told: what happens to that one happens in no other plan. */
    private static Path watched(Path folder) {
        return folder.resolve("watched-holder");
    }

    /**
     * Plays the other side of what was set up, on a thread of its own for as long as this process lives.
     *
     * @param folder as {@link #run} gave it
     * @param trusted the suite's certificates (PEM)
     * @param token for a suite that asks for one; null for one in its mode for developers
     */
    public void playOtherSide(Path folder, List<Path> trusted, @Nullable String token, PrintStream out)
            throws IOException {
        PushDoor door = PushDoor.open(Tls.context(
                platform.serverCertificate(), Tls.relyingPartyKey(folder.resolve("push-door.p12"), "localhost")));
        OtherSide otherSide = new OtherSide(
                new SuiteTests(suite, Tls.trusting(trusted), token),
                new Roles(platform, suite, trusted).of(plans, Files.readString(watched(folder)), door),
                out);
        Thread.ofPlatform().daemon().name("other-side").start(otherSide);
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
