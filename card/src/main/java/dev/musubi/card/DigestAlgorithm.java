package dev.musubi.card;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The digests that are signed, with the DER that makes a DigestInfo of each (RFC 8017 section 9.2, note 1). */
public enum DigestAlgorithm {
    /** SHA-256, 32 bytes. */
    SHA_256("SHA-256", 32, "3031300D060960864801650304020105000420"),
    /** SHA-384, 48 bytes. */
    SHA_384("SHA-384", 48, "3041300D060960864801650304020205000430"),
    /** SHA-512, 64 bytes. */
    SHA_512("SHA-512", 64, "3051300D060960864801650304020305000440");

    private final String jcaName;
    private final int length;
    private final String prefix;

    DigestAlgorithm(String jcaName, int length, String prefix) {
        this.jcaName = jcaName;
        this.length = length;
        this.prefix = prefix;
    }

    /** The JCA name. */
    public String jcaName() {
        return jcaName;
    }

    /** The digest's length in bytes. */
    public int length() {
        return length;
    }

    /**
     * The DigestInfo of a digest.
     *
     * @throws IllegalArgumentException if the digest has not the length of this algorithm
     */
    public byte[] digestInfo(byte[] digest) {
        if (digest.length != length) {
            throw new IllegalArgumentException("a digest by " + jcaName + " has " + length + " bytes");
        }
        byte[] head = HexFormat.of().parseHex(prefix);
        return ByteBuffer.allocate(head.length + length).put(head).put(digest).array();
    }
}
