package dev.musubi.issuer.privateid;

import static dev.musubi.issuer.privateid.Cause.*;
import static dev.musubi.issuer.privateid.State.*;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What may follow what: the one table of the private ID's life. Nothing else in the issuer decides a state.
 *
 * <p>Read a row as: in this state, for this cause, go there. A cause that has no row in a state changes nothing there:
 * an anchor reported dead twice, or after the holder has already re-issued, is no news.
 */
public final class LifeCycle {

    private static final Map<State, Map<Cause, State>> TABLE = new EnumMap<>(State.class);

    static {
        in(ACTIVE)
                .on(REISSUED, ACTIVE)
                .on(REFRESHED, ACTIVE)
                .on(ANCHOR_CONTENT_CHANGED, REISSUE_REQUIRED)
                .on(ANCHOR_SUPERSEDED, REISSUE_REQUIRED)
                .on(ANCHOR_EXPIRED, REISSUE_REQUIRED)
                .on(ANCHOR_WITHDRAWN, REISSUE_REQUIRED)
                .on(KEY_IN_DOUBT, SUSPENDED)
                .on(PAUSED, SUSPENDED)
                .on(CESSATION, ENDED)
                .on(WITHDRAWN, ENDED)
                .on(ID_EXPIRED, ENDED);
        in(REISSUE_REQUIRED)
                .on(REISSUED, ACTIVE)
                .on(REFRESHED, ACTIVE)
                .on(KEY_IN_DOUBT, SUSPENDED)
                .on(PAUSED, SUSPENDED)
                .on(CESSATION, ENDED)
                .on(WITHDRAWN, ENDED)
                .on(ID_EXPIRED, ENDED);
        in(SUSPENDED)
                .on(REISSUED, ACTIVE)
                .on(RESUMED, ACTIVE)
                .on(KEY_IN_DOUBT, SUSPENDED)
                .on(CESSATION, ENDED)
                .on(WITHDRAWN, ENDED)
                .on(ID_EXPIRED, ENDED);
        in(ENDED);
    }

    private LifeCycle() {}

    /** One row of the table. A birth has no state to come from. */
    public record Transition(Optional<State> from, Cause cause, State to) {}

    /** Where a new private ID begins. */
    public static final Transition BIRTH = new Transition(Optional.empty(), ISSUED, ACTIVE);

    /** Where {@code cause} leads from {@code from}; empty if it changes nothing there. */
    public static Optional<State> next(State from, Cause cause) {
        return Optional.ofNullable(row(from).get(cause));
    }

    /** The whole table, birth first, in the order of the states and causes. */
    public static List<Transition> table() {
        List<Transition> rows = new ArrayList<>();
        rows.add(BIRTH);
        TABLE.forEach(
                (from, row) -> row.forEach((cause, to) -> rows.add(new Transition(Optional.of(from), cause, to))));
        return rows;
    }

    private static Map<Cause, State> row(State state) {
        return TABLE.getOrDefault(state, Map.of());
    }

    private static Row in(State state) {
        return new Row(TABLE.computeIfAbsent(state, s -> new EnumMap<>(Cause.class)));
    }

    private record Row(Map<Cause, State> row) {
        Row on(Cause cause, State to) {
            row.put(cause, to);
            return this;
        }
    }
}
