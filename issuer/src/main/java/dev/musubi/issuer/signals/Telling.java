package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.signals.ReleaseWork.Entry;
import dev.musubi.issuer.signals.ReleaseWork.Waiting;
import dev.musubi.issuer.time.MachineClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Writes down, under the holder's lock, what each receiver is to be told of the holder, and when. Each is told at a moment
 * of its own, by chance, since receivers told at the same moment could find out that they were told of the same person; and
 * nothing is told before what happened earlier.
 */
@Component
class Telling {

    private static final Logger log = LoggerFactory.getLogger(Telling.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MOST = 100;

    private final Subjects subjects;
    private final Streams streams;
    private final WorkQueue work;
    private final SignalSettings settings;
    private final MachineClock machine;

    Telling(Subjects subjects, Streams streams, WorkQueue work, SignalSettings settings, MachineClock machine) {
        this.subjects = subjects;
        this.streams = streams;
        this.work = work;
        this.settings = settings;
        this.machine = machine;
    }

    /**
     * To be told.
     *
     * @param at when it happened, of which a day is told
     * @param whom which of the streams that the holder is in it is for: none to whom the holder does not agree
     * @param what worked out only where there is anybody to tell
     */
    void tell(HolderId holderId, Instant at, Predicate<EventStream> whom, Supplier<List<Signal>> what) {
        List<Signal> signals = null;
        for (Subjects.Row row : subjects.of(holderId)) {
            Optional<EventStream> found = streams.find(row.stream());
            if (found.isEmpty()) {
                subjects.remove(holderId, row.stream());
            }
            Optional<EventStream> stream = found.filter(whom);
            if (stream.isPresent()) {
                if (signals == null) {
                    signals = what.get();
                }
                tell(holderId, row, stream.get(), Coarse.day(at).value(), signals);
            }
        }
    }

    private void tell(HolderId holderId, Subjects.Row row, EventStream stream, LocalDate day, List<Signal> signals) {
        Set<String> told = day.equals(row.toldOn()) ? new LinkedHashSet<>(row.told()) : new LinkedHashSet<>();
        List<Signal> wanted = signals.stream()
                .filter(each -> stream.delivered().contains(each.type()))
                .filter(each -> !each.isOnceADay() || told.add(each.code()))
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        Instant now = machine.instant();
        Instant due = now.plus(apart());
        Instant last = row.lastDue();
        Instant when = last != null && last.isAfter(due) ? soon(last, now) : due;
        String txn = UUID.randomUUID().toString();
        put(
                holderId,
                stream.id(),
                now,
                wanted.stream()
                        .map(each ->
                                new Entry(UUID.randomUUID().toString(), txn, each.type(), each.said(), day, now, when))
                        .toList());
        subjects.note(holderId, new Subjects.Row(stream.id(), when, day, told));
    }

    /** Nobody is told any more to whom the holder does not agree: what waits is taken back. */
    void stop(HolderId holderId) {
        for (Subjects.Row row : subjects.of(holderId)) {
            boolean agreed = streams.find(row.stream())
                    .filter(each -> subjects.isAgreed(holderId, each))
                    .isPresent();
            if (!agreed) {
                subjects.remove(holderId, row.stream());
                work.drop(ReleaseWork.KIND, Waiting.key(holderId, row.stream()));
                Instant now = machine.instant();
                put(
                        holderId,
                        row.stream(),
                        now,
                        List.of(new Entry(UUID.randomUUID().toString(), null, null, Map.of(), null, now, now)));
            }
        }
    }

    private void put(HolderId holderId, StreamId stream, Instant now, List<Entry> further) {
        String key = Waiting.key(holderId, stream);
        List<Entry> entries = new ArrayList<>();
        work.payload(ReleaseWork.KIND, key)
                .ifPresent(waiting -> waiting.entries().forEach(each -> entries.add(each.due(soon(each.due(), now)))));
        entries.addAll(further);
        List<Entry> latest = latest(stream, entries);
        work.put(
                ReleaseWork.KIND,
                key,
                new Waiting(holderId, stream, List.copyOf(latest)),
                latest.getFirst().due());
    }

    /**
     * No later than what happens now is told at the latest: anything later was put down by a clock that was ahead, and would
     * have the receiver wait until the others have caught up. Nothing overtakes, since all of it stays in order.
     */
    private Instant soon(Instant due, Instant now) {
        Instant latest = now.plus(settings.spread());
        return due.isAfter(latest) ? latest : due;
    }

    /** The latest, as many as are kept; that what waits is to be forgotten is kept in any case. */
    private static List<Entry> latest(StreamId stream, List<Entry> entries) {
        int lost = entries.size() - MOST;
        if (lost <= 0) {
            return entries;
        }
        List<Entry> oldest = entries.subList(0, lost);
        List<Entry> latest = new ArrayList<>(entries.subList(lost, entries.size()));
        oldest.stream().filter(each -> each.type() == null).findFirst().ifPresent(latest::addFirst);
        long events = oldest.stream().filter(each -> each.type() != null).count();
        if (events > 0) {
            log.warn("signals.untold stream={} count={}", stream, events);
        }
        return latest;
    }

    private Duration apart() {
        return Duration.ofMillis(RANDOM.nextLong(settings.spread().toMillis() + 1));
    }
}
