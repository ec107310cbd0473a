package dev.musubi.app.conformance;

import dev.musubi.app.client.Reply;
import dev.musubi.app.client.UnreachableException;
import dev.musubi.app.process.Installation;
import dev.musubi.app.process.Platform;
import dev.musubi.app.process.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * {@code musubi issuer --conformance}: an issuer on a sandbox with one resident enrolled, the suite's clients registered,
 * and a configuration for each of the suite's plans in a folder. Whoever opens its sign-in page may sign in as that
 * resident, so this is for a sandbox and nothing else.
 */
public final class Conformance {

    private final Path data;
    private final Ports ports;
    private final Suite suite;
    private final @Nullable Path trust;
    private final PrintStream out;

    private Conformance(Path data, Ports ports, Suite suite, @Nullable Path trust, PrintStream out) {
        this.data = data.toAbsolutePath();
        this.ports = ports;
        this.suite = suite;
        this.trust = trust;
        this.out = out;
    }

    /**
     * By the words of the command line.
     *
     * @throws IllegalArgumentException if one of them is none of ours
     */
    public static Conformance of(List<String> arguments, PrintStream out) {
        Path data = Path.of(".musubi", "conformance");
        Ports ports = Ports.usual();
        Suite suite = new Suite(Suite.USUAL);
        Path trust = null;
        List<String> rest = new ArrayList<>(arguments);
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            if (option.equals("--conformance")) {
                continue;
            }
            if (!List.of("--suite", "--trust", "--data", "--ports").contains(option)) {
                throw new IllegalArgumentException(
                        "musubi issuer --conformance: there is no option " + option + "; see ./musubi help");
            }
            if (rest.isEmpty()) {
                throw new IllegalArgumentException(option + " needs a value; see ./musubi help");
            }
            String value = rest.removeFirst();
            switch (option) {
                case "--suite" -> suite = new Suite(value);
                case "--trust" -> trust = Path.of(value);
                case "--data" -> data = Path.of(value);
                default -> {
                    if (!value.equals("free")) {
                        throw new IllegalArgumentException("--ports takes one word: free");
                    }
                    ports = Ports.free();
                }
            }
        }
        if (trust != null && !Files.exists(trust)) {
            throw new IllegalArgumentException(
                    "--trust names a file, or a folder of files, in PEM; there is none at " + trust);
        }
        return new Conformance(data, ports, suite, trust, out);
    }

    /** Runs it; the exit status. */
    public int run() {
        // Parts of the library for relying parties write to SLF4J, which would say here that nobody keeps that.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        if (!looksGood()) {
            return 1;
        }
        int taken = ports.taken();
        if (taken != 0) {
            out.println("musubi: port " + taken + " is in use; stop what listens there, or say --ports free");
            return 1;
        }
        try (Platform platform = new Platform(
                Installation.ofThisProcess(),
                data,
                ports,
                data.resolveSibling("postgresql-binaries"),
                List.of(),
                SetUp.ISSUER_SETTINGS)) {
            trust(data.resolve("relying-parties"));
            Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
            platform.start();
            SetUp setUp = new SetUp(platform, suite.base());
            Path folder = setUp.run();
            whereToLook(platform, folder);
            if (trust != null) {
                setUp.playOtherSide(folder, certificates(trust), System.getenv("CONFORMANCE_TOKEN"), out);
            }
            new CountDownLatch(1).await();
            return 0;
        } catch (Reply.UnexpectedReplyException | UnreachableException | IllegalStateException e) {
            out.println("musubi: " + e.getMessage());
            out.println("Logs: " + data.resolve("issuer.log") + ", " + data.resolve("sandbox.log"));
            return 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** Whether the issuer will call the suite, as far as it can be seen now; said where it will not. */
    private boolean looksGood() {
        if (trust == null) {
            return true;
        }
        return switch (SuiteCertificate.look(suite, trust)) {
            case SuiteCertificate.Finding.Good good -> true;
            case SuiteCertificate.Finding.Unseen unseen -> {
                out.println("musubi: " + unseen.note());
                yield true;
            }
            case SuiteCertificate.Finding.Refused refused -> {
                out.println("musubi: " + refused.why());
                yield false;
            }
        };
    }

    /** Lays the suite's certificates where the issuer looks when it starts. */
    private void trust(Path folder) throws IOException {
        if (trust == null) {
            return;
        }
        Files.createDirectories(folder);
        if (!Files.isDirectory(trust)) {
            Files.copy(trust, folder.resolve("conformance-suite.pem"), StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        for (Path file : certificates(trust)) {
            Files.copy(
                    file,
                    folder.resolve("conformance-suite-" + file.getFileName()),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The files of certificates at that path. */
    private static List<Path> certificates(Path trust) throws IOException {
        if (!Files.isDirectory(trust)) {
            return List.of(trust);
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(trust, "*.pem")) {
            files.forEach(found::add);
        }
        return found;
    }

    private void whereToLook(Platform platform, Path folder) {
        out.println("結び Musubi: the issuer " + platform.holdersUri() + " waits for the suite at " + suite.base());
        out.println("  plans, variants, configurations   " + folder.resolve("plans.txt"));
        out.println("  to run them                       " + folder.resolve("run-plans.sh") + " …/conformance-suite");
        out.println("  more                              docs/how-to/run-conformance.md");
        if (trust == null) {
            out.println("  back-channel logout, signals      need --trust with the suite's certificate (PEM)");
        }
    }
}
