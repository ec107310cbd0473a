package dev.musubi.jpki.revocation.crl;

import java.util.Arrays;

/** Gathers entries as they come, in any order, and makes a {@link CrlIndex} of them. Not thread-safe. */
final class CrlIndexBuilder {

    private static final int MAXIMUM_ENTRIES = 100_000_000;

    private int size;
    private int width = CrlIndex.NARROW;
    private byte[] serials = {};
    private int[] times = {};
    private byte[] reasons = {};
    private boolean sorted = true;

    /** Makes room for so many entries at once. */
    void expect(long entries) {
        int room = (int) Math.min(entries, MAXIMUM_ENTRIES);
        if (room > times.length) {
            resize(room);
        }
    }

    /**
     * Adds an entry.
     *
     * @param data where the serial is: big-endian, positive
     * @param from its first byte
     * @param length 1 to 20
     * @param time seconds since 1970, at most 32 bits
     */
    void add(byte[] data, int from, int length, long time, int reason) throws CrlFaultException {
        int start = from;
        int octets = length;
        if (octets > 1 && data[start] == 0) {
            start++;
            octets--;
        }
        if (octets > width) {
            widen();
        }
        if (size == times.length) {
            if (size == MAXIMUM_ENTRIES / width) {
                throw new CrlFaultException(CrlFault.TOO_LARGE);
            }
            resize(Math.max(1024, size + (size >>> 1)));
        }
        int at = size * width;
        System.arraycopy(data, start, serials, at + width - octets, octets);
        times[size] = (int) time;
        reasons[size] = (byte) reason;
        if (sorted && size > 0) {
            sorted = compare(size - 1, size) < 0;
        }
        size++;
    }

    /** The index; refuses a serial that is there twice. */
    CrlIndex build() throws CrlFaultException {
        if (size < times.length - (times.length >>> 5)) {
            resize(size);
        }
        if (!sorted) {
            sort();
        }
        return new CrlIndex(size, width, serials, times, reasons);
    }

    private int compare(int one, int other) {
        if (width == CrlIndex.NARROW) {
            return Long.compareUnsigned(
                    (long) CrlIndex.LONG.get(serials, one * 8), (long) CrlIndex.LONG.get(serials, other * 8));
        }
        return Arrays.compareUnsigned(
                serials, one * width, (one + 1) * width, serials, other * width, (other + 1) * width);
    }

    private void sort() throws CrlFaultException {
        int[] order = CrlIndexOrder.of(serials, width, size);
        byte[] sortedSerials = new byte[size * width];
        int[] sortedTimes = new int[size];
        byte[] sortedReasons = new byte[size];
        for (int to = 0; to < size; to++) {
            int from = order[to];
            if (to > 0 && compare(order[to - 1], from) == 0) {
                throw new CrlFaultException(CrlFault.REPEATED_SERIAL);
            }
            System.arraycopy(serials, from * width, sortedSerials, to * width, width);
            sortedTimes[to] = times[from];
            sortedReasons[to] = reasons[from];
        }
        serials = sortedSerials;
        times = sortedTimes;
        reasons = sortedReasons;
    }

    private void widen() {
        byte[] wide = new byte[times.length * CrlIndex.WIDE];
        for (int i = 0; i < size; i++) {
            System.arraycopy(serials, i * width, wide, i * CrlIndex.WIDE + CrlIndex.WIDE - width, width);
        }
        serials = wide;
        width = CrlIndex.WIDE;
    }

    private void resize(int entries) {
        serials = Arrays.copyOf(serials, entries * width);
        times = Arrays.copyOf(times, entries);
        reasons = Arrays.copyOf(reasons, entries);
    }
}
