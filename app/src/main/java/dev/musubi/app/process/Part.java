package dev.musubi.app.process;

import dev.musubi.app.client.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One part of the platform as a program of its own: started, stopped politely, or killed. */
public final class Part {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String name;
    private final List<String> command;
    private final Path folder;
    private final Path log;
    private final URI ready;
    private final @Nullable Path trusted;
    private @Nullable Process process;

    Part(String name, List<String> command, Path folder, URI ready) {
        this(name, command, folder, ready, null);
    }

    /** One that says over TLS that it is ready, with this certificate (PEM), which is there by then. */
    Part(String name, List<String> command, Path folder, URI ready, @Nullable Path trusted) {
        this.trusted = trusted;
        this.name = name;
        this.command = List.copyOf(command);
        this.folder = folder;
        this.log = folder.resolve(name + ".log");
        this.ready = ready;
    }

    /** Starts it; returns at once. */
    public void launch() {
        try {
            Files.createDirectories(folder);
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("could not start " + name + ": " + e.getMessage(), e);
        }
    }

    /** Waits until it takes requests. */
    public void awaitReady() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1));
        if (trusted != null) {
            client.sslContext(Tls.context(trusted, null));
        }
        try (HttpClient http = client.build()) {
            while (System.nanoTime() < deadline) {
                Process running = process;
                if (running == null || !running.isAlive()) {
                    throw new IllegalStateException(name + " ended while starting: " + lastWords());
                }
                // Asking costs whoever is starting some of the machine: a bare knock first, and never without a pause.
                if (listens() && isReady(http)) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(15);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException(
                name + " did not become ready within " + PATIENCE.toSeconds() + " s: " + lastWords());
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), ready.getPort()), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private boolean isReady(HttpClient http) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Waits until it has written a file. */
    void awaitFile(Path file) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!Files.exists(file)) {
                if (!alive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException(name + " did not write " + file + ": " + lastWords());
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks it to end, and waits until it has. */
    public void stop() {
        end(false);
    }

    /** Ends it without a word, as a power cut would ({@code kill -9}). */
    public void kill() {
        end(true);
    }

    /** True while it runs. */
    public boolean alive() {
        return process != null && process.isAlive();
    }

    /** The file it writes its log to. */
    public Path log() {
        return log;
    }

    private void end(boolean forcibly) {
        Process running = process;
        if (running == null) {
            return;
        }
        if (forcibly) {
            running.destroyForcibly();
        } else {
            running.destroy();
        }
        try {
            if (!running.waitFor(Installation.training() ? 300 : 20, TimeUnit.SECONDS)) {
                running.destroyForcibly();
                running.waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    private String lastWords() {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(log));
            lines.removeIf(String::isBlank);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 6), lines.size()));
        } catch (IOException e) {
            return "(no log)";
        }
    }
}
