package dev.musubi.jpki.profile;

/** Key usage bits of RFC 5280 section 4.2.1.3. */
public enum KeyUsageBit {
    /** Bit 0. */
    DIGITAL_SIGNATURE(0),
    /** Bit 1, also called contentCommitment. */
    NON_REPUDIATION(1),
    /** Bit 2. */
    KEY_ENCIPHERMENT(2),
    /** Bit 3. */
    DATA_ENCIPHERMENT(3),
    /** Bit 4. */
    KEY_AGREEMENT(4),
    /** Bit 5. */
    KEY_CERT_SIGN(5),
    /** Bit 6. */
    CRL_SIGN(6),
    /** Bit 7. */
    ENCIPHER_ONLY(7),
    /** Bit 8. */
    DECIPHER_ONLY(8);

    private final int bit;

    KeyUsageBit(int bit) {
        this.bit = bit;
    }

    /** The bit's number, 0 being the first. */
    public int bit() {
        return bit;
    }
}
