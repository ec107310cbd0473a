package dev.musubi.sandbox.card;

import dev.musubi.card.CardKey;
import dev.musubi.jpki.profile.CertificateKind;

/** Which of a device's two keys. */
public enum KeyUse {
    /** For documents; a PIN of 6 to 16 characters. */
    SIGNATURE,
    /** For signing in; a PIN of 4 digits. */
    AUTHENTICATION;

    /** The key of a card it is. */
    public CardKey onCard() {
        return switch (this) {
            case SIGNATURE -> CardKey.SIGNATURE;
            case AUTHENTICATION -> CardKey.AUTHENTICATION;
        };
    }

    /** The kind of certificate this key on that device has. */
    public CertificateKind kindOn(Device device) {
        return switch (this) {
            case SIGNATURE ->
                device == Device.CARD ? CertificateKind.CARD_SIGNATURE : CertificateKind.SMARTPHONE_SIGNATURE;
            case AUTHENTICATION ->
                device == Device.CARD ? CertificateKind.CARD_AUTHENTICATION : CertificateKind.SMARTPHONE_AUTHENTICATION;
        };
    }
}
