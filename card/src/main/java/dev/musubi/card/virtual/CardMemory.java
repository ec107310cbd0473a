package dev.musubi.card.virtual;

import dev.musubi.card.CardPin;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where a virtual card keeps its PINs and their counters, so that they survive the card being taken away. The card writes
 * a spent try before it compares, so pulling the card wins nothing.
 */
public interface CardMemory {

    /**
     * What is kept of this PIN.
     *
     * @throws UncheckedIOException if it cannot be read; the card then answers {@code 6581}
     */
    PinState read(CardPin pin);

    /**
     * Keeps this, durably once it returns.
     *
     * @throws UncheckedIOException if it cannot be written; the card then answers {@code 6581} and gives no right
     */
    void write(CardPin pin, PinState state);

    /** A memory that lasts as long as the object. Every PIN must be given; a card without one of them never asks for it. */
    static CardMemory inMemory(Map<CardPin, PinState> pins) {
        Map<CardPin, PinState> kept = new EnumMap<>(pins);
        if (kept.size() != CardPin.values().length) {
            throw new IllegalArgumentException("every PIN of the card is needed");
        }
        return new CardMemory() {
            @Override
            public synchronized PinState read(CardPin pin) {
                PinState state = kept.get(pin);
                if (state == null) {
                    throw new IllegalStateException("every PIN is kept from the start");
                }
                return state;
            }

            @Override
            public synchronized void write(CardPin pin, PinState state) {
                kept.put(pin, state);
            }
        };
    }

    /** A memory that lasts as long as the object, with new PINs. */
    static CardMemory inMemory(String authentication, String signature, String cardSurface) {
        return inMemory(Map.of(
                CardPin.AUTHENTICATION, PinState.fresh(CardPin.AUTHENTICATION, authentication),
                CardPin.SIGNATURE, PinState.fresh(CardPin.SIGNATURE, signature),
                CardPin.CARD_SURFACE, PinState.fresh(CardPin.CARD_SURFACE, cardSurface)));
    }
}
