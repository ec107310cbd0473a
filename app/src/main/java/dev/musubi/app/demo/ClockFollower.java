package dev.musubi.app.demo;

import dev.musubi.app.client.Operator;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.client.UnreachableException;
import dev.musubi.app.process.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * While the demonstration stays up, moves the issuer's clock after the sandbox's: whoever says "five years on" to J-LIS
 * finds the issuer five years on too.
 */
final class ClockFollower implements Runnable {

    private static final Duration CLOSE_ENOUGH = Duration.ofSeconds(2);

    private final Sandbox sandbox;
    private final Operator operator;

    ClockFollower(Platform platform) {
        this.sandbox = new Sandbox(platform.sandboxUri());
        this.operator = new Operator(platform.operatorsUri(), platform.operatorToken());
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                TimeUnit.SECONDS.sleep(1);
                follow();
            } catch (UnreachableException | Reply.UnexpectedReplyException down) {
                // One of the two is being stopped or started; the next round finds it.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void follow() {
        Instant there = Instant.parse(sandbox.clock().text("now"));
        Instant here = Instant.parse(
                operator.send("GET", "/operator/clock", null).expect(200).text("now"));
        if (Duration.between(there, here).abs().compareTo(CLOSE_ENOUGH) > 0) {
            operator.send("PUT", "/operator/clock", Map.of("now", there.toString()))
                    .expect(200);
        }
    }
}
