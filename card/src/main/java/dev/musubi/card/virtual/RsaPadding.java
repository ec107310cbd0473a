package dev.musubi.card.virtual;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The blocks a card with a 2048-bit RSA key makes before it uses the key (RFC 8017 section 9). */
final class RsaPadding {

    /** Bytes in a block. */
    static final int BLOCK = 256;

    /** What fits into a block of PKCS #1 v1.5: all but 00 01, eight FF and 00. */
    static final int MOST_DATA = BLOCK - 11;

    private static final int HASH = 32;
    private static final int TRAILER = 0xBC;

    private RsaPadding() {}

    /** EMSA-PKCS1-v1_5 around whatever is given (section 9.2, steps 4 and 5). */
    static byte[] pkcs1(byte[] data) {
        if (data.length > MOST_DATA) {
            throw new IllegalArgumentException("a block has room for " + MOST_DATA + " bytes");
        }
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, 2, BLOCK - data.length - 1, (byte) 0xFF);
        block[1] = 1;
        System.arraycopy(data, 0, block, BLOCK - data.length, data.length);
        return block;
    }

    /** EMSA-PSS of a SHA-256 digest, with MGF1 over SHA-256 and a salt of 32 bytes (section 9.1.1). */
    static byte[] pss(byte[] digest, RandomGenerator random) {
        byte[] salt = new byte[HASH];
        random.nextBytes(salt);
        MessageDigest sha256 = sha256();
        sha256.update(new byte[8]);
        sha256.update(digest);
        byte[] hash = sha256.digest(salt);
        byte[] block = new byte[BLOCK];
        int maskedLength = BLOCK - HASH - 1;
        block[maskedLength - HASH - 1] = 1;
        System.arraycopy(salt, 0, block, maskedLength - HASH, HASH);
        mask(block, maskedLength, hash);
        block[0] &= 0x7F;
        System.arraycopy(hash, 0, block, maskedLength, HASH);
        block[BLOCK - 1] = (byte) TRAILER;
        return block;
    }

    /** MGF1 (appendix B.2.1), added to the first bytes of the block. */
    private static void mask(byte[] block, int length, byte[] seed) {
        MessageDigest sha256 = sha256();
        byte[] part = new byte[HASH];
        for (int at = 0; at < length; at++) {
            if (at % HASH == 0) {
                sha256.update(seed);
                sha256.update(new byte[] {0, 0, 0, (byte) (at / HASH)});
                try {
                    sha256.digest(part, 0, HASH);
                } catch (DigestException e) {
                    throw new IllegalStateException("the digest has the length it always has", e);
                }
            }
            block[at] ^= part[at % HASH];
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
