package dev.musubi.card.client;

import dev.musubi.card.apdu.ApduChannel;
import dev.musubi.card.apdu.ChannelException;
import dev.musubi.card.apdu.CommandApdu;
import dev.musubi.card.apdu.ResponseApdu;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.smartcardio.Card;
import javax.smartcardio.CardChannel;
import javax.smartcardio.CardException;
import javax.smartcardio.CardNotPresentException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CommandAPDU;

/**
 * A card over PC/SC, held exclusively: another program could otherwise use the rights a PIN gave to this one. A PC/SC
 * transaction waits for one that another program holds, and it belongs to the thread that began it. Closing resets the
 * card.
 */
final class PcscChannel implements ApduChannel {

    private static final String ANY_PROTOCOL = "*";
    /**
     * The readers whose card this process holds. The JDK gives whoever connects to a reader once more the same card object, and
     * who lets go of that takes it from the one who works with it.
     */
    private static final Set<String> HELD = ConcurrentHashMap.newKeySet();

    private final CardTerminal terminal;
    private final Card card;
    private final CardChannel channel;
    private boolean closed;

    private PcscChannel(CardTerminal terminal, Card card, CardChannel channel) {
        this.terminal = terminal;
        this.card = card;
        this.channel = channel;
    }

    static PcscChannel connect(CardTerminal terminal) throws ChannelException {
        if (!HELD.add(terminal.getName())) {
            throw new ChannelException(ChannelException.Cause.BUSY);
        }
        boolean connected = false;
        try {
            Card card = terminal.connect(ANY_PROTOCOL);
            PcscChannel channel = exclusive(terminal, card);
            connected = true;
            return channel;
        } catch (CardNotPresentException e) {
            throw new ChannelException(ChannelException.Cause.NO_CARD, e);
        } catch (CardException e) {
            throw PcscFailures.whileConnecting(e, terminal);
        } finally {
            if (!connected) {
                HELD.remove(terminal.getName());
            }
        }
    }

    private static PcscChannel exclusive(CardTerminal terminal, Card card) throws CardException {
        try {
            card.beginExclusive();
            return new PcscChannel(terminal, card, card.getBasicChannel());
        } catch (CardException e) {
            card.disconnect(false);
            throw e;
        }
    }

    @Override
    public ResponseApdu transmit(CommandApdu command) throws ChannelException {
        try {
            byte[] answer = channel.transmit(new CommandAPDU(command.bytes())).getBytes();
            return ResponseApdu.parse(answer).orElseThrow(() -> new ChannelException(ChannelException.Cause.FAILED));
        } catch (CardException e) {
            throw PcscFailures.whileTalking(e, terminal);
        } catch (IllegalStateException e) {
            // How the JDK says that the card was disconnected meanwhile.
            throw new ChannelException(ChannelException.Cause.CARD_REMOVED, e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            card.endExclusive();
        } catch (CardException | IllegalStateException e) {
            // The card is gone already; what is left is to let go of it.
        }
        try {
            card.disconnect(true);
        } catch (CardException e) {
            // As above. PC/SC resets a card whose user has gone.
        } finally {
            HELD.remove(terminal.getName());
        }
    }
}
