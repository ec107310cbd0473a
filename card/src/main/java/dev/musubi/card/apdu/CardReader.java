package dev.musubi.card.apdu;

/** A card reader, real or not. */
public interface CardReader {

    /** What its driver calls it. */
    String name();

    /**
     * Connects to the card that lies on it.
     *
     * @throws ChannelException {@link ChannelException.Cause#NO_CARD} if there is none, else what else went wrong
     */
    ApduChannel connect() throws ChannelException;
}
