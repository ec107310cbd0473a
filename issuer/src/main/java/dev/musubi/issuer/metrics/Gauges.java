package dev.musubi.issuer.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Reads all {@link Reading}s and hands what they say to the registry. What one says no more is gone from there. */
@Component
class Gauges {

    private static final Logger log = LoggerFactory.getLogger(Gauges.class);

    /** Who asks more often has what was read last. */
    private static final long GOOD_FOR = Duration.ofSeconds(5).toNanos();

    private final MeterRegistry registry;
    private final List<Reading> readings;
    private final Map<String, MultiGauge> gauges = new HashMap<>();
    private final Map<Reading, List<Readings.Value>> last = new HashMap<>();
    private final ReentrantLock reading = new ReentrantLock();
    private volatile long readAt = System.nanoTime() - GOOD_FOR;

    Gauges(MeterRegistry registry, List<Reading> readings) {
        this.registry = registry;
        this.readings = List.copyOf(readings);
    }

    /** Reads anew what is quickly read; while somebody does, others have what was read last. */
    void quick() {
        if (reading.tryLock()) {
            try {
                if (System.nanoTime() - readAt >= GOOD_FOR) {
                    read(Reading.Pace.QUICK);
                    readAt = System.nanoTime();
                }
            } finally {
                reading.unlock();
            }
        }
    }

    /** Has everything read anew with the next question. */
    void forget() {
        readAt = System.nanoTime() - GOOD_FOR;
    }

    @Scheduled(fixedDelayString = "PT5M", initialDelayString = "PT20S")
    void slow() {
        reading.lock();
        try {
            read(Reading.Pace.SLOW);
        } finally {
            reading.unlock();
        }
    }

    private void read(Reading.Pace pace) {
        for (Reading each : readings) {
            if (each.pace() == pace) {
                last.put(each, values(each));
            }
        }
        Map<String, List<Row<?>>> rows = new TreeMap<>();
        gauges.keySet().forEach(name -> rows.put(name, new ArrayList<>()));
        last.values()
                .forEach(values -> values.forEach(value -> rows.computeIfAbsent(value.name(), n -> new ArrayList<>())
                        .add(Row.of(tags(value), value.value()))));
        rows.forEach((name, ofOne) -> gauges.computeIfAbsent(
                        name, n -> MultiGauge.builder(n).register(registry))
                .register(ofOne, true));
    }

    private static Tags tags(Readings.Value value) {
        Tags tags = Tags.empty();
        for (Map.Entry<String, String> each : value.labels().entrySet()) {
            tags = tags.and(each.getKey(), each.getValue());
        }
        return tags;
    }

    private List<Readings.Value> values(Reading of) {
        Readings read = new Readings();
        try {
            of.read(read);
            return List.copyOf(read.values());
        } catch (RuntimeException failure) {
            String name = of.getClass().getSimpleName();
            log.warn(
                    "metrics.not_read reading={} failure={}",
                    name,
                    failure.getClass().getName());
            Counter.builder("musubi_readings_failed")
                    .tag("reading", name)
                    .register(registry)
                    .increment();
            return List.of();
        }
    }
}
