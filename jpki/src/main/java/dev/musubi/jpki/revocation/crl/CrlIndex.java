package dev.musubi.jpki.revocation.crl;

import dev.musubi.jpki.revocation.RevocationReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Revoked serials with time and reason, sorted by serial, in three plain arrays: serials as big-endian numbers of a
 * fixed width of 8 or 20 bytes, times in seconds since 1970 as unsigned 32-bit numbers, reasons in a byte. Immutable.
 */
final class CrlIndex {

    /** The width while all serials fit in it. */
    static final int NARROW = 8;
    /** The width otherwise, the greatest serial of RFC 5280. */
    static final int WIDE = 20;

    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int size;
    private final int width;
    private final byte[] serials;
    private final int[] times;
    private final byte[] reasons;

    CrlIndex(int size, int width, byte[] serials, int[] times, byte[] reasons) {
        this.size = size;
        this.width = width;
        this.serials = serials;
        this.times = times;
        this.reasons = reasons;
    }

    int size() {
        return size;
    }

    Optional<CrlEntry> find(BigInteger serial) {
        if (serial.signum() <= 0 || serial.bitLength() > width * 8) {
            return Optional.empty();
        }
        byte[] key = new byte[width];
        byte[] number = serial.toByteArray();
        int length = Math.min(number.length, width);
        System.arraycopy(number, number.length - length, key, width - length, length);
        int at = width == NARROW ? searchNarrow((long) LONG.get(key, 0)) : searchWide(key);
        return at < 0 ? Optional.empty() : Optional.of(entry(at));
    }

    CrlEntry entry(int at) {
        return new CrlEntry(
                serial(at),
                RevocationReason.ofCode(reasons[at]).orElse(RevocationReason.UNSPECIFIED),
                Instant.ofEpochSecond(Integer.toUnsignedLong(times[at])));
    }

    BigInteger serial(int at) {
        return new BigInteger(1, serials, at * width, width);
    }

    /** Compares a serial here with one there, as numbers. */
    int compareSerial(int at, CrlIndex other, int otherAt) {
        if (width == NARROW && other.width == NARROW) {
            return Long.compareUnsigned(
                    (long) LONG.get(serials, at * NARROW), (long) LONG.get(other.serials, otherAt * NARROW));
        }
        if (width == other.width) {
            return Arrays.compareUnsigned(
                    serials, at * width, (at + 1) * width, other.serials, otherAt * width, (otherAt + 1) * width);
        }
        return serial(at).compareTo(other.serial(otherAt));
    }

    /** Whether time and reason are the same here and there. */
    boolean saysTheSame(int at, CrlIndex other, int otherAt) {
        return times[at] == other.times[otherAt] && reasons[at] == other.reasons[otherAt];
    }

    private int searchNarrow(long key) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned((long) LONG.get(serials, middle * NARROW), key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private int searchWide(byte[] key) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(serials, middle * width, (middle + 1) * width, key, 0, width);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
