package dev.musubi.card.client;

import dev.musubi.card.apdu.ChannelException;
import java.util.Set;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;

/**
 * What a failure of PC/SC means for the person at the reader. The JDK hides the code in the message of the cause. A card that
 * is pulled away while it is read shows itself in many codes, which a card that lies badly shows too: then the reader is asked
 * whether there is still one.
 */
final class PcscFailures {

    private static final Set<String> REMOVED =
            Set.of("SCARD_W_REMOVED_CARD", "SCARD_W_UNPOWERED_CARD", "SCARD_E_NO_SMARTCARD");

    /** The card was pulled, or lies badly, or the reader went with it. */
    private static final Set<String> CONTACT_LOST = Set.of(
            "SCARD_E_NOT_TRANSACTED",
            "SCARD_F_COMM_ERROR",
            "SCARD_W_UNRESPONSIVE_CARD",
            "SCARD_E_COMM_DATA_LOST",
            "Unknown error 0x8010002f", // the same, as the JDK has it
            "SCARD_E_READER_UNAVAILABLE",
            "SCARD_E_UNKNOWN_READER",
            "SCARD_E_INVALID_HANDLE",
            "SCARD_E_INVALID_VALUE",
            "SCARD_E_TIMEOUT",
            "SCARD_E_NOT_READY",
            "SCARD_F_INTERNAL_ERROR",
            "SCARD_F_UNKNOWN_ERROR");

    private static final Set<String> UNSUPPORTED =
            Set.of("SCARD_W_UNSUPPORTED_CARD", "SCARD_E_CARD_UNSUPPORTED", "SCARD_E_PROTO_MISMATCH");

    private static final Set<String> BUSY = Set.of("SCARD_E_SHARING_VIOLATION", "SCARD_E_SERVER_TOO_BUSY");

    private PcscFailures() {}

    /** What it means while connecting to a card. */
    static ChannelException whileConnecting(CardException failure, CardTerminal terminal) {
        return failure(failure, terminal, ChannelException.Cause.NO_CARD);
    }

    /** What it means in the middle of a conversation with a card. */
    static ChannelException whileTalking(CardException failure, CardTerminal terminal) {
        return failure(failure, terminal, ChannelException.Cause.CARD_REMOVED);
    }

    private static ChannelException failure(CardException failure, CardTerminal terminal, ChannelException.Cause gone) {
        String code = code(failure);
        if (code.equals("SCARD_W_RESET_CARD")) {
            return new ChannelException(ChannelException.Cause.CARD_REMOVED, failure);
        }
        if (REMOVED.contains(code)) {
            return new ChannelException(gone, failure);
        }
        if (CONTACT_LOST.contains(code)) {
            return new ChannelException(contactLost(terminal, gone), failure);
        }
        if (UNSUPPORTED.contains(code)) {
            return new ChannelException(ChannelException.Cause.UNSUPPORTED_CARD, failure);
        }
        return new ChannelException(
                BUSY.contains(code) ? ChannelException.Cause.BUSY : ChannelException.Cause.FAILED, failure);
    }

    private static String code(CardException failure) {
        String message = failure.getCause() == null
                ? failure.getMessage()
                : failure.getCause().getMessage();
        return message == null ? "" : message;
    }

    private static ChannelException.Cause contactLost(CardTerminal terminal, ChannelException.Cause gone) {
        try {
            return terminal.isCardPresent() ? ChannelException.Cause.CARD_SILENT : gone;
        } catch (CardException e) {
            return ChannelException.Cause.FAILED; // the reader itself does not answer
        }
    }
}
