package dev.musubi.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** A line to somebody that passes everything on, or, when it is told to, behaves as badly as a line or a peer can. */
final class BadLine implements AutoCloseable {

    /** How a connection is treated. */
    enum Manner {
        /** Both ways, as it comes. */
        PASSES,
        /** Taken, and never answered. */
        HANGS,
        /** A head at once, and then a byte now and then. */
        DRIPS,
        /** A byte of the head now and then. */
        HEAD_DRIPS,
        /** A body that never ends. */
        ENDLESS,
        /** A body that says it is a terabyte. */
        HUGE,
        /** Headers without end. */
        HEADERS,
        /** A hundred megabytes in a hundred kilobytes. */
        BOMB,
        /** Reset in the middle. */
        RESETS,
        /** No HTTP at all. */
        NONSENSE
    }

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/ocsp-response\r\n";

    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int target;
    private volatile Manner manner = Manner.PASSES;

    BadLine() {
        try {
            listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Where it leads. */
    void to(int port) {
        target = port;
    }

    /** From the next connection on; what is open is cut. */
    void now(Manner other) {
        manner = other;
        open.forEach(BadLine::close);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                threads.execute(() -> treat(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void treat(Socket socket) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            switch (manner) {
                case PASSES -> pass(socket);
                case HANGS -> closed.await();
                case DRIPS -> {
                    say(out, OK + "Content-Length: 60000\r\n\r\n");
                    drip(out);
                }
                case HEAD_DRIPS -> {
                    say(out, "HTTP/1.1 200 OK\r\nX-Slow: ");
                    drip(out);
                }
                case ENDLESS -> {
                    say(out, OK + "\r\n");
                    flood(out, new byte[8192]);
                }
                case HUGE -> {
                    say(out, OK + "Content-Length: 1099511627776\r\n\r\n");
                    flood(out, new byte[8192]);
                }
                case HEADERS -> {
                    say(out, "HTTP/1.1 200 OK\r\n");
                    flood(out, ("X-More: " + "x".repeat(1000) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                case BOMB -> {
                    byte[] bomb = bomb();
                    say(out, OK + "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n");
                    out.write(bomb);
                    closed.await();
                }
                case RESETS -> {
                    say(out, OK + "Content-Length: 4000\r\n\r\n0");
                    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
                case NONSENSE -> say(out, "\0\1\2 220 smtp.example ESMTP\r\n");
            }
        } catch (IOException gone) {
            // As it should be: whoever called broke it off.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private void pass(Socket socket) throws IOException {
        try (Socket onward = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(onward);
            threads.execute(() -> copy(onward, socket));
            copy(socket, onward);
            open.remove(onward);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException over) {
            close(to);
        }
    }

    private void drip(OutputStream out) throws IOException, InterruptedException {
        while (!closed.await(50, TimeUnit.MILLISECONDS)) {
            say(out, "0");
        }
    }

    private void flood(OutputStream out, byte[] piece) throws IOException {
        // Whoever reads on has to break it off; but a test that fails ends too.
        for (int i = 0; i < 2_000_000 && closed.getCount() > 0; i++) {
            out.write(piece);
        }
    }

    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < 50; i++) {
                gzip.write(zeros);
            }
        }
        return bytes.toByteArray();
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(BadLine::close);
        threads.close();
    }
}
