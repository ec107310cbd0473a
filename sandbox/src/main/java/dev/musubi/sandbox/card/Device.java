package dev.musubi.sandbox.card;

/** Where a private key lies. */
public enum Device {
    /** On the My Number Card, which is held to the phone. */
    CARD,
    /** In the smartphone itself. */
    SMARTPHONE
}
