package dev.musubi.card.virtual;

import dev.musubi.card.apdu.ApduChannel;
import dev.musubi.card.apdu.CardReader;
import dev.musubi.card.apdu.ChannelException;
import dev.musubi.card.apdu.CommandApdu;
import dev.musubi.card.apdu.ResponseApdu;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A reader in memory that virtual cards are laid on and taken from. Thread-safe. */
public final class VirtualReader implements CardReader {

    private final String name;
    private @Nullable EmulatedCard card;
    private long changes;

    /** An empty reader. */
    public VirtualReader(String name) {
        this.name = name;
    }

    /** A reader with a card on it. */
    public static VirtualReader with(EmulatedCard card) {
        VirtualReader reader = new VirtualReader("Musubi virtual reader");
        reader.insert(card);
        return reader;
    }

    /** Lays a card on the reader, in place of the one before. */
    public synchronized void insert(EmulatedCard inserted) {
        remove();
        inserted.reset();
        card = inserted;
    }

    /** Takes the card away. */
    public synchronized Optional<EmulatedCard> remove() {
        EmulatedCard removed = card;
        card = null;
        changes++;
        if (removed != null) {
            removed.reset();
        }
        return Optional.ofNullable(removed);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized ApduChannel connect() throws ChannelException {
        EmulatedCard present = card;
        if (present == null) {
            throw new ChannelException(ChannelException.Cause.NO_CARD);
        }
        return new Connection(present, changes);
    }

    private synchronized ResponseApdu transmit(EmulatedCard to, long since, CommandApdu command)
            throws ChannelException {
        if (changes != since) {
            throw new ChannelException(ChannelException.Cause.CARD_REMOVED);
        }
        return ResponseApdu.parse(to.transmit(command.bytes()))
                .orElseThrow(() -> new ChannelException(ChannelException.Cause.FAILED));
    }

    private final class Connection implements ApduChannel {

        private final EmulatedCard to;
        private final long since;
        private boolean closed;

        Connection(EmulatedCard to, long since) {
            this.to = to;
            this.since = since;
        }

        @Override
        public ResponseApdu transmit(CommandApdu command) throws ChannelException {
            if (closed) {
                throw new ChannelException(ChannelException.Cause.CARD_REMOVED);
            }
            return VirtualReader.this.transmit(to, since, command);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                to.reset();
            }
        }
    }
}
