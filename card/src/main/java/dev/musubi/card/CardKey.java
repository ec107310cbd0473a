package dev.musubi.card;

/** The two keys of the JPKI application, with the files that belong to each. */
public enum CardKey {
    /** 利用者証明用: for sign-in. Its certificate can be read without a PIN. */
    AUTHENTICATION(CardPin.AUTHENTICATION, 0x0017, 0x000A, 0x000B),
    /** 署名用: for documents. Its certificate carries the four attributes and is read after the PIN only. */
    SIGNATURE(CardPin.SIGNATURE, 0x001A, 0x0001, 0x0002);

    private final CardPin pin;
    private final int keyFile;
    private final int certificateFile;
    private final int authorityFile;

    CardKey(CardPin pin, int keyFile, int certificateFile, int authorityFile) {
        this.pin = pin;
        this.keyFile = keyFile;
        this.certificateFile = certificateFile;
        this.authorityFile = authorityFile;
    }

    /** The PIN that guards it. */
    public CardPin pin() {
        return pin;
    }

    /** The elementary file of the private key. */
    public int keyFile() {
        return keyFile;
    }

    /** The elementary file of the holder's certificate. */
    public int certificateFile() {
        return certificateFile;
    }

    /** The elementary file of the authority's certificate. */
    public int authorityFile() {
        return authorityFile;
    }
}
