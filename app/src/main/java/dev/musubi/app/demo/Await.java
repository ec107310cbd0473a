package dev.musubi.app.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what others do by their own clock, by looking again and again. */
public final class Await {

    private Await() {}

    /** How long it took until {@code holds}. */
    public static Duration until(String what, Duration patience, Supplier<Boolean> holds) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < patience.toNanos()) {
            if (holds.get()) {
                return Duration.ofNanos(System.nanoTime() - begin);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new StoryBrokenException("waited " + patience.toSeconds() + " s in vain: " + what);
    }
}
