package dev.musubi.issuer.privateid;

import static dev.musubi.issuer.privateid.Cause.*;
import static dev.musubi.issuer.privateid.LifeState.ACTIVE;
import static dev.musubi.issuer.privateid.LifeState.ENDED;
import static dev.musubi.issuer.privateid.LifeState.KEY_DOUBTED;
import static dev.musubi.issuer.privateid.LifeState.PAUSED;
import static dev.musubi.issuer.privateid.LifeState.REISSUE_REQUIRED;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What may follow what: the one table of the private ID's life. Nothing else in the issuer decides a state.
 *
 * <p>Read a row as: in this state, for this cause, go there. A cause that has no row in a state changes nothing there:
 * an anchor reported dead twice, or after the holder has already re-issued, is no news. What happens to the anchor during
 * a pause waits for its end: {@link #onResume} then leads there in one step.
 */
public final class LifeCycle {

    private static final Map<LifeState, Map<Cause, LifeState>> TABLE = new EnumMap<>(LifeState.class);
    private static final Map<Cause, LifeState> AFTER_A_PAUSE = new EnumMap<>(Cause.class);

    static {
        in(ACTIVE)
                .on(REISSUED, ACTIVE)
                .on(REFRESHED, ACTIVE)
                .on(ANCHOR_CONTENT_CHANGED, REISSUE_REQUIRED)
                .on(ANCHOR_SUPERSEDED, REISSUE_REQUIRED)
                .on(ANCHOR_EXPIRED, REISSUE_REQUIRED)
                .on(ANCHOR_WITHDRAWN, REISSUE_REQUIRED)
                .on(KEY_IN_DOUBT, KEY_DOUBTED)
                .on(Cause.PAUSED, PAUSED)
                .on(CESSATION, ENDED)
                .on(WITHDRAWN, ENDED)
                .on(ID_EXPIRED, ENDED);
        in(REISSUE_REQUIRED)
                .on(REISSUED, ACTIVE)
                .on(REFRESHED, ACTIVE)
                .on(KEY_IN_DOUBT, KEY_DOUBTED)
                .on(Cause.PAUSED, PAUSED)
                .on(CESSATION, ENDED)
                .on(WITHDRAWN, ENDED)
                .on(ID_EXPIRED, ENDED);
        in(PAUSED)
                .on(REISSUED, ACTIVE)
                .on(RESUMED, ACTIVE)
                .onResumeAfter(ANCHOR_CONTENT_CHANGED, REISSUE_REQUIRED)
                .onResumeAfter(ANCHOR_SUPERSEDED, REISSUE_REQUIRED)
                .onResumeAfter(ANCHOR_EXPIRED, REISSUE_REQUIRED)
                .onResumeAfter(ANCHOR_WITHDRAWN, REISSUE_REQUIRED)
                .on(KEY_IN_DOUBT, KEY_DOUBTED)
                .on(CESSATION, ENDED)
                .on(WITHDRAWN, ENDED)
                .on(ID_EXPIRED, ENDED);
        in(KEY_DOUBTED)
                .on(REISSUED, ACTIVE)
                .on(CESSATION, ENDED)
                .on(WITHDRAWN, ENDED)
                .on(ID_EXPIRED, ENDED);
        in(ENDED);
    }

    private LifeCycle() {}

    /**
     * One row of the table. A birth has no state to come from.
     *
     * @param onResume true where the cause came during a pause and takes effect when the holder ends it
     */
    public record Transition(Optional<LifeState> from, Cause cause, LifeState to, boolean onResume) {}

    /** Where a new private ID begins. */
    public static final Transition BIRTH = new Transition(Optional.empty(), ISSUED, ACTIVE, false);

    /** Where {@code cause} leads from {@code from}; empty if it changes nothing there. */
    public static Optional<LifeState> next(LifeState from, Cause cause) {
        return Optional.ofNullable(row(from).get(cause));
    }

    /**
     * Where ending a pause leads from {@code from}; empty where there is no pause to end.
     *
     * @param anchor what became of the anchor meanwhile; empty if it is alive
     */
    public static Optional<Transition> onResume(LifeState from, Optional<Cause> anchor) {
        Optional<LifeState> resumed = next(from, RESUMED);
        if (resumed.isEmpty()) {
            return Optional.empty();
        }
        if (anchor.isEmpty()) {
            return resumed.map(to -> new Transition(Optional.of(from), RESUMED, to, false));
        }
        Cause cause = anchor.get();
        // A death that does not wait for the end of a pause has a row of its own, and leads where that says.
        LifeState to = AFTER_A_PAUSE.getOrDefault(cause, row(from).get(cause));
        return Optional.ofNullable(to).map(there -> new Transition(Optional.of(from), cause, there, true));
    }

    /** The whole table, birth first, in the order of the states and causes. */
    public static List<Transition> table() {
        List<Transition> rows = new ArrayList<>();
        rows.add(BIRTH);
        TABLE.forEach((from, row) ->
                row.forEach((cause, to) -> rows.add(new Transition(Optional.of(from), cause, to, false))));
        AFTER_A_PAUSE.forEach((cause, to) -> rows.add(new Transition(Optional.of(PAUSED), cause, to, true)));
        return rows;
    }

    private static Map<Cause, LifeState> row(LifeState state) {
        return TABLE.getOrDefault(state, Map.of());
    }

    private static Row in(LifeState state) {
        return new Row(TABLE.computeIfAbsent(state, s -> new EnumMap<>(Cause.class)));
    }

    private record Row(Map<Cause, LifeState> row) {
        Row on(Cause cause, LifeState to) {
            row.put(cause, to);
            return this;
        }

        Row onResumeAfter(Cause cause, LifeState to) {
            AFTER_A_PAUSE.put(cause, to);
            return this;
        }
    }
}
