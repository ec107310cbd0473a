package dev.musubi.card.client;

import dev.musubi.card.CardKey;
import java.util.Optional;

/** Asks a person for a PIN. */
@FunctionalInterface
public interface PinPrompt {

    /**
     * Asks once. A PIN is never used twice; a wrong one ends the work.
     *
     * @param key which PIN
     * @param triesLeft how many wrong tries are left, at least 1: tell the person
     * @return the PIN, which is wiped after use, or empty if the person gave up
     */
    Optional<Pin> ask(CardKey key, int triesLeft);
}
