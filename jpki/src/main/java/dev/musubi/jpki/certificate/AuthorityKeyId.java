package dev.musubi.jpki.certificate;

import java.util.HexFormat;

/**
 * The subject key identifier of an authority's key (RFC 5280 section 4.2.1.2). All key generations of a JPKI authority
 * share one name, so this, and never the name, says which authority is meant.
 *
 * @param hex 20 bytes as 40 lower-case hexadecimal digits
 */
public record AuthorityKeyId(String hex) {

    /** The length in bytes. */
    public static final int LENGTH = 20;

    /** @throws IllegalArgumentException if not 40 lower-case hexadecimal digits */
    public AuthorityKeyId {
        if (!isWellFormed(hex)) {
            throw new IllegalArgumentException("an authority key identifier has 40 lower-case hexadecimal digits");
        }
    }

    /** @throws IllegalArgumentException if not 20 bytes */
    public static AuthorityKeyId of(byte[] bytes) {
        return new AuthorityKeyId(HexFormat.of().formatHex(bytes));
    }

    private static boolean isWellFormed(String hex) {
        if (hex.length() != 2 * LENGTH) {
            return false;
        }
        for (int i = 0; i < hex.length(); i++) {
            char c = hex.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** The 20 bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
