package dev.musubi.sandbox.card;

import dev.musubi.card.virtual.EmulatedCard;
import dev.musubi.sandbox.authority.Certificates;
import dev.musubi.sandbox.register.ResidentRegister;
import java.time.InstantSource;

/**
 * The cards of all residents, and what answers like one inside their smartphones. A card is made when somebody holds it, its
 * keys and certificates when a command first needs them, so a hundred thousand cost nothing. Any number of objects may stand
 * for one card: PINs and counters are one, in the journal; what is selected and which PINs were given is each one's own.
 */
public final class ResidentCards {

    private final ResidentRegister register;
    private final Certificates certificates;
    private final InstantSource clock;

    /** The cards of the residents of a register. */
    public ResidentCards(ResidentRegister register, Certificates certificates, InstantSource clock) {
        this.register = register;
        this.certificates = certificates;
        this.clock = clock;
    }

    /** A resident's card, without power; there must be such a resident. */
    public EmulatedCard card(int resident, Device device) {
        return new ResidentCard(register, new DeviceContent(register, certificates, clock, resident, device));
    }
}
