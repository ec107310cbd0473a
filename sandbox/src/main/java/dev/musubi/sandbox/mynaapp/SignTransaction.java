package dev.musubi.sandbox.mynaapp;

import dev.musubi.mynaapp.Dialect;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Something a client wants signed: open, then signed once, then fetched once. */
final class SignTransaction {

    private final UUID id;
    private final String clientId;
    private final byte[] input;
    private final Instant startedAt;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable String jwe;
    private @Nullable Instant resultUntil;
    private boolean taken;

    SignTransaction(UUID id, String clientId, byte[] input, Instant startedAt) {
        this.id = id;
        this.clientId = clientId;
        this.input = input.clone();
        this.startedAt = startedAt;
    }

    /** What became of a question for the result. */
    enum State {
        OPEN,
        SIGNED,
        GONE
    }

    UUID id() {
        return id;
    }

    String clientId() {
        return clientId;
    }

    /** What the card is given, verbatim. */
    byte[] input() {
        return input.clone();
    }

    State state(Instant now) {
        lock.lock();
        try {
            if (resultUntil == null) {
                return now.isBefore(startedAt.plus(Dialect.TRANSACTION_LIFE)) ? State.OPEN : State.GONE;
            }
            return !taken && now.isBefore(resultUntil) ? State.SIGNED : State.GONE;
        } finally {
            lock.unlock();
        }
    }

    /** Keeps what was signed; false if something was signed already, or it is too late. */
    boolean signed(String sealed, Instant now) {
        lock.lock();
        try {
            if (state(now) != State.OPEN) {
                return false;
            }
            jwe = sealed;
            resultUntil = now.plus(Dialect.RESULT_LIFE);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The result, to the first who asks. */
    Optional<String> take(Instant now) {
        lock.lock();
        try {
            if (state(now) != State.SIGNED) {
                return Optional.empty();
            }
            taken = true;
            String result = jwe;
            jwe = null;
            return Optional.ofNullable(result);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "SignTransaction[redacted]";
    }
}
