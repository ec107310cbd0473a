package dev.musubi.issuer.demonstration;

import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** The hand at the issuer's clock. Outside a demonstration it moves nothing. */
@Component
public final class MovableClock {

    private final MachineClock machine;
    private final DemonstrationSettings settings;
    private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);

    MovableClock(MachineClock machine, DemonstrationSettings settings) {
        this.machine = machine;
        this.settings = settings;
    }

    /** How far it was moved. */
    Duration shift() {
        return shift.get();
    }

    /** The issuer's time. */
    public Instant instant() {
        return machine.instant().plus(shift.get());
    }

    /**
     * Makes it {@code target} now; time flows on from there.
     *
     * @throws IllegalStateException outside a demonstration
     */
    public void moveTo(Instant target) {
        if (!settings.demonstration()) {
            throw new IllegalStateException("the clock stands still outside a demonstration");
        }
        shift.set(Duration.between(machine.instant(), target));
    }
}
