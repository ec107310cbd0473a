package dev.musubi.sandbox.mynaapp;

import dev.musubi.mynaapp.Dialect;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A browser that was sent here and waits, and the phone somebody uses for it. The browser is known by its cookie: nobody else is
 * sent on. The first phone that opens the link has it.
 */
final class Visit {

    private final String id = Randoms.id();
    private final String link = Randoms.id();
    private final String session = java.util.UUID.randomUUID().toString();
    private final AuthorizationRequest request;
    private final String browser;
    private final boolean onPhone;
    private final Instant until;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable String phone;
    private int resident;
    private CardTap.@Nullable Reason problem;
    private @Nullable Ending ending;

    Visit(AuthorizationRequest request, String browser, boolean onPhone, Instant startedAt) {
        this.request = request;
        this.browser = browser;
        this.onPhone = onPhone;
        this.until = startedAt.plus(Dialect.LINK_LIFE);
    }

    /** How it ended. */
    sealed interface Ending {
        /** With a code. */
        record Done(String code) implements Ending {

            @Override
            public String toString() {
                return "Done[redacted]";
            }
        }

        /** With an error. */
        record Failed(String error, String description) implements Ending {}
    }

    /** In the address of the page that waits. */
    String id() {
        return id;
    }

    /** When it is too late. */
    Instant until() {
        return until;
    }

    /** In the QR code. */
    String link() {
        return link;
    }

    /** The server's session, which comes back in the callback. */
    String session() {
        return session;
    }

    AuthorizationRequest request() {
        return request;
    }

    /** Whether it began on a phone, so that the phone's browser goes on by itself. */
    boolean isOnPhone() {
        return onPhone;
    }

    boolean isBrowser(@Nullable String cookie) {
        return cookie != null && Randoms.same(browser, cookie);
    }

    boolean isPhone(@Nullable String cookie) {
        lock.lock();
        try {
            return phone != null && cookie != null && Randoms.same(phone, cookie);
        } finally {
            lock.unlock();
        }
    }

    boolean isClaimed() {
        lock.lock();
        try {
            return phone != null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes it for a phone, of whom it is; false if another phone has it. The same phone may change hands until it ends. */
    boolean claim(String cookie, int of) {
        lock.lock();
        try {
            if (ending != null || (phone != null && !Randoms.same(phone, cookie))) {
                return false;
            }
            phone = cookie;
            problem = null;
            resident = of;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whose phone it is. */
    OptionalInt resident() {
        lock.lock();
        try {
            return phone == null ? OptionalInt.empty() : OptionalInt.of(resident);
        } finally {
            lock.unlock();
        }
    }

    /** How it ended; it ends by itself when nobody comes. */
    Optional<Ending> ending(Instant now) {
        lock.lock();
        try {
            if (ending == null && !now.isBefore(until)) {
                ending = new Ending.Failed("access_denied", Dialect.TOO_LATE);
            }
            return Optional.ofNullable(ending);
        } finally {
            lock.unlock();
        }
    }

    /** Ends it, unless it has ended; whether it did. */
    boolean end(Ending how, Instant now) {
        lock.lock();
        try {
            if (ending(now).isPresent()) {
                return false;
            }
            ending = how;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Why the last tap came to nothing; the page that is loaded after it says so, so that loading it again spends no try. */
    Optional<CardTap.Reason> problem() {
        lock.lock();
        try {
            return Optional.ofNullable(problem);
        } finally {
            lock.unlock();
        }
    }

    void failed(CardTap.Reason why) {
        lock.lock();
        try {
            problem = why;
        } finally {
            lock.unlock();
        }
    }

    /** One thing at a time happens to it. */
    <T> T alone(java.util.function.Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "Visit[redacted]";
    }
}
