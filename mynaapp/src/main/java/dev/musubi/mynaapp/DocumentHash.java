package dev.musubi.mynaapp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The SHA-256 of a document, and the form in which a card is given it. The app's server takes the bare hash as well, and then
 * the card signs just that: no ordinary library verifies such a signature. So only the DigestInfo is ever sent from here.
 */
public final class DocumentHash {

    /** DigestInfo of SHA-256 (RFC 8017, section 9.2, note 1) up to the hash. */
    private static final byte[] PREFIX = HexFormat.of().parseHex("3031300d060960864801650304020105000420");

    private final byte[] value;

    private DocumentHash(byte[] value) {
        this.value = value;
    }

    /** The hash of these bytes. */
    public static DocumentHash ofDocument(byte[] document) {
        try {
            return new DocumentHash(MessageDigest.getInstance("SHA-256").digest(document));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** A hash made elsewhere, in 64 hexadecimal digits. */
    public static DocumentHash ofHex(String hex) {
        byte[] value = HexFormat.of().parseHex(hex);
        if (value.length != Dialect.BARE_HASH_LENGTH) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes");
        }
        return new DocumentHash(value);
    }

    /** The 32 bytes. */
    public byte[] value() {
        return value.clone();
    }

    /** In 64 hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    /** The 51 bytes a card is given: DigestInfo in DER. */
    public byte[] digestInfo() {
        byte[] info = Arrays.copyOf(PREFIX, PREFIX.length + value.length);
        System.arraycopy(value, 0, info, PREFIX.length, value.length);
        return info;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DocumentHash hash && MessageDigest.isEqual(value, hash.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "DocumentHash[redacted]";
    }
}
