package dev.musubi.issuer.outbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Times the calls of all lines by what came of them. Peers are no label: there are as many as relying parties. */
final class LineMeter {

    private final MeterRegistry registry;

    LineMeter(MeterRegistry registry) {
        this.registry = registry;
    }

    void note(String line, Outcome outcome, long nanos) {
        Timer.builder("musubi_outbound_calls")
                .serviceLevelObjectives(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(5))
                .tag("line", line)
                .tag(
                        "outcome",
                        switch (outcome) {
                            case Outcome.Answered answered -> "http_" + answered.status() / 100 + "xx";
                            case Outcome.Failed failed -> failed.code();
                        })
                .register(registry)
                .record(Duration.ofNanos(nanos));
    }
}
