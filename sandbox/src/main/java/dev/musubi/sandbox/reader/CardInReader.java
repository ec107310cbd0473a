package dev.musubi.sandbox.reader;

import dev.musubi.card.trace.ApduTrace;
import dev.musubi.card.trace.Exchange;
import dev.musubi.card.virtual.EmulatedCard;
import dev.musubi.card.vpcd.VpcdLink;
import dev.musubi.sandbox.card.Device;
import dev.musubi.sandbox.card.ResidentCards;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lays a resident's card on vsmartcard's virtual reader, so that every PC/SC program of this machine finds it. One card at a
 * time; it stays until it is taken away or another is laid there. If the reader goes, it waits for it to come back.
 * Thread-safe.
 */
public final class CardInReader implements AutoCloseable {

    private static final int LONGEST_TRACE = 5000;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** pcscd looks every 0.4 s whether there is a card; it takes one that comes sooner for the one before. */
    private static final Duration UNTIL_GONE_IS_SEEN = Duration.ofSeconds(1);

    private final ResidentCards cards;
    private final ApduTrace trace = new ApduTrace(LONGEST_TRACE);
    private final ReentrantLock changing = new ReentrantLock();
    private @Nullable Slot slot;
    private long insertions;
    private boolean takenOutBefore;
    private long takenOutAt;

    /** An empty reader for the cards of all residents. */
    public CardInReader(ResidentCards cards) {
        this.cards = cards;
    }

    /**
     * What lies in the reader.
     *
     * @param resident the number of the card's holder
     * @param port where the reader listens
     * @param seen whether the reader has looked at the card; if it does not for long, it is gone or another card lies in it
     */
    public record Inserted(int resident, Device device, int port, boolean seen) {

        @Override
        public String toString() {
            return "Inserted[" + device + ", " + port + "]";
        }
    }

    /**
     * Lays a card there in place of the one before, and waits a little until the reader has looked at it.
     *
     * @param port of the virtual reader on this machine
     * @return empty if nothing listens there
     */
    public Optional<Inserted> insert(int resident, Device device, int port) {
        Slot next;
        changing.lock();
        try {
            Slot before = slot;
            if (before != null && before.port != port) {
                // Another reader: the card stays where it is if nothing listens there.
                next = slot(resident, device, port);
                takeOut();
            } else {
                takeOut();
                awaitGoneIsSeen();
                next = slot(resident, device, port);
            }
            slot = next;
        } catch (IOException e) {
            return Optional.empty();
        } finally {
            changing.unlock();
        }
        Thread.ofPlatform().daemon().name("card in reader").start(() -> serve(next));
        return Optional.of(next.toldOnceSeen());
    }

    private Slot slot(int resident, Device device, int port) throws IOException {
        return new Slot(++insertions, resident, device, port, trace.of(cards.card(resident, device)));
    }

    /** Takes the card away; false if there was none. */
    public boolean remove() {
        changing.lock();
        try {
            return takeOut();
        } finally {
            changing.unlock();
        }
    }

    /** What lies there. */
    public Optional<Inserted> inserted() {
        changing.lock();
        try {
            return Optional.ofNullable(slot).map(Slot::told);
        } finally {
            changing.unlock();
        }
    }

    /** What was said to cards in the reader after the exchange of this number, as far as it is kept. */
    public List<Exchange> trace(long after) {
        return trace.after(after);
    }

    private boolean takeOut() {
        Slot present = slot;
        slot = null;
        if (present == null) {
            return false;
        }
        present.hangUp();
        takenOutBefore = true;
        takenOutAt = System.nanoTime();
        return true;
    }

    private void awaitGoneIsSeen() {
        long rest = UNTIL_GONE_IS_SEEN.toNanos() - (System.nanoTime() - takenOutAt);
        if (takenOutBefore && rest > 0) {
            LockSupport.parkNanos(rest);
        }
    }

    private void serve(Slot served) {
        while (true) {
            try {
                served.link().serve();
            } catch (IOException e) {
                // The reader is gone, as when pcscd was stopped or has slept for want of clients.
            }
            do {
                if (!isIn(served) || !waited()) {
                    return;
                }
            } while (!laidAgain(served));
        }
    }

    private boolean isIn(Slot served) {
        changing.lock();
        try {
            return slot != null && slot.number == served.number;
        } finally {
            changing.unlock();
        }
    }

    private boolean laidAgain(Slot served) {
        changing.lock();
        try {
            if (isIn(served)) {
                served.lay(trace.of(cards.card(served.resident, served.device)));
            }
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            changing.unlock();
        }
    }

    private static boolean waited() {
        try {
            Thread.sleep(UNTIL_GONE_IS_SEEN);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        remove();
    }

    /** A card in the reader, through however many connections. Changed under the lock only. */
    private static final class Slot {

        private final long number;
        private final int resident;
        private final Device device;
        private final int port;
        private volatile VpcdLink link;
        private volatile CountDownLatch seen;

        Slot(long number, int resident, Device device, int port, EmulatedCard card) throws IOException {
            this.number = number;
            this.resident = resident;
            this.device = device;
            this.port = port;
            this.seen = new CountDownLatch(1);
            this.link = connect(port, card, seen);
        }

        void lay(EmulatedCard card) throws IOException {
            CountDownLatch anew = new CountDownLatch(1);
            seen = anew;
            link = connect(port, card, anew);
        }

        private static VpcdLink connect(int port, EmulatedCard card, CountDownLatch seen) throws IOException {
            return VpcdLink.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), new Watched(card, seen));
        }

        VpcdLink link() {
            return link;
        }

        Inserted told() {
            return new Inserted(resident, device, port, seen.getCount() == 0);
        }

        Inserted toldOnceSeen() {
            try {
                boolean inTime = seen.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                return new Inserted(resident, device, port, inTime);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return told();
            }
        }

        void hangUp() {
            try {
                link.close();
            } catch (IOException e) {
                // It was gone already.
            }
        }
    }

    /** Tells when the reader asks for the answer to reset, which it does first and again and again. */
    private record Watched(EmulatedCard card, CountDownLatch seen) implements EmulatedCard {

        @Override
        public byte[] atr() {
            seen.countDown();
            return card.atr();
        }

        @Override
        public void reset() {
            card.reset();
        }

        @Override
        public byte[] transmit(byte[] command) {
            return card.transmit(command);
        }
    }
}
