package dev.musubi.jpki.der;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a few byte strings mean that come by again and again, such as OIDs and authorities' names. Of fixed
 * size: a slot holds the last that fell into it, so input from outside can make it forget but not grow. Thread-safe
 * without locks: an entry's fields are final, so a reader sees a whole entry or none.
 *
 * @param <V> what they mean; immutable
 */
public final class Memo<V> {

    private record Entry<V>(Object bytes, V value) {}

    private final @Nullable Entry<V>[] slots;

    /** @param slots how many to remember at most; a power of two */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type cannot be made otherwise
    public Memo(int slots) {
        if (Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("the number of slots is a power of two");
        }
        this.slots = (@Nullable Entry<V>[]) new @Nullable Entry[slots];
    }

    /** What these bytes mean, if that is remembered. */
    public @Nullable V recall(byte[] data, int from, int length) {
        @Nullable Entry<V> entry = slots[slot(data, from, length)];
        if (entry == null) {
            return null;
        }
        byte[] bytes = (byte[]) entry.bytes();
        return Arrays.equals(bytes, 0, bytes.length, data, from, from + length) ? entry.value() : null;
    }

    /** Remembers what these bytes mean. */
    public V remember(byte[] data, int from, int length, V value) {
        slots[slot(data, from, length)] = new Entry<>(Arrays.copyOfRange(data, from, from + length), value);
        return value;
    }

    private int slot(byte[] data, int from, int length) {
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + data[i];
        }
        return (hash ^ (hash >>> 15)) & (slots.length - 1);
    }
}
