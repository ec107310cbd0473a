package dev.musubi.card.virtual;

/**
 * What a reader knows of a card without a card: power, and bytes for bytes. {@link VirtualCard} is one; others wrap one, to
 * keep a record of what is said or to take the content from elsewhere.
 */
public interface EmulatedCard {

    /** The answer to reset. */
    byte[] atr();

    /** Takes the power and gives it again: nothing is selected, no PIN counts as given. */
    void reset();

    /** Answers bytes with bytes, the last two of which are a status word. Never throws. */
    byte[] transmit(byte[] command);
}
