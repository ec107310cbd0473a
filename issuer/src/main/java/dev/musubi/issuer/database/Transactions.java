package dev.musubi.issuer.database;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Tells a commit that failed for certain from one whose outcome nobody knows: the connection or the server went away before
 * it answered, or (on a distributed PostgreSQL, XX000) one of its nodes did. And keeps the reason of a rollback.
 */
final class Transactions extends JdbcTransactionManager {

    Transactions(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        try {
            super.doCommit(status);
        } catch (RuntimeException failure) {
            throw isUncertain(failure) ? new OutcomeUnknownException(failure) : failure;
        }
    }

    /**
     * A transaction whose connection is gone cannot be undone from here, and need not be: the server has undone it. So what
     * is told is why it was to be undone, and not that this failed.
     */
    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        try {
            super.doRollback(status);
        } catch (RuntimeException failure) {
            if (!isUncertain(failure)) {
                throw failure;
            }
        }
    }

    private static boolean isUncertain(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state == null || state.equals("XX000") || DatabaseTrouble.isLost(state);
            }
        }
        return true;
    }
}
