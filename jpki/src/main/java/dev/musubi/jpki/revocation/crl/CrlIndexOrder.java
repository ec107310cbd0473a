package dev.musubi.jpki.revocation.crl;

import java.util.Arrays;

/**
 * Finds the order of fixed-width big-endian numbers without an object a number. The numbers' first differing bits are
 * packed into one long with the number's place, the longs are sorted, and the few that agree in those bits are then
 * ordered by the rest.
 */
final class CrlIndexOrder {

    private final byte[] numbers;
    private final int width;

    private CrlIndexOrder(byte[] numbers, int width) {
        this.numbers = numbers;
        this.width = width;
    }

    /** The places of the numbers in ascending order. */
    static int[] of(byte[] numbers, int width, int count) {
        return new CrlIndexOrder(numbers, width).order(count);
    }

    private int[] order(int count) {
        int placeBits = 32 - Integer.numberOfLeadingZeros(Math.max(1, count - 1));
        int prefixBits = 63 - placeBits;
        int skip = sharedBits(count);
        long[] packed = new long[count];
        for (int i = 0; i < count; i++) {
            packed[i] = (bits(i, skip, prefixBits) << placeBits) | i;
        }
        Arrays.sort(packed);
        int[] order = new int[count];
        long placeMask = (1L << placeBits) - 1;
        int runStart = 0;
        for (int i = 0; i < count; i++) {
            order[i] = (int) (packed[i] & placeMask);
            if (i > 0 && (packed[i] >>> placeBits) != (packed[i - 1] >>> placeBits)) {
                settle(order, runStart, i);
                runStart = i;
            }
        }
        settle(order, runStart, count);
        return order;
    }

    /** Orders places whose numbers agree in the bits looked at so far. Runs are short, so objects do no harm. */
    private void settle(int[] order, int from, int to) {
        if (to - from < 2) {
            return;
        }
        Integer[] places = new Integer[to - from];
        Arrays.setAll(places, i -> order[from + i]);
        Arrays.sort(places, this::compare);
        for (int i = 0; i < places.length; i++) {
            order[from + i] = places[i];
        }
    }

    private int compare(int one, int other) {
        return Arrays.compareUnsigned(
                numbers, one * width, (one + 1) * width, numbers, other * width, (other + 1) * width);
    }

    /** How many leading bits all numbers share. */
    private int sharedBits(int count) {
        int shared = width * 8;
        for (int i = 1; i < count && shared > 0; i++) {
            int mismatch = Arrays.mismatch(numbers, 0, width, numbers, i * width, (i + 1) * width);
            if (mismatch >= 0) {
                int difference = (numbers[mismatch] ^ numbers[i * width + mismatch]) & 0xff;
                shared = Math.min(shared, mismatch * 8 + Integer.numberOfLeadingZeros(difference) - 24);
            }
        }
        return shared;
    }

    /** So many bits of a number from a bit on; bits past its end are zero. */
    private long bits(int number, int from, int count) {
        long bits = 0;
        int firstByte = from / 8;
        int taken = 0;
        int offset = from % 8;
        for (int i = firstByte; taken < count + offset; i++) {
            int octet = i < width ? numbers[number * width + i] & 0xff : 0;
            int wanted = Math.min(8, count + offset - taken);
            bits = (bits << wanted) | (octet >>> (8 - wanted));
            taken += 8;
            if (i == firstByte) {
                bits &= (1L << (8 - offset)) - 1;
            }
        }
        return bits;
    }
}
