package dev.musubi.card.apdu;

/** A connection to one card. Used by the thread that connected only. Closing it takes the card's power, so rights end with it. */
public interface ApduChannel extends AutoCloseable {

    /**
     * Sends a command and waits for the answer, whatever its status.
     *
     * @throws ChannelException if the card is gone or the reader fails
     */
    ResponseApdu transmit(CommandApdu command) throws ChannelException;

    /** Lets the card go. Never fails. */
    @Override
    void close();
}
