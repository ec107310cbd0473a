package dev.musubi.card;

import java.util.HexFormat;

/** The applications of the card this module knows by name (application identifiers, ISO/IEC 7816-4 section 12.2.3). */
public enum CardApplicationId {
    /** JPKI AP: the certificates and their keys. */
    JPKI("D392F000260100000001"),
    /** 券面事項入力補助AP: the four attributes as text. */
    CARD_SURFACE_INPUT("D3921000310001010408"),
    /** GlobalPlatform issuer security domain. Selecting it drops every right a PIN has given. */
    ISSUER_SECURITY_DOMAIN("A0000001510000");

    private final String hex;

    CardApplicationId(String hex) {
        this.hex = hex;
    }

    /** The identifier's bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
