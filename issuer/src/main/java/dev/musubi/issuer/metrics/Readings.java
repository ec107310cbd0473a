package dev.musubi.issuer.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was read: values by name and labels. */
public final class Readings {

    /** More than this many of one reading are a fault: it is left out as a whole, which shows, and not in part, which would not. */
    private static final int MOST = 60_000;

    private final List<Value> values = new ArrayList<>();

    /** One of them. */
    record Value(String name, Map<String, String> labels, double value) {}

    /**
     * Adds a value.
     *
     * @param name in the manner of Prometheus, with its unit last ({@code musubi_work_oldest_seconds})
     * @param value not added if it is null: what is not known is not said to be zero
     * @param labels names and values in turns
     */
    public void add(String name, @Nullable Number value, String... labels) {
        if (value == null) {
            return;
        }
        if (values.size() >= MOST) {
            throw new IllegalStateException("more than " + MOST + " values of one reading");
        }
        Map<String, String> pairs = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            pairs.put(labels[i], labels[i + 1]);
        }
        values.add(new Value(name, pairs, value.doubleValue()));
    }

    /** Adds a moment, in seconds since 1970. */
    public void at(String name, @Nullable Instant at, String... labels) {
        add(name, at == null ? null : at.toEpochMilli() / 1000.0, labels);
    }

    List<Value> values() {
        return values;
    }
}
