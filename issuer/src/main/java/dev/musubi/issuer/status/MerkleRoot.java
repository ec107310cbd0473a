package dev.musubi.issuer.status;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * One hash for a whole list, by which two can be told to be equal: the Merkle tree hash of RFC 9162 section 2.1.1 over the
 * list's bytes in leaves of 1 KiB, of which there are 256. Over a tree, so that a part that differs can be found later by
 * eight hashes, without the whole.
 */
final class MerkleRoot {

    private static final int LEAF = 1024;

    private MerkleRoot() {}

    static byte[] of(StatusBits bits) {
        byte[] bytes = bits.bytes();
        return of(bytes, 0, bytes.length);
    }

    /** Of a part whose length is a power of two, and a leaf at least. */
    private static byte[] of(byte[] bytes, int from, int to) {
        MessageDigest sha256 = sha256();
        if (to - from <= LEAF) {
            sha256.update((byte) 0);
            return sha256.digest(Arrays.copyOfRange(bytes, from, to));
        }
        int middle = (from + to) / 2;
        sha256.update((byte) 1);
        sha256.update(of(bytes, from, middle));
        return sha256.digest(of(bytes, middle, to));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }
}
