package dev.musubi.issuer.relyingparty;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Attributes that the holder agreed to give this relying party. Two of them can of course compare what they were given;
 * that the holder decides, not the issuer.
 *
 * @param <T> its type
 */
public final class Given<T> implements Outward {

    private final T value;

    private Given(T value) {
        this.value = value;
    }

    /** Says that the holder gave {@code value}. */
    public static <T> Given<T> byHolder(T value) {
        return new Given<>(value);
    }

    /** The value. */
    @JsonValue
    public T value() {
        return value;
    }

    @Override
    public Object json() {
        return Json.of(value);
    }

    @Override
    public String toString() {
        return "Given[…]";
    }
}
