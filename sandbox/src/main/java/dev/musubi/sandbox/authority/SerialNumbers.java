package dev.musubi.sandbox.authority;

import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * Serial numbers (発行の番号) that look random and need no table: a permutation of the place in the order of issue, keyed
 * with the seed, so that the place can be had back. Most have 3 or 4 octets, as seen on real cards; about one in ten is
 * longer, up to 20 octets (RFC 5280 section 4.1.2.2 allows as much).
 */
final class SerialNumbers {

    private static final int HALF = 15;
    private static final int MASK = (1 << HALF) - 1;
    private static final int ROUNDS = 6;
    private static final long PLACES = 1L << (2 * HALF);
    /** Keeps the shortest at three octets. */
    private static final long SMALLEST = 0x10000;

    private static final int LOW_BITS = 32;
    private static final int ONE_IN_SO_MANY_IS_LONG = 10;
    private static final int LONGEST_PREFIX = 16;

    private final long seed;

    SerialNumbers(long seed) {
        this.seed = seed;
    }

    BigInteger serialOf(long sequence) {
        if (sequence < 0 || sequence >= PLACES) {
            throw new IllegalArgumentException("there are no serial numbers left");
        }
        int left = (int) (sequence >>> HALF);
        int right = (int) sequence & MASK;
        for (int round = 0; round < ROUNDS; round++) {
            int next = left ^ scramble(round, right);
            left = right;
            right = next;
        }
        BigInteger low = BigInteger.valueOf(SMALLEST + ((long) left << HALF | right));
        return prefix(sequence).shiftLeft(LOW_BITS).or(low);
    }

    OptionalLong sequenceOf(BigInteger serial) {
        if (serial.signum() <= 0 || serial.bitLength() > LOW_BITS + LONGEST_PREFIX * Byte.SIZE) {
            return OptionalLong.empty();
        }
        long low = (serial.longValue() & 0xFFFFFFFFL) - SMALLEST;
        if (low < 0 || low >= PLACES) {
            return OptionalLong.empty();
        }
        int left = (int) (low >>> HALF);
        int right = (int) low & MASK;
        for (int round = ROUNDS - 1; round >= 0; round--) {
            int before = right ^ scramble(round, left);
            right = left;
            left = before;
        }
        long sequence = (long) left << HALF | right;
        return serialOf(sequence).equals(serial) ? OptionalLong.of(sequence) : OptionalLong.empty();
    }

    private BigInteger prefix(long sequence) {
        long dice = mix(sequence + 0x5DEECE66DL);
        if (Long.remainderUnsigned(dice, ONE_IN_SO_MANY_IS_LONG) != 0) {
            return BigInteger.ZERO;
        }
        int octets = 1 + (int) Long.remainderUnsigned(dice >>> 8, LONGEST_PREFIX);
        byte[] prefix = new byte[octets];
        for (int i = 0; i < octets; i++) {
            prefix[i] = (byte) mix(sequence * 31 + i + 1);
        }
        prefix[0] = (byte) ((prefix[0] & 0x3F) | 0x40);
        return new BigInteger(1, prefix);
    }

    private int scramble(int round, int half) {
        return (int) (mix((long) round << 32 | half) >>> 20) & MASK;
    }

    /** The finaliser of SplitMix64. */
    long mix(long value) {
        long z = value * 0x9E3779B97F4A7C15L + seed;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
