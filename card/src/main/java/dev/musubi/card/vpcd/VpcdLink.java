package dev.musubi.card.vpcd;

import dev.musubi.card.virtual.EmulatedCard;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/**
 * Lays a virtual card on vsmartcard's virtual reader (vpcd), which listens on a TCP port: PC/SC programs then see it like a
 * card in a reader. Each frame is a length of two bytes, highest first, and that many bytes. One byte from the reader is
 * an order (power off, power on, reset, tell the answer to reset), more are a command, answered by one frame.
 *
 * <p>The link carries PINs in the clear, as a reader's cable does. Use it on one machine.
 */
public final class VpcdLink implements AutoCloseable {

    /** The port vpcd listens on unless told otherwise. */
    public static final int PORT = 35963;

    private static final int POWER_OFF = 0;
    private static final int POWER_ON = 1;
    private static final int RESET = 2;
    private static final int TELL_ATR = 4;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration FRAME_TIMEOUT = Duration.ofSeconds(2);

    private final Socket socket;
    private final EmulatedCard card;
    private final boolean quickAcknowledge;

    private VpcdLink(Socket socket, EmulatedCard card) {
        this.socket = socket;
        this.card = card;
        this.quickAcknowledge = socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
    }

    /** The virtual reader of this machine, at its usual port. */
    public static InetSocketAddress thisMachine() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
    }

    /**
     * Connects. The card is on the reader from now on, but answers only while {@link #serve()} runs.
     *
     * @throws IOException if nothing listens there
     */
    public static VpcdLink connect(InetSocketAddress reader, EmulatedCard card) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(reader, Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return new VpcdLink(socket, card);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Answers until the reader hangs up or {@link #close()} is called. Blocks; give it a platform thread of its own: a virtual one
     * is woken by way of another thread, which takes longer than this card's answer.
     *
     * @throws IOException if the connection breaks in the middle of a frame, or the rest of one does not come within two
     *     seconds; connecting anew helps
     */
    public void serve() throws IOException {
        try (socket) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            OutputStream out = socket.getOutputStream();
            while (true) {
                acknowledgeAtOnce();
                int high = in.read();
                if (high < 0) {
                    return;
                }
                answer(frame(high, in), out);
            }
        } catch (EOFException | SocketTimeoutException e) {
            throw new IOException("the virtual reader stopped in the middle of a frame", e);
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw e;
            }
        } finally {
            card.reset();
        }
    }

    /** The rest of a frame follows at once, or never: two threads of the reader that write at the same time can garble one. */
    private byte[] frame(int high, DataInputStream in) throws IOException {
        socket.setSoTimeout(Math.toIntExact(FRAME_TIMEOUT.toMillis()));
        try {
            byte[] frame = new byte[high << 8 | in.readUnsignedByte()];
            acknowledgeAtOnce();
            in.readFully(frame);
            return frame;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    private void answer(byte[] frame, OutputStream out) throws IOException {
        if (frame.length > 1) {
            write(out, card.transmit(frame));
            return;
        }
        if (frame.length == 1) {
            switch (frame[0]) {
                case POWER_OFF, POWER_ON, RESET -> card.reset();
                case TELL_ATR -> write(out, card.atr());
                default -> {
                    // Not an order we know; the reader waits for no answer to orders, so there is nothing to say.
                }
            }
        }
    }

    /** A delayed acknowledgement would hold vpcd to about twenty commands a second. */
    private void acknowledgeAtOnce() throws IOException {
        if (quickAcknowledge) {
            socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        }
    }

    /** In one write: length and payload must not travel apart. An answer too long for a frame cannot come from a card. */
    private static void write(OutputStream out, byte[] payload) throws IOException {
        if (payload.length > 0xFFFF) {
            throw new IOException("an answer does not fit into a frame");
        }
        byte[] frame = new byte[2 + payload.length];
        frame[0] = (byte) (payload.length >> 8);
        frame[1] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 2, payload.length);
        out.write(frame);
        out.flush();
    }

    /** Takes the card off the reader. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
