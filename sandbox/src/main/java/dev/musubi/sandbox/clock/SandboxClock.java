package dev.musubi.sandbox.clock;

import dev.musubi.sandbox.journal.Entry;
import dev.musubi.sandbox.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;
import java.util.concurrent.locks.ReentrantLock;

/** The time everything in the sandbox goes by: the machine's, moved by as much as somebody asked for. */
public final class SandboxClock implements InstantSource {

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    private final InstantSource machine;
    private final Journal journal;
    private final ReentrantLock setting = new ReentrantLock();
    private volatile Duration offset = Duration.ZERO;

    /** A clock that goes with the machine's until it is moved. */
    public SandboxClock(InstantSource machine, Journal journal) {
        this.machine = machine;
        this.journal = journal;
        journal.subscribe(entry -> {
            if (entry instanceof Entry.ClockSet(Duration moved)) {
                offset = moved;
            }
        });
    }

    @Override
    public Instant instant() {
        return machine.instant().plus(offset);
    }

    /**
     * Moves the clock to a time.
     *
     * @return whether it was moved; not if the time has passed, unless {@code backwardsToo}
     */
    public boolean set(Instant now, boolean backwardsToo) {
        setting.lock();
        try {
            if (now.isBefore(instant()) && !backwardsToo) {
                return false;
            }
            journal.append(new Entry.ClockSet(Duration.between(machine.instant(), now)));
            return true;
        } finally {
            setting.unlock();
        }
    }

    /** Moves the clock by a period or a duration, years and months by the calendar of Japan; not backwards. */
    public boolean advance(TemporalAmount amount) {
        return set(instant().atZone(JAPAN).plus(amount).toInstant(), false);
    }

    /** Goes with the machine's clock again. */
    public void reset() {
        setting.lock();
        try {
            journal.append(new Entry.ClockSet(Duration.ZERO));
        } finally {
            setting.unlock();
        }
    }
}
