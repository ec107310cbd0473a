package dev.musubi.issuer.metrics;

import dev.musubi.issuer.time.MachineClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Reads all {@link Reading}s by the clock and hands what they say to the registry, so that whoever collects waits for nothing.
 * What one says no more is gone from there, and so is what was read too long ago: an old number looks like a good one. When each
 * was read last is told beside them, and is itself what an operator is called for.
 */
@Component
class Gauges {

    private static final Logger log = LoggerFactory.getLogger(Gauges.class);

    private static final Duration GOOD_FOR_QUICK = Duration.ofMinutes(2);
    private static final Duration GOOD_FOR_SLOW = Duration.ofMinutes(20);
    private static final String READ_AT = "musubi_readings_at_timestamp_seconds";

    private final MeterRegistry registry;
    private final MachineClock machine;
    private final List<Reading> readings;
    private final Map<Reading, Read> last = new ConcurrentHashMap<>();
    private final ReentrantLock quick = new ReentrantLock();
    private final ReentrantLock slow = new ReentrantLock();

    /** By the lock on itself alone. */
    private final Map<String, MultiGauge> gauges = new HashMap<>();

    Gauges(MeterRegistry registry, List<Reading> readings, MachineClock machine) {
        this.machine = machine;
        this.registry = registry;
        this.readings = List.copyOf(readings);
    }

    private record Read(Instant at, List<Readings.Value> values) {}

    @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT5S")
    void quick() {
        read(Reading.Pace.QUICK, quick);
    }

    @Scheduled(fixedDelayString = "PT5M", initialDelayString = "PT20S")
    void slow() {
        read(Reading.Pace.SLOW, slow);
    }

    private void read(Reading.Pace pace, ReentrantLock lock) {
        lock.lock();
        try {
            for (Reading each : readings) {
                if (each.pace() == pace) {
                    read(each);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void read(Reading of) {
        Readings read = new Readings();
        try {
            of.read(read);
            last.put(of, new Read(machine.instant(), List.copyOf(read.values())));
        } catch (RuntimeException failure) {
            log.warn(
                    "metrics.not_read reading={} failure={}",
                    name(of),
                    failure.getClass().getName());
        }
    }

    private static String name(Reading of) {
        return of.getClass().getSimpleName();
    }

    /** Hands over what was read, but for what is too old. Takes no time, whatever hangs. */
    void show() {
        Instant now = machine.instant();
        Map<String, List<Row<?>>> rows = new TreeMap<>();
        last.forEach((of, read) -> {
            rows.computeIfAbsent(READ_AT, n -> new ArrayList<>())
                    .add(Row.of(Tags.of("reading", name(of)), read.at().toEpochMilli() / 1000.0));
            Duration good = of.pace() == Reading.Pace.QUICK ? GOOD_FOR_QUICK : GOOD_FOR_SLOW;
            if (now.isBefore(read.at().plus(good))) {
                read.values()
                        .forEach(value -> rows.computeIfAbsent(value.name(), n -> new ArrayList<>())
                                .add(Row.of(tags(value), value.value())));
            }
        });
        synchronized (gauges) {
            Set<String> names = new HashSet<>(gauges.keySet());
            names.addAll(rows.keySet());
            names.forEach(name -> gauges.computeIfAbsent(
                            name, n -> MultiGauge.builder(n).register(registry))
                    .register(rows.getOrDefault(name, List.of()), true));
        }
    }

    private static Tags tags(Readings.Value value) {
        Tags tags = Tags.empty();
        for (Map.Entry<String, String> each : value.labels().entrySet()) {
            tags = tags.and(each.getKey(), each.getValue());
        }
        return tags;
    }
}
