package dev.musubi.bench;

import dev.musubi.card.CardApplicationId;
import dev.musubi.card.CardKey;
import dev.musubi.card.apdu.ApduChannel;
import dev.musubi.card.apdu.ChannelException;
import dev.musubi.card.apdu.CommandApdu;
import dev.musubi.card.client.PcscReaders;
import dev.musubi.card.virtual.EmulatedCard;
import dev.musubi.card.virtual.VirtualReader;
import dev.musubi.card.vpcd.VpcdLink;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Commands a second that a virtual card answers: in memory, and through vsmartcard's virtual reader and pcscd to the JDK's
 * PC/SC; then a whole enrolment with the card in that reader. The peers: a link that acknowledges as the kernel likes, and
 * vsmartcard's own emulator where it is installed.
 */
public final class CardBenchmark {

    private static final int ROUNDS = 5;
    private static final int IN_MEMORY = 200_000;
    private static final int THROUGH_READER = 8_000;
    private static final int THROUGH_SLOW_READER = 60;
    private static final CommandApdu CHALLENGE = CommandApdu.of(0x00, 0x84, 0x00, 0x00, 8);
    private static final CommandApdu PAGE = CommandApdu.of(0x00, 0xB0, 0x01, 0x00, 256);

    private final Table table = new Table(
            "Commands a second, one after another", CardBenchmark.class, "way", "command", "APDU/s", "worst round");

    private CardBenchmark() {}

    /** {@code PORT}: where a virtual reader listens; 0 if there is none. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        CardBenchmark benchmark = new CardBenchmark();
        benchmark.inMemory();
        if (port != 0) {
            benchmark.throughReader(port);
        }
        benchmark.table.print(System.out);
        if (port != 0) {
            EnrolmentTap.measure(port);
        } else {
            System.out.println("left out: the virtual reader. Install: apt-get install pcscd vsmartcard-vpcd");
        }
    }

    private void inMemory() throws ChannelException {
        ApduChannel channel = VirtualReader.with(BenchCards.card()).connect();
        row("in memory", "GET CHALLENGE, 8 bytes", channel, CHALLENGE, IN_MEMORY);
        openCertificate(channel);
        row("in memory", "READ BINARY, 256 bytes", channel, PAGE, IN_MEMORY);
    }

    private void throughReader(int port) throws Exception {
        try (VpcdLink link =
                VpcdLink.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BenchCards.card())) {
            Thread.ofVirtual().start(() -> serve(link));
            try (ApduChannel channel = connect()) {
                row("vpcd, pcscd, JDK", "GET CHALLENGE, 8 bytes", channel, CHALLENGE, THROUGH_READER);
                openCertificate(channel);
                row("vpcd, pcscd, JDK", "READ BINARY, 256 bytes", channel, PAGE, THROUGH_READER);
            }
        }
        empty();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Thread.ofVirtual().start(() -> serveNaively(socket, BenchCards.card()));
            try (ApduChannel channel = connect()) {
                row(
                        "  the same, acknowledgements delayed",
                        "GET CHALLENGE, 8 bytes",
                        channel,
                        CHALLENGE,
                        THROUGH_SLOW_READER);
            }
        }
        empty();
        vsmartcardsOwn(port);
    }

    private void vsmartcardsOwn(int port) throws Exception {
        Process vicc;
        try {
            vicc = new ProcessBuilder(
                            "vicc", "--type", "iso7816", "--hostname", "127.0.0.1", "--port", Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            System.out.println("left out: vsmartcard's own emulator. Install: apt-get install vsmartcard-vpicc");
            return;
        }
        try (ApduChannel channel = connect()) {
            row(
                    "vsmartcard's vicc (Python), pcscd, JDK",
                    "GET CHALLENGE, 8 bytes",
                    channel,
                    CHALLENGE,
                    THROUGH_SLOW_READER);
        } finally {
            vicc.destroy();
            vicc.waitFor();
        }
        empty();
    }

    private void row(String way, String what, ApduChannel channel, CommandApdu command, int commands)
            throws ChannelException {
        List<Double> rates = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < commands; i++) {
                if (!channel.transmit(command).status().isOk()) {
                    throw new IllegalStateException("the card did not answer 9000");
                }
            }
            double rate = commands * 1e9 / (System.nanoTime() - begin);
            if (round > 0) {
                rates.add(rate);
            }
        }
        Collections.sort(rates);
        table.row(way, what, number(rates.get(rates.size() / 2)), number(rates.getFirst()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static void openCertificate(ApduChannel channel) throws ChannelException {
        channel.transmit(CommandApdu.of(0x00, 0xA4, 0x04, 0x0C, CardApplicationId.JPKI.bytes()));
        int file = CardKey.AUTHENTICATION.certificateFile();
        channel.transmit(CommandApdu.of(0x00, 0xA4, 0x02, 0x0C, new byte[] {(byte) (file >> 8), (byte) file}));
    }

    /** Waits until pcscd has seen the card, which it looks for a few times a second. */
    private static ApduChannel connect() throws InterruptedException {
        while (true) {
            for (var reader : PcscReaders.list()) {
                try {
                    return reader.connect();
                } catch (ChannelException e) {
                    // Not yet, or the other slot.
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static void empty() throws InterruptedException {
        boolean card = true;
        while (card) {
            card = false;
            for (var reader : PcscReaders.list()) {
                try (ApduChannel channel = reader.connect()) {
                    card |= channel != null;
                } catch (ChannelException e) {
                    // None in this slot.
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static void serve(VpcdLink link) {
        try {
            link.serve();
        } catch (IOException e) {
            // The reader went first.
        }
    }

    /** As one would write it without knowing of delayed acknowledgements. */
    private static void serveNaively(Socket socket, EmulatedCard card) {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                byte[] frame = new byte[in.readUnsignedShort()];
                in.readFully(frame);
                if (frame.length == 1 && frame[0] != 4) {
                    card.reset();
                    continue;
                }
                byte[] answer = frame.length == 1 ? card.atr() : card.transmit(frame);
                byte[] out = new byte[answer.length + 2];
                out[0] = (byte) (answer.length >> 8);
                out[1] = (byte) answer.length;
                System.arraycopy(answer, 0, out, 2, answer.length);
                socket.getOutputStream().write(out);
            }
        } catch (IOException e) {
            // The card was taken away.
        }
    }
}
