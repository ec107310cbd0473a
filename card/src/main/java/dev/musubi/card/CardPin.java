package dev.musubi.card;

/**
 * The PINs of a card (暗証番号). A wrong try is counted on the card; at zero the card answers nothing but that it is
 * locked, until the holder sets a new PIN at the municipal counter.
 */
public enum CardPin {
    /** 利用者証明用電子証明書の暗証番号: four digits, three tries. */
    AUTHENTICATION(0x0018, 4, 4, 3),
    /** 署名用電子証明書の暗証番号: 6 to 16 capital letters and digits, five tries. */
    SIGNATURE(0x001B, 6, 16, 5),
    /** 券面事項入力補助用の暗証番号: four digits, three tries. */
    CARD_SURFACE(0x0011, 4, 4, 3);

    private final int fileId;
    private final int shortest;
    private final int longest;
    private final int tries;

    CardPin(int fileId, int shortest, int longest, int tries) {
        this.fileId = fileId;
        this.shortest = shortest;
        this.longest = longest;
        this.tries = tries;
    }

    /** The elementary file that stands for this PIN inside its application. */
    public int fileId() {
        return fileId;
    }

    /** How many wrong tries in a row lock it. */
    public int tries() {
        return tries;
    }

    /** Whether these bytes have the form of this PIN, in ASCII. Says nothing about whether it is the right one. */
    public boolean fits(byte[] value) {
        if (value.length < shortest || value.length > longest) {
            return false;
        }
        for (byte character : value) {
            boolean digit = character >= '0' && character <= '9';
            boolean letter = this == SIGNATURE && character >= 'A' && character <= 'Z';
            if (!digit && !letter) {
                return false;
            }
        }
        return true;
    }
}
