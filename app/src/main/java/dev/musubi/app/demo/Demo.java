package dev.musubi.app.demo;

import dev.musubi.app.client.Browser;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.UnreachableException;
import dev.musubi.app.process.Installation;
import dev.musubi.app.process.Platform;
import dev.musubi.app.process.Ports;
import dev.musubi.app.process.Site;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** {@code musubi demo}: starts sandbox, issuer and relying parties, plays the story, stays up and says where to look. */
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
                whereToLook(tell, platform);
                Thread.ofVirtual().name("clock").start(new ClockFollower(platform));
                new CountDownLatch(1).await();
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

    private static void whereToLook(Narrator tell, Platform platform) {
        tell.title("Where to look (Ctrl-C ends it; what was done stays in " + platform.data() + ")");
        tell.plain("  むすび銀行                    " + platform.siteUri(Site.BANK) + "  (犯罪収益移転防止法)");
        tell.plain("  むすび電話                    " + platform.siteUri(Site.TELCO) + "  (携帯電話不正利用防止法)");
        tell.plain("  むすび市役所                  " + platform.siteUri(Site.CITY) + "  (行政手続)");
        tell.plain("  the holder's home             " + platform.holdersUri() + "/home  (民間IDのホーム)");
        tell.plain("  (all four with certificates of their own making: your browser asks once)");
        tell.plain("  residents and their phones    " + platform.sandboxUri() + "/residents");
        tell.plain("  issuer, for residents         " + platform.holdersUri() + "/openapi/holders.yaml");
        tell.plain("  issuer, for relying parties   " + platform.relyingPartiesUri() + "  (mutual TLS; client key: "
                + platform.data().resolve("bank/client.p12") + ")");
        tell.plain("  issuer, for operators         " + platform.operatorsUri() + "/operator/coverage  (token: "
                + platform.operatorToken() + ")");
        tell.plain(
                "  five years on                 curl -X PUT -H 'Content-Type: application/json' -d '{\"advance\":\"P5Y\"}' "
                        + platform.sandboxUri() + "/clock  (the issuer's clock follows)");
        tell.plain("  the tutorial                  docs/tutorial.md");
    }
}
