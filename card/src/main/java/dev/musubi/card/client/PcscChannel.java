package dev.musubi.card.client;

import dev.musubi.card.apdu.ApduChannel;
import dev.musubi.card.apdu.ChannelException;
import dev.musubi.card.apdu.CommandApdu;
import dev.musubi.card.apdu.ResponseApdu;
import javax.smartcardio.Card;
import javax.smartcardio.CardChannel;
import javax.smartcardio.CardException;
import javax.smartcardio.CommandAPDU;

/**
 * A card over PC/SC, held exclusively: another program could otherwise use the rights a PIN gave to this one. A PC/SC
 * transaction waits for one that another program holds, and it belongs to the thread that began it. Closing resets the
 * card.
 */
final class PcscChannel implements ApduChannel {

    private final Card card;
    private final CardChannel channel;

    private PcscChannel(Card card, CardChannel channel) {
        this.card = card;
        this.channel = channel;
    }

    static PcscChannel exclusive(Card card) throws CardException {
        try {
            card.beginExclusive();
            return new PcscChannel(card, card.getBasicChannel());
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
            throw failure(e);
        } catch (IllegalStateException e) {
            // How the JDK says that the card was disconnected meanwhile.
            throw new ChannelException(ChannelException.Cause.CARD_REMOVED, e);
        }
    }

    /** The JDK hides the code of PC/SC in the message of the cause. */
    static ChannelException failure(CardException failure) {
        String code = failure.getCause() == null
                ? failure.getMessage()
                : failure.getCause().getMessage();
        ChannelException.Cause cause = switch (code == null ? "" : code) {
            case "SCARD_W_REMOVED_CARD", "SCARD_W_RESET_CARD", "SCARD_W_UNPOWERED_CARD", "SCARD_E_READER_UNAVAILABLE" ->
                ChannelException.Cause.CARD_REMOVED;
            case "SCARD_E_NO_SMARTCARD" -> ChannelException.Cause.NO_CARD;
            case "SCARD_E_SHARING_VIOLATION" -> ChannelException.Cause.BUSY;
            default -> ChannelException.Cause.FAILED;
        };
        return new ChannelException(cause, failure);
    }

    @Override
    public void close() {
        try {
            card.endExclusive();
        } catch (CardException | IllegalStateException e) {
            // The card is gone already; what is left is to let go of it.
        }
        try {
            card.disconnect(true);
        } catch (CardException e) {
            // As above. PC/SC resets a card whose user has gone.
        }
    }
}
