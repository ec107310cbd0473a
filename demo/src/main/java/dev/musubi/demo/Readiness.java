package dev.musubi.demo;

import java.util.concurrent.atomic.AtomicInteger;

/** Whether all of them take requests. */
final class Readiness {

    private final AtomicInteger missing;

    Readiness(int all) {
        this.missing = new AtomicInteger(all);
    }

    void oneMore() {
        missing.decrementAndGet();
    }

    boolean all() {
        return missing.get() <= 0;
    }
}
