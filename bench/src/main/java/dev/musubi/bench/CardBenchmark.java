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
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Commands a second that a virtual card answers: in memory, and through vsmartcard's virtual reader and pcscd to the JDK's
 * PC/SC; then a whole enrolment with the card in that reader. The peer is a card that
 * answers the same to everything: what the way itself allows.
 */
public final class CardBenchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ROUNDS = 5;
    private static final int IN_MEMORY = 200_000;
    private static final int THROUGH_READER = 8_000;
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
        inReader(port, BenchCards.card(), "vpcd, pcscd, JDK", true);
        inReader(port, new Nothing(), "  the same, with a card that does nothing", false);
    }

    private void inReader(int port, EmulatedCard card, String way, boolean hasFiles) throws Exception {
        try (VpcdLink link = VpcdLink.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), card)) {
            Thread.ofPlatform().daemon().start(() -> serve(link));
            try (ApduChannel channel = connect()) {
                row(way, "GET CHALLENGE, 8 bytes", channel, CHALLENGE, THROUGH_READER);
                if (hasFiles) {
                    openCertificate(channel);
                    row(way, "READ BINARY, 256 bytes", channel, PAGE, THROUGH_READER);
                }
            }
        }
        untilGoneIsSeen();
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
        for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; ) {
            for (var reader : PcscReaders.list()) {
                try {
                    return reader.connect();
                } catch (ChannelException e) {
                    // Not yet, or the other slot.
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException("pcscd does not see the card");
    }

    /** pcscd looks about twice a second whether a card is gone; one that comes before it looks is not seen as another. */
    private static void untilGoneIsSeen() throws InterruptedException {
        TimeUnit.SECONDS.sleep(2);
    }

    private static void serve(VpcdLink link) {
        try {
            link.serve();
        } catch (IOException e) {
            // The reader went first.
        }
    }

    /** Eight bytes and 9000, whatever it is asked. */
    private static final class Nothing implements EmulatedCard {

        private static final byte[] ANSWER = {0, 0, 0, 0, 0, 0, 0, 0, (byte) 0x90, 0};

        @Override
        public byte[] atr() {
            return BenchCards.card().atr();
        }

        @Override
        public void reset() {
            // It has no state.
        }

        @Override
        public byte[] transmit(byte[] command) {
            return ANSWER;
        }
    }
}
