package dev.musubi.sandbox.register;

/** Why a life event cannot happen. */
public enum LifeEventFault {
    /** The resident is dead. */
    RESIDENT_DECEASED("Nothing can happen any more to a resident who is dead."),
    /** No municipality of that code, or none given. */
    UNKNOWN_MUNICIPALITY("The sandbox knows no municipality with this five-digit code."),
    /** The move goes nowhere. */
    SAME_MUNICIPALITY("The resident lives in this municipality already; use MOVE_WITHIN."),
    /** A name or an address that no certificate could carry. */
    BAD_TEXT("A name or an address has 1 to 200 characters and no control characters."),
    /** A device or key that does not exist. */
    BAD_CHOICE("The device is CARD or SMARTPHONE, the key SIGNATURE or AUTHENTICATION."),
    /** There is no certificate the event could act on. */
    NO_LIVE_CERTIFICATE("The resident has no certificate in force that this event is about."),
    /** A smartphone certificate follows a card's. */
    NO_CARD_CERTIFICATE("A smartphone certificate is issued on the strength of the card's signature certificate."),
    /** Abroad already. */
    ALREADY_ABROAD("The resident lives abroad already.");

    private final String sentence;

    LifeEventFault(String sentence) {
        this.sentence = sentence;
    }

    /** A stable code. */
    public String code() {
        return name();
    }

    /** A sentence for a person. */
    public String sentence() {
        return sentence;
    }
}
