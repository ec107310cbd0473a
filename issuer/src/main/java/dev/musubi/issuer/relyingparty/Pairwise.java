package dev.musubi.issuer.relyingparty;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A value made for one sector, or for one relying party in it: encrypted or hashed with the sector in it, drawn at random
 * for it, or counted from its own first contact with the holder. Beside another sector's value for the same holder it says
 * nothing (OpenID Connect Core 1.0 section 8.1, of more than subjects).
 *
 * <p>Which classes may make one is a list in a test: each has a reason there.
 *
 * @param <T> its type
 */
public final class Pairwise<T> implements Outward {

    private final T value;

    private Pairwise(T value) {
        this.value = value;
    }

    /** Says that {@code value} was made for one sector. */
    public static <T> Pairwise<T> of(T value) {
        return new Pairwise<>(value);
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
    public boolean equals(Object other) {
        return other instanceof Pairwise<?> that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "Pairwise[…]";
    }
}
