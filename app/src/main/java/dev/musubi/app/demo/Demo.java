package dev.musubi.app.demo;

import dev.musubi.app.client.Browser;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.client.UnreachableException;
import dev.musubi.app.process.Installation;
import dev.musubi.app.process.Platform;
import dev.musubi.app.process.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** {@code musubi demo}: starts sandbox, issuer and relying parties, plays the story, and stays up with a page to begin at. */
public final class Demo {

    private final Path data;
    private final Ports ports;
    private final boolean once;
    private final PrintStream out;

    /**
     * Prepares a demonstration.
     *
     * @param data the folder for all that is kept
     * @param ports where to listen
     * @param once play and exit
     */
    public Demo(Path data, Ports ports, boolean once, PrintStream out) {
        this.data = data;
        this.ports = ports;
        this.once = once;
        this.out = out;
    }

    /** Runs it; the exit status. */
    public int run() {
        Narrator tell = new Narrator(out);
        int taken = ports.taken();
        if (taken != 0) {
            out.println("musubi: port " + taken + " is in use; stop what listens there, or say --ports free");
            return 1;
        }
        long begin = System.nanoTime();
        try (Platform platform = new Platform(
                        Installation.ofThisProcess(),
                        data,
                        ports,
                        data.resolveSibling("postgresql-binaries"),
                        List.of(),
                        List.of())
                .withSites()) {
            Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
            platform.start();
            tell.plain(String.format(
                    Locale.ROOT,
                    "結び Musubi: sandbox, issuer, bank, telco and city office are ready (%.1f s)",
                    Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0));
            new Story(platform, out, step -> {}).play();
            tell.title("Everything went as it should.");
            if (!once) {
                stayUp(tell, platform);
            }
            return 0;
        } catch (StoryBrokenException
                | Reply.UnexpectedReplyException
                | UnreachableException
                | Browser.UnexpectedPageException
                | IllegalStateException e) {
            tell.title("The story broke: " + e.getMessage());
            tell.plain("Logs: " + data.resolve("issuer.log") + ", " + data.resolve("sandbox.log") + ", "
                    + data.resolve("sites.log"));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** Where to begin is the last that is said: from there on, nothing has to be typed into a terminal. */
    private static void stayUp(Narrator tell, Platform platform) throws InterruptedException {
        Sandbox sandbox = new Sandbox(platform.sandboxUri());
        try (Landing landing = Landing.open(platform, sandbox, new Cast(platform, sandbox).grownUp())) {
            Thread.ofVirtual().name("clock").start(new ClockFollower(platform));
            tell.title("It stays up; Ctrl-C ends it, and what was done stays in " + platform.data());
            tell.plain("Open this in a browser  ブラウザーで開いてください:");
            tell.plain("");
            tell.plain("  " + landing.uri());
            new CountDownLatch(1).await();
        } catch (IOException e) {
            throw new IllegalStateException("the first page cannot be served: " + e.getMessage(), e);
        }
    }
}
