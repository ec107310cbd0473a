package dev.musubi.sandbox.register;

import dev.musubi.card.CardPin;
import dev.musubi.card.virtual.PinState;
import dev.musubi.jpki.profile.CertificateKind;

/** The PINs of a resident: two on the card for its keys, one for its surface, two in the smartphone. */
public enum ResidentPin {
    /** The card's signature PIN. */
    CARD_SIGNATURE(CardPin.SIGNATURE),
    /** The card's sign-in PIN. */
    CARD_AUTHENTICATION(CardPin.AUTHENTICATION),
    /** The smartphone's signature PIN. */
    SMARTPHONE_SIGNATURE(CardPin.SIGNATURE),
    /** The smartphone's sign-in PIN. */
    SMARTPHONE_AUTHENTICATION(CardPin.AUTHENTICATION),
    /** The PIN of the card-surface input application. */
    CARD_SURFACE(CardPin.CARD_SURFACE);

    /** What every signature PIN is until its holder changes it. */
    public static final String FIRST_SIGNATURE_PIN = "MUSUBI1";

    /** What every PIN of four digits is until its holder changes it. */
    public static final String FIRST_SHORT_PIN = "1234";

    private final CardPin onCard;

    ResidentPin(CardPin onCard) {
        this.onCard = onCard;
    }

    /** The PIN of a certificate's key. */
    public static ResidentPin of(CertificateKind kind) {
        return switch (kind) {
            case CARD_SIGNATURE -> CARD_SIGNATURE;
            case CARD_AUTHENTICATION -> CARD_AUTHENTICATION;
            case SMARTPHONE_SIGNATURE -> SMARTPHONE_SIGNATURE;
            case SMARTPHONE_AUTHENTICATION -> SMARTPHONE_AUTHENTICATION;
        };
    }

    /** Which PIN of a card it is. */
    public CardPin onCard() {
        return onCard;
    }

    /** As the counter sets it: the first value, with all its tries. */
    PinState fresh() {
        return PinState.fresh(onCard, onCard == CardPin.SIGNATURE ? FIRST_SIGNATURE_PIN : FIRST_SHORT_PIN);
    }
}
