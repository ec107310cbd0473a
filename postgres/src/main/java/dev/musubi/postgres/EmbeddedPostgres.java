package dev.musubi.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A real PostgreSQL of the issuer's own: the server's binaries, a data folder, scram passwords, checksums, and
 * {@code fsync} on, so that what was committed is there after a power cut.
 *
 * <p>The server outlives a killed issuer: {@link #start} finds it by its {@code postmaster.pid} and goes on with it.
 * Listens on 127.0.0.1 only.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final String USER = "musubi";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PATIENCE_WITH_REMAINS = Duration.ofSeconds(10);

    private final Path home;
    private final Path folder;
    private final Path data;
    private final Unprivileged unprivileged;
    private final String password;
    private final FolderLock lock;
    private int port;

    private EmbeddedPostgres(Path home, Path folder, Unprivileged unprivileged, String password, FolderLock lock) {
        this.home = home;
        this.folder = folder;
        this.data = folder.resolve("data");
        this.unprivileged = unprivileged;
        this.password = password;
        this.lock = lock;
    }

    /**
     * Starts the server over {@code folder}, making a new cluster there if there is none, or goes on with one that still
     * runs.
     *
     * @param folder the cluster's folder; created if missing
     * @param binaries where the server's binaries are unpacked, shared by all clusters of this machine's user
     * @throws IOException if the server cannot be brought up, and then the message holds the server's own last words; or
     *     if another process uses the folder
     */
    public static EmbeddedPostgres start(Path folder, Path binaries) throws IOException {
        Path absolute = Files.createDirectories(folder.toAbsolutePath());
        Path home = PostgresBinaries.unpackInto(binaries.toAbsolutePath());
        Unprivileged unprivileged = Unprivileged.forFolders(absolute, home);
        FolderLock lock = FolderLock.on(absolute);
        try {
            EmbeddedPostgres server = new EmbeddedPostgres(home, absolute, unprivileged, password(absolute), lock);
            if (!Files.exists(server.data.resolve("PG_VERSION"))) {
                server.initialise();
            }
            if (!server.adopt()) {
                server.launch();
            }
            return server;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The address of the database {@code postgres} for JDBC. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** The owner of everything in the cluster. */
    public String user() {
        return USER;
    }

    /** The owner's password; made at random for each cluster. */
    public String password() {
        return password;
    }

    /** Stops the server: open transactions are rolled back, committed ones are on disk. */
    @Override
    public void close() {
        try {
            run("pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w", "-t", "20");
            lock.close();
        } catch (IOException e) {
            // Whoever closes is on the way out, and the next start recovers from whatever is left.
            Thread.currentThread().interrupt();
        }
    }

    private static String password(Path folder) throws IOException {
        Path file = folder.resolve("password");
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Path fresh = Files.createTempFile(
                    folder,
                    "password",
                    null,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, HexFormat.of().formatHex(random));
            Files.move(fresh, file);
        }
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    private void initialise() throws IOException {
        deleteRecursively(data);
        unprivileged.own(folder);
        unprivileged.own(folder.resolve("password"));
        run(
                "initdb",
                "--pgdata=" + data,
                "--username=" + USER,
                "--pwfile=" + folder.resolve("password"),
                "--auth=scram-sha-256",
                // Hashing a password often slows down whoever guesses at it; nobody guesses at 24 random bytes.
                "--set=scram_iterations=1",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums");
    }

    /** True if a server over this folder still runs (the issuer before us was killed) and lets us in. */
    private boolean adopt() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return false;
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.size() < 4) {
            return false;
        }
        Optional<ProcessHandle> server =
                ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
        if (server.isEmpty()) {
            return false;
        }
        port = Integer.parseInt(lines.get(3).strip());
        return awaitConnection(Duration.ofSeconds(10), server.get()::isAlive);
    }

    private void launch() throws IOException {
        port = FreePorts.next();
        List<String> command = new ArrayList<>(unprivileged.command());
        command.addAll(List.of(
                home.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=64",
                "-c",
                "shared_buffers=128MB",
                "-c",
                "timezone=UTC",
                "-c",
                "log_timezone=UTC",
                // A statement may carry what must not be read in a log: never print statements or their values.
                "-c",
                "log_min_error_statement=panic",
                "-c",
                "log_error_verbosity=terse",
                "-c",
                "log_parameter_max_length=0",
                "-c",
                "log_parameter_max_length_on_error=0"));
        Path log = folder.resolve("server.log");
        ProcessBuilder server = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // The backends of a server that was killed hold its memory for a moment longer than it lived, and until they
        // are gone the next one refuses to start: so one that ends at once is started again for a while.
        long lastAttempt = System.nanoTime() + PATIENCE_WITH_REMAINS.toNanos();
        Process process;
        do {
            process = server.start();
            if (awaitConnection(PATIENCE, process::isAlive)) {
                return;
            }
        } while (!process.isAlive() && System.nanoTime() < lastAttempt);
        throw new IOException("PostgreSQL did not come up: " + tail(log));
    }

    /** False if {@code patience} has passed, or if the server is no longer {@code alive}. */
    private boolean awaitConnection(Duration patience, BooleanSupplier alive) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline && alive.getAsBoolean()) {
            try (Connection connection = DriverManager.getConnection(jdbcUrl(), USER, password)) {
                return connection.isValid(5);
            } catch (SQLException notYet) {
                pause();
            }
        }
        return false;
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL was starting", e);
        }
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(unprivileged.command());
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("musubi-" + program, ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " took longer than " + PATIENCE.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(program + " failed: " + tail(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + program, e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String tail(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    static void deleteRecursively(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (var paths = Files.walk(path)) {
            for (Path each : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
