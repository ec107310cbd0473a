package dev.musubi.issuer.promise;

import dev.musubi.issuer.metrics.Reading;
import dev.musubi.issuer.metrics.Readings;
import org.springframework.stereotype.Component;

/** The published promise, and how it was kept; the same numbers as everybody reads at {@code /monitoring}. */
@Component
final class PromiseReading implements Reading {

    private final Monitoring monitoring;

    PromiseReading(Monitoring monitoring) {
        this.monitoring = monitoring;
    }

    @Override
    public Pace pace() {
        return Pace.SLOW;
    }

    @Override
    public void read(Readings readings) {
        Monitoring.Report report = monitoring.report();
        readings.add("musubi_promise_kept", report.kept() ? 1 : 0);
        report.broken()
                .forEach(each -> readings.add(
                        "musubi_promise_broken",
                        each.count(),
                        "what",
                        each.what(),
                        "stage",
                        each.stage() == null ? "none" : each.stage()));
        for (Monitoring.Stage each : report.stages()) {
            readings.add("musubi_promise_promised_seconds", each.promisedSeconds(), "stage", each.stage());
            readings.add("musubi_promise_cases", each.count(), "stage", each.stage());
            readings.add("musubi_promise_seconds", each.p50Seconds(), "stage", each.stage(), "of", "p50");
            readings.add("musubi_promise_seconds", each.p99Seconds(), "stage", each.stage(), "of", "p99");
            readings.add("musubi_promise_seconds", each.worstSeconds(), "stage", each.stage(), "of", "worst");
        }
    }
}
