package dev.musubi.issuer.database;

import java.sql.SQLException;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The only way a person's rows are changed: one transaction, one person, whose row in {@code holder} is locked first.
 *
 * <p>READ COMMITTED and that lock are the whole of the concurrency control, which also holds on a distributed
 * PostgreSQL. A transaction that loses against another (SQLSTATE 40001, 40P01) is run again.
 */
@Component
public class HolderTransactions {

    private static final int TRIES = 5;

    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;

    HolderTransactions(PlatformTransactionManager manager, JdbcClient jdbc) {
        this.transaction = new TransactionTemplate(manager);
        this.jdbc = jdbc;
    }

    /**
     * Runs {@code work} in a transaction that holds the lock on an existing holder.
     *
     * @throws UnknownHolderException if there is no such holder
     */
    public <T extends @org.jspecify.annotations.Nullable Object> T locking(HolderId holderId, Supplier<T> work) {
        return retrying(() -> {
            boolean there = jdbc.sql("select 1 from holder where holder_id = ? for update")
                    .param(holderId)
                    .query(Integer.class)
                    .optional()
                    .isPresent();
            if (!there) {
                throw new UnknownHolderException();
            }
            return work.get();
        });
    }

    /** Runs {@code work} in a transaction that begins with a new holder's row. */
    public <T extends @org.jspecify.annotations.Nullable Object> T creating(
            HolderId holderId, java.time.Instant at, Supplier<T> work) {
        return retrying(() -> {
            jdbc.sql("insert into holder (holder_id, created_at) values (?, ?)")
                    .params(holderId, Sql.time(at))
                    .update();
            return work.get();
        });
    }

    private <T extends @org.jspecify.annotations.Nullable Object> T retrying(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction.execute(status -> work.get());
            } catch (DataAccessException | TransactionException lost) {
                // Inside another transaction nothing can be run again: the database has ended all of it. The outer one
                // does.
                if (attempt == TRIES
                        || !lostARace(lost)
                        || TransactionSynchronizationManager.isActualTransactionActive()) {
                    throw lost;
                }
            }
        }
    }

    private static boolean lostARace(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return "40001".equals(sql.getSQLState()) || "40P01".equals(sql.getSQLState());
            }
        }
        return false;
    }

    /** There is no such holder. */
    public static final class UnknownHolderException extends RuntimeException {
        UnknownHolderException() {
            super("no such holder");
        }
    }
}
