package dev.musubi.relyingparty;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The bytes of a list: inflated up to a limit, brought up to date, and hashed. */
final class StatusBytes {

    private static final int LEAF = 1024;
    private static final int PART = 16 * 1024;

    /** Of a number of 28 bits. */
    private static final int MOST_BYTES_A_NUMBER = 4;

    private StatusBytes() {}

    /**
     * What was compressed in the ZLIB format.
     *
     * @throws IllegalArgumentException if it is damaged, or longer than it may be
     */
    static byte[] inflate(byte[] compressed, int longest) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] part = new byte[PART];
            while (!inflater.finished()) {
                int more = inflater.inflate(part);
                if (more == 0 && !inflater.finished()) {
                    throw new IllegalArgumentException("compressed bytes break off");
                }
                if (out.size() + more > longest) {
                    throw new IllegalArgumentException("compressed bytes are more than they may be");
                }
                out.write(part, 0, more);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("compressed bytes are damaged", e);
        } finally {
            inflater.end();
        }
    }

    /**
     * Applies changes: for each, in order of the index, how far it lies behind the one before, and its value in the lowest
     * bits; as a number of seven bits a byte, the lowest first, with the highest bit set in all bytes but the last.
     *
     * @throws IllegalArgumentException if they are malformed or lead out of the list
     */
    static void apply(byte[] bytes, int bits, byte[] changes) {
        int each = 8 / bits;
        int mask = (1 << bits) - 1;
        long index = -1;
        int at = 0;
        while (at < changes.length) {
            long number = 0;
            int read = 0;
            boolean more = true;
            while (more) {
                if (at == changes.length || read == MOST_BYTES_A_NUMBER) {
                    throw new IllegalArgumentException("changes break off");
                }
                number |= (changes[at] & 0x7FL) << (7 * read++);
                more = changes[at++] < 0;
            }
            index += (number >>> bits) + 1;
            if (index / each >= bytes.length) {
                throw new IllegalArgumentException("a change lies beyond the list");
            }
            int shift = (int) (index % each) * bits;
            int byteAt = (int) (index / each);
            bytes[byteAt] = (byte) ((bytes[byteAt] & ~(mask << shift)) | (((int) number & mask) << shift));
        }
    }

    /** The Merkle tree hash (RFC 9162 section 2.1.1) in leaves of 1 KiB. */
    static byte[] root(byte[] bytes) {
        return root(bytes, 0, bytes.length);
    }

    private static byte[] root(byte[] bytes, int from, int to) {
        MessageDigest sha256 = sha256();
        int leaves = (to - from + LEAF - 1) / LEAF;
        if (leaves <= 1) {
            sha256.update((byte) 0);
            sha256.update(bytes, from, to - from);
            return sha256.digest();
        }
        // The largest power of two that is smaller than the number of leaves.
        int middle = from + Integer.highestOneBit(leaves - 1) * LEAF;
        sha256.update((byte) 1);
        sha256.update(root(bytes, from, middle));
        return sha256.digest(root(bytes, middle, to));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }
}
