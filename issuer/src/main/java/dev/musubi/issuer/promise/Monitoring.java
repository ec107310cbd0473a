package dev.musubi.issuer.promise;

import dev.musubi.issuer.anchor.DetectionTimes;
import dev.musubi.issuer.anchor.DetectionTimes.Span;
import dev.musubi.issuer.database.TimesTaken;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How the promise was kept. The answer is worked out at most once a minute, however often it is asked for: everybody may ask,
 * and the database is for others.
 */
@Component
class Monitoring {

    private static final Duration ANY = Duration.ofDays(36_500);
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    private final DetectionTimes times;
    private final List<Stretch> further;
    private final MonitoringPolicy policy;
    private final MonitoringSettings settings;
    private final InstantSource clock;
    private final MachineClock machine;
    private final ReentrantLock measuring = new ReentrantLock();
    private volatile @Nullable Report last;

    Monitoring(
            DetectionTimes times,
            List<Stretch> further,
            MonitoringPolicy policy,
            MonitoringSettings settings,
            InstantSource clock,
            MachineClock machine) {
        this.times = times;
        this.further =
                further.stream().sorted(Comparator.comparing(Stretch::name)).toList();
        this.machine = machine;
        this.policy = policy;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What everybody is told.
     *
     * @param asOf when it was worked out
     * @param windowDays how far back the figures go
     * @param kept whether the promise was kept all that time, and is kept now
     * @param broken where it was not
     * @param stages what was measured
     */
    record Report(Instant asOf, long windowDays, boolean kept, List<Breach> broken, List<Stage> stages) {}

    /**
     * Where the promise was not kept.
     *
     * @param what {@code detected_late}: something was noticed too late; {@code listed_late}: it stood in a status list too late; {@code lists_late}: lists are so old now that what
     *     was revoked since is not known
     * @param stage which stage, where one was too slow
     * @param count how many
     */
    record Breach(String what, @Nullable String stage, long count) {}

    /**
     * A stretch of the way from a revocation to those it matters to.
     *
     * @param stage its name
     * @param promisedSeconds the longest it may take; null where that is for the receiver to say as well
     * @param count how many cases; null where they are fewer than figures are told of
     * @param p50Seconds half of them took no longer
     * @param p99Seconds 99 of 100 took no longer
     * @param worstSeconds none took longer
     */
    record Stage(
            String stage,
            @Nullable Long promisedSeconds,
            @Nullable Long count,
            @Nullable Long p50Seconds,
            @Nullable Long p99Seconds,
            @Nullable Long worstSeconds) {}

    /** The report of this minute; while somebody is working it out, whoever comes has the one before, which says of when it is. */
    Report report() {
        Instant now = clock.instant();
        Report known = last;
        boolean past = known != null && !known.asOf().isAfter(now);
        if (known != null && past && known.asOf().plus(GOOD_FOR).isAfter(now)) {
            return known;
        }
        if (!measuring.tryLock()) {
            // Nobody waits behind a database that is slow or away.
            return known != null && past ? known : measure(now);
        }
        try {
            Report measured = measure(now);
            last = measured;
            return measured;
        } finally {
            measuring.unlock();
        }
    }

    private Report measure(Instant now) {
        Instant since = now.minus(settings.window());
        List<Breach> broken = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        for (Span span : Span.values()) {
            Duration promised = switch (span) {
                case LIST_TO_STATE -> policy.fromList();
                case REVOCATION_TO_STATE -> policy.fromRevocation();
            };
            TimesTaken taken = times.since(since, span, promised);
            String name = span.name().toLowerCase(Locale.ROOT);
            stages.add(stage(name, promised, taken));
            if (taken.over() > 0) {
                broken.add(new Breach("detected_late", name, taken.over()));
            }
        }
        // Lists and signals go by the machine's clock, which a demonstration does not move.
        Instant onMachine = machine.instant().minus(settings.window());
        for (Stretch stretch : further) {
            String name = stretch.name().name().toLowerCase(Locale.ROOT);
            switch (stretch.name()) {
                case STATE_TO_LIST -> {
                    TimesTaken taken = stretch.since(onMachine, policy.toList());
                    stages.add(stage(name, policy.toList(), taken));
                    if (taken.over() > 0) {
                        broken.add(new Breach("listed_late", name, taken.over()));
                    }
                }
                case STATE_TO_RECEIVER -> stages.add(stage(name, null, stretch.since(onMachine, ANY)));
            }
        }
        long late = times.listsOlderThan(now.minus(policy.fromRevocation()));
        if (late > 0) {
            broken.add(new Breach("lists_late", null, late));
        }
        return new Report(now, settings.window().toDays(), broken.isEmpty(), List.copyOf(broken), List.copyOf(stages));
    }

    private Stage stage(String name, @Nullable Duration promised, TimesTaken taken) {
        boolean told = taken.count() >= settings.least();
        return new Stage(
                name,
                seconds(promised),
                told ? taken.count() : null,
                told ? seconds(taken.half()) : null,
                told ? seconds(taken.most()) : null,
                told ? seconds(taken.worst()) : null);
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }
}
