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
    private @Nullable VirtualCard card;

    /** An empty reader. */
    public VirtualReader(String name) {
        this.name = name;
    }

    /** A reader with a card on it. */
    public static VirtualReader with(VirtualCard card) {
        VirtualReader reader = new VirtualReader("Musubi virtual reader");
        reader.insert(card);
        return reader;
    }

    /** Lays a card on the reader, in place of the one before. */
    public synchronized void insert(VirtualCard inserted) {
        remove();
        inserted.reset();
        card = inserted;
    }

    /** Takes the card away. */
    public synchronized Optional<VirtualCard> remove() {
        VirtualCard removed = card;
        card = null;
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
        VirtualCard present = card;
        if (present == null) {
            throw new ChannelException(ChannelException.Cause.NO_CARD);
        }
        return new Connection(present);
    }

    private synchronized ResponseApdu transmit(VirtualCard to, CommandApdu command) throws ChannelException {
        if (card != to) {
            throw new ChannelException(ChannelException.Cause.CARD_REMOVED);
        }
        return to.transmit(command);
    }

    private final class Connection implements ApduChannel {

        private final VirtualCard to;
        private boolean closed;

        Connection(VirtualCard to) {
            this.to = to;
        }

        @Override
        public ResponseApdu transmit(CommandApdu command) throws ChannelException {
            if (closed) {
                throw new ChannelException(ChannelException.Cause.CARD_REMOVED);
            }
            return VirtualReader.this.transmit(to, command);
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
