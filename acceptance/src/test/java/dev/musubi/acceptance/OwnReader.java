package dev.musubi.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A PC/SC service with a virtual reader, for one test class alone ({@code card/own-pcscd}), and the programs that are run
 * against the card in it.
 *
 * <p>Tests that need it are {@linkplain LeftOut left out} where Debian's pcscd, vsmartcard-vpcd or opensc are missing.
 */
final class OwnReader implements AutoCloseable {

    private static final Path SCRIPT =
            Path.of("..", "card", "own-pcscd").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int port;
    private final Process service;
    private final Path folder;

    private OwnReader(int port, Process service, Path folder) {
        this.port = port;
        this.service = service;
        this.folder = folder;
    }

    /** What a program said, and how it ended. */
    record Said(int status, String out, String err) {

        Said expectSuccess() {
            if (status != 0) {
                throw new AssertionError("exit status " + status + ": " + out + err);
            }
            return this;
        }
    }

    /** Starts one; leaves the test class out where that cannot be. */
    static OwnReader begin(String testClass) {
        Set<String> missing = missingPackages();
        if (missing.isEmpty() && !namespacesAreAllowed()) {
            LeftOut.because(testClass + " left out: this machine allows no mount namespaces (unshare --mount)");
        }
        if (!missing.isEmpty()) {
            LeftOut.because(
                    testClass + " left out: the card was not tried with real PC/SC programs. Install: apt-get install "
                            + String.join(" ", missing));
        }
        try {
            int port = freePort();
            Path folder = Files.createTempDirectory("own-reader");
            Path pid = folder.resolve("pid");
            Process service = new ProcessBuilder(
                            SCRIPT.toString(),
                            Integer.toString(port),
                            "sh",
                            "-c",
                            "echo $$ >" + pid + "; cat >/dev/null")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!Files.exists(pid) || Files.size(pid) == 0) {
                if (!service.isAlive() || System.nanoTime() > deadline) {
                    throw new AssertionError("no pcscd: " + Files.readString(folder.resolve("log")));
                }
                Thread.onSpinWait();
            }
            return new OwnReader(port, service, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> missingPackages() {
        Map<String, List<String>> needed = Map.of(
                "pcscd", List.of("/usr/sbin/pcscd"),
                "vsmartcard-vpcd", List.of("/usr/lib/pcsc/drivers/serial/libifdvpcd.so"),
                "opensc", List.of("/usr/bin/pkcs11-tool", "/usr/bin/pkcs15-tool"),
                "openssl", List.of("/usr/bin/openssl"),
                "util-linux", List.of("/usr/bin/unshare"));
        Set<String> missing = new LinkedHashSet<>();
        needed.forEach((name, files) -> {
            if (!files.stream().allMatch(file -> Files.exists(Path.of(file)))) {
                missing.add(name);
            }
        });
        return missing;
    }

    private static boolean namespacesAreAllowed() {
        List<String> trial = System.getProperty("user.name").equals("root")
                ? List.of("unshare", "--mount", "true")
                : List.of("unshare", "--user", "--map-root-user", "--mount", "true");
        try {
            return new ProcessBuilder(trial).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A port with a free one after it: the virtual reader has two slots. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket first = listening(0);
                    ServerSocket second = listening(first.getLocalPort() + 1)) {
                return second.getLocalPort() - 1;
            } catch (java.net.BindException | IllegalArgumentException taken) {
                // Another pair.
            }
        }
    }

    /** Like the virtual reader, it does not take a port on which connections have just ended. */
    private static ServerSocket listening(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(port), 1);
            return socket;
        } catch (IOException | IllegalArgumentException e) {
            socket.close();
            throw e;
        }
    }

    /** Where the virtual reader listens for a card. */
    int port() {
        return port;
    }

    /** A folder for what the programs write. */
    Path folder() {
        return folder;
    }

    /** OpenSC's PKCS#11 module. */
    static String module() {
        try (DirectoryStream<Path> libraries = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-*")) {
            for (Path each : libraries) {
                Path module = each.resolve("opensc-pkcs11.so");
                if (Files.exists(module)) {
                    return module.toString();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("opensc without its module");
    }

    /** Runs a program against this reader. */
    Said run(String... command) {
        return run("", List.of(command));
    }

    /** Runs a class with a main method of these tests, in a JVM of its own. */
    Said java(Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(javaOfThisProcess(), "-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        return run("", command);
    }

    static String javaOfThisProcess() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Runs a program against this reader, with this on its standard input. */
    Said run(String input, List<String> command) {
        try {
            Path out = Files.createTempFile(folder, "out", null);
            Path err = Files.createTempFile(folder, "err", null);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("PCSCLITE_CSOCK_NAME", socket());
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = builder.start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end of " + command.getFirst());
            }
            return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private String socket() throws IOException {
        return "/proc/" + Files.readString(folder.resolve("pid")).strip() + "/root/run/pcscd/pcscd.comm";
    }

    @Override
    public void close() {
        try {
            service.getOutputStream().close();
            if (!service.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                service.destroyForcibly();
            }
        } catch (IOException e) {
            service.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Optional.ofNullable(folder.toFile().listFiles()).ifPresent(files -> {
            for (var each : files) {
                each.delete();
            }
        });
        folder.toFile().delete();
    }
}
