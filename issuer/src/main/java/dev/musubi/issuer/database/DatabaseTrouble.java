package dev.musubi.issuer.database;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a failure says of the database itself. By SQLSTATE (PostgreSQL, appendix A), since messages and constraint names differ
 * between PostgreSQL and a distributed one.
 */
public enum DatabaseTrouble {
    /**
     * It could not be reached, went away, or had no room: the transaction did not take place. Others of the same request
     * may have.
     */
    AWAY,
    /** It went away while a transaction was being committed: nobody knows whether it was. */
    OUTCOME_UNKNOWN;

    /** What {@code failure} says; empty if it is about something else. */
    public static Optional<DatabaseTrouble> of(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof OutcomeUnknownException) {
                return Optional.of(OUTCOME_UNKNOWN);
            }
            if (each instanceof SQLException sql && isAway(sql)) {
                return Optional.of(AWAY);
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a statement failed for text that no column could hold: U+0000 (22021), or an escape for it or for half of a
     * surrogate pair in JSON (22P05). It says nothing of the database; such text comes from outside.
     */
    public static boolean isUnstorableText(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql
                    && ("22021".equals(sql.getSQLState()) || "22P05".equals(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * For whoever goes on with the others after one has failed: not if it is the database that did. One that lost its race
     * against others keeps none of them up.
     */
    public static void rethrow(RuntimeException failure) {
        if (of(failure).isPresent() && !lostARace(failure)) {
            throw failure;
        }
    }

    private static boolean lostARace(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql && isRace(String.valueOf(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    /** Others were quicker (serialization failure, deadlock). */
    private static boolean isRace(String state) {
        return state.equals("40001") || state.equals("40P01");
    }

    private static boolean isAway(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLRecoverableException
                || isLost(state)
                // Lost a race against others again and again, no connection left, or a standby that is not yet the
                // first.
                || isRace(state)
                || state.equals("53300")
                || state.equals("25006");
    }

    /** The connection or the server went: class 08, and 57P01 to 57P05 (shut down, crashed, not yet up, dropped, idle). */
    static boolean isLost(String state) {
        return state.startsWith("08") || state.startsWith("57P0");
    }
}
