package dev.musubi.issuer.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches over the connections of a door: how many an address has, and that each gets on. The server's own timeouts begin
 * anew with each byte, so that a caller who sends one now and then stays for as long as it likes; here each phase has an end.
 */
final class ConnectionGuard {

    private final LimitSettings limits;
    private final Map<SocketChannel, Watched> open = new ConcurrentHashMap<>();
    private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();

    ConnectionGuard(LimitSettings limits) {
        this.limits = limits;
    }

    /** Where a connection is. */
    private enum Phase {
        /** Handshake, or the head of a request. */
        HEAD,
        /** Body, work, answer. */
        EXCHANGE,
        /** Between two requests, which the server ends by itself. */
        IDLE
    }

    /** One connection. Marked by the thread that serves it, looked at by the one that sweeps. */
    final class Watched {
        private final @Nullable String address;
        private volatile Phase phase = Phase.HEAD;
        private volatile long since;
        private volatile BooleanSupplier bodyRead = () -> true;

        private Watched(@Nullable String address, long now) {
            this.address = address;
            this.since = now;
        }

        /** Bytes of a request have come. */
        void headGoesOn(long now) {
            if (phase == Phase.IDLE) {
                since = now;
                phase = Phase.HEAD;
            }
        }

        /** A head is whole. */
        void headIsOver(long now, BooleanSupplier whetherBodyIsRead) {
            bodyRead = whetherBodyIsRead;
            since = now;
            phase = Phase.EXCHANGE;
        }

        /**
         * A request is answered. What is left of its body is passed over, or the next head may have begun already: either has
         * as long as a head.
         */
        void exchangeIsOver(long now) {
            since = now;
            phase = Phase.HEAD;
        }

        /** Nothing of a next request has come, and the connection stays. */
        void isIdle() {
            phase = Phase.IDLE;
        }

        boolean isOverdue(long now) {
            long waited = now - since;
            return switch (phase) {
                case HEAD -> waited > limits.head().toNanos();
                case EXCHANGE ->
                    waited > limits.exchange().toNanos()
                            || (waited > limits.body().toNanos() && !bodyRead.getAsBoolean());
                case IDLE -> false;
            };
        }
    }

    /** Whether a new connection may stay. */
    boolean admit(SocketChannel socket, long now) {
        String address = counted(socket);
        if (address != null && perAddress.merge(address, 1, Integer::sum) > limits.connectionsPerAddress()) {
            forget(address);
            return false;
        }
        open.put(socket, new Watched(address, now));
        return true;
    }

    /** A connection is gone. */
    void left(SocketChannel socket) {
        Watched watched = open.remove(socket);
        if (watched != null && watched.address != null) {
            forget(watched.address);
        }
    }

    /** The watch over a connection. */
    @Nullable
    Watched of(SocketChannel socket) {
        return open.get(socket);
    }

    /** How many connections there are. */
    int size() {
        return open.size();
    }

    /** Those that took too long. */
    java.util.List<SocketChannel> overdue(long now) {
        return open.entrySet().stream()
                .filter(each -> each.getValue().isOverdue(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void forget(String address) {
        perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    /** The address a connection counts for; null where it counts for none: no limit is set, or a trusted proxy brings many. */
    private @Nullable String counted(SocketChannel socket) {
        if (limits.connectionsPerAddress() == 0) {
            return null;
        }
        try {
            InetAddress address = ((InetSocketAddress) socket.getRemoteAddress()).getAddress();
            return limits.trusts(address) ? null : ClientAddress.key(address);
        } catch (IOException | NullPointerException goneAlready) {
            return null;
        }
    }
}
