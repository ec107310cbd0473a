package dev.musubi.issuer.status;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The statuses of one list: 2<sup>20</sup> entries of two bits, four to a byte from the least significant bits on (Token
 * Status List section 4.1). Not for several threads at once.
 */
public final class StatusBits {

    /** How many entries a list has. */
    public static final int ENTRIES = 1 << 20;

    /** Bits an entry. */
    public static final int BITS = 2;

    private static final int LENGTH = ENTRIES * BITS / 8;

    private final byte[] bytes;

    private StatusBits(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A list in which everything is valid. */
    public static StatusBits fresh() {
        return new StatusBits(new byte[LENGTH]);
    }

    /** A copy. */
    public StatusBits copy() {
        return new StatusBits(bytes.clone());
    }

    /** What the entry says. */
    public StatusValue get(int index) {
        return StatusValue.of((bytes[index >>> 2] >>> ((index & 3) << 1)) & 3);
    }

    /** Has the entry say something else. */
    public void set(int index, StatusValue value) {
        int shift = (index & 3) << 1;
        bytes[index >>> 2] = (byte) ((bytes[index >>> 2] & ~(3 << shift)) | (value.bits() << shift));
    }

    /** The bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Compressed by DEFLATE in the ZLIB format, as tightly as it goes (section 4.1, step 4). That takes a hundred times as long
     * as {@link #packed} and makes a third less of it, which everybody who fetches the list has of it.
     */
    public byte[] compressed() {
        return compress(bytes);
    }

    /** Compressed quickly, for ourselves. */
    byte[] packed() {
        return compress(bytes, Deflater.BEST_SPEED, Deflater.DEFAULT_STRATEGY);
    }

    static byte[] compress(byte[] plain) {
        return compress(plain, Deflater.BEST_COMPRESSION, Deflater.FILTERED);
    }

    private static byte[] compress(byte[] plain, int level, int strategy) {
        Deflater deflater = new Deflater(level);
        deflater.setStrategy(strategy);
        try {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 4 + 64);
            byte[] part = new byte[16 * 1024];
            while (!deflater.finished()) {
                out.write(part, 0, deflater.deflate(part));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /**
     * The list that was compressed so.
     *
     * @throws IllegalArgumentException if it is none, or not of this length
     */
    public static StatusBits decompress(byte[] compressed) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed);
            byte[] bytes = new byte[LENGTH + 1];
            int length = 0;
            while (length < bytes.length && !inflater.finished()) {
                int more = inflater.inflate(bytes, length, bytes.length - length);
                if (more == 0 && !inflater.finished()) {
                    throw new IllegalArgumentException("a compressed list breaks off");
                }
                length += more;
            }
            if (length != LENGTH || !inflater.finished()) {
                throw new IllegalArgumentException("a list is of another length");
            }
            return new StatusBits(Arrays.copyOf(bytes, LENGTH));
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("a compressed list is damaged", e);
        } finally {
            inflater.end();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StatusBits that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
