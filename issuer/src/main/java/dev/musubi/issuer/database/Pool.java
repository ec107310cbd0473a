package dev.musubi.issuer.database;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The connections to the database. What is done in the background has half of them and waits for one far longer than people would: many
 * deliveries at once make each other slow, but nobody at a door is told for their sake that the database is away, and none of
 * them fails for the others'.
 *
 * <p>Who has one in the background and needs a second meanwhile, for a transaction apart, gets it from the other half: waiting
 * for each other, all would wait for ever.
 */
final class Pool extends HikariDataSource {

    /** What waits longer is tried again later: then connections hang, and do not only work. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ThreadLocal<Boolean> hasOne = new ThreadLocal<>();
    private volatile @Nullable Semaphore background;

    @Override
    public Connection getConnection() throws SQLException {
        if (!Background.isHere() || hasOne.get() != null) {
            return super.getConnection();
        }
        Semaphore half = background();
        try {
            if (!half.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new SQLTransientConnectionException("no connection was free for the background for a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for a connection", e);
        }
        hasOne.set(true);
        try {
            return givenBack(super.getConnection(), half);
        } catch (SQLException | RuntimeException failure) {
            hasOne.remove();
            half.release();
            throw failure;
        }
    }

    /** Made at the first use: settings are bound after the pool is. */
    private Semaphore background() {
        Semaphore made = background;
        if (made == null) {
            synchronized (this) {
                made = background;
                if (made == null) {
                    made = new Semaphore(Math.max(1, getMaximumPoolSize() / 2));
                    background = made;
                }
            }
        }
        return made;
    }

    private Connection givenBack(Connection connection, Semaphore half) {
        AtomicBoolean open = new AtomicBoolean(true);
        return (Connection) Proxy.newProxyInstance(
                Pool.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (method.getName().equals("close") && open.getAndSet(false)) {
                            hasOne.remove();
                            half.release();
                        }
                    }
                });
    }
}
