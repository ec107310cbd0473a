package dev.musubi.issuer.time;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps the latest time seen, from the start on. */
@Component
class ClockTick {

    private final ClockWatch watch;

    ClockTick(ClockWatch watch) {
        this.watch = watch;
    }

    @Scheduled(fixedDelayString = "PT1M")
    void keep() {
        watch.keep();
    }
}
