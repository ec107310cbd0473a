package dev.musubi.sandbox.card;

import dev.musubi.card.CardPin;
import dev.musubi.card.virtual.CardMemory;
import dev.musubi.card.virtual.PinState;
import dev.musubi.sandbox.register.ResidentPin;
import dev.musubi.sandbox.register.ResidentRegister;
import java.util.EnumMap;
import java.util.Map;

/**
 * A resident's PINs and their counters, in the journal. What a command leaves of them is written down once, before its answer
 * is given: whoever kills the sandbox in between has learned nothing. A right PIN that changes nothing costs no entry.
 */
final class PinMemory implements CardMemory {

    private final ResidentRegister register;
    private final int resident;
    private final Device device;
    private final Map<CardPin, PinState> unwritten = new EnumMap<>(CardPin.class);

    PinMemory(ResidentRegister register, int resident, Device device) {
        this.register = register;
        this.resident = resident;
        this.device = device;
    }

    @Override
    public PinState read(CardPin pin) {
        PinState latest = unwritten.get(pin);
        return latest != null ? latest : register.find(resident).orElseThrow().pin(of(pin));
    }

    /** Only until {@link #settle()}, which comes before the answer. */
    @Override
    public void write(CardPin pin, PinState state) {
        unwritten.put(pin, state);
    }

    /**
     * Writes what is unwritten.
     *
     * @throws dev.musubi.sandbox.journal.JournalException if it cannot; then nothing is left unwritten either
     */
    void settle() {
        try {
            unwritten.forEach((pin, state) -> register.keepPin(resident, of(pin), state));
        } finally {
            unwritten.clear();
        }
    }

    private ResidentPin of(CardPin pin) {
        return switch (pin) {
            case SIGNATURE -> ResidentPin.of(KeyUse.SIGNATURE.kindOn(device));
            case AUTHENTICATION -> ResidentPin.of(KeyUse.AUTHENTICATION.kindOn(device));
            case CARD_SURFACE -> ResidentPin.CARD_SURFACE;
        };
    }
}
