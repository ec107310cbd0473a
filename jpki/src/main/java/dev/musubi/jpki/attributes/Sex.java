package dev.musubi.jpki.attributes;

import java.util.Optional;

/**
 * The sex entered in the resident register. Two code sets are in use: the certificate's (1, 2, 3; JPKI profile
 * specification) and that of the card's text application (1, 2, 9).
 */
public enum Sex {
    /** 男. */
    MALE("1", "1"),
    /** 女. */
    FEMALE("2", "2"),
    /** 不明. */
    UNKNOWN("3", "9");

    private final String certificateCode;
    private final String cardFaceCode;

    Sex(String certificateCode, String cardFaceCode) {
        this.certificateCode = certificateCode;
        this.cardFaceCode = cardFaceCode;
    }

    /** The code on a certificate: {@code 1}, {@code 2} or {@code 3}. */
    public String certificateCode() {
        return certificateCode;
    }

    /** The code in the card's text application: {@code 1}, {@code 2} or {@code 9}. */
    public String cardFaceCode() {
        return cardFaceCode;
    }

    /** The sex with this code on a certificate, or empty if there is no such code. */
    public static Optional<Sex> fromCertificateCode(String code) {
        for (Sex sex : values()) {
            if (sex.certificateCode.equals(code)) {
                return Optional.of(sex);
            }
        }
        return Optional.empty();
    }

    /** The sex with this code in the card's text application, or empty if there is no such code. */
    public static Optional<Sex> fromCardFaceCode(String code) {
        for (Sex sex : values()) {
            if (sex.cardFaceCode.equals(code)) {
                return Optional.of(sex);
            }
        }
        return Optional.empty();
    }

    Agreement agreementWith(Sex other) {
        if (this == UNKNOWN || other == UNKNOWN) {
            return Agreement.UNDECIDED;
        }
        return this == other ? Agreement.SAME : Agreement.DIFFERENT;
    }
}
