package dev.musubi.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/**
 * Ports for a process that is to be told where to listen. They lie below those that systems lend to outgoing connections (from
 * 32,768 on Linux, 49,152 elsewhere, RFC 6335 section 6): one of those may be lent to somebody before it is listened at.
 */
public final class FreePorts {

    private static final int FIRST = 10_240;
    private static final int AFTER_LAST = 32_768;
    private static final int TRIES = 1_000;

    private static final SecureRandom RANDOM = new SecureRandom();

    private FreePorts() {}

    /**
     * One at which nobody listens on this machine.
     *
     * @throws IllegalStateException if none was found
     */
    public static int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = RANDOM.nextInt(FIRST, AFTER_LAST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port found on 127.0.0.1");
    }

    /** Whether nobody listens at a port of 127.0.0.1. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
