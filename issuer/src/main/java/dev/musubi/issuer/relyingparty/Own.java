package dev.musubi.issuer.relyingparty;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/**
 * What is the relying party's own: what it sent or registered, and the time at which it is answered. It learns nothing
 * from it.
 *
 * @param <T> its type
 */
public final class Own<T> implements Outward {

    private final T value;

    private Own(T value) {
        this.value = value;
    }

    /** Something the relying party sent or registered, or that follows from that alone. */
    public static <T> Own<T> of(T value) {
        return new Own<>(value);
    }

    /** The time of this very exchange, or a fixed term from it, in whole seconds. */
    public static Own<Instant> time(Instant answeredAt) {
        return new Own<>(Json.seconds(answeredAt));
    }

    /** The same as a NumericDate (RFC 7519 section 2). */
    public static Own<Long> numericDate(Instant answeredAt) {
        return new Own<>(answeredAt.getEpochSecond());
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
        return other instanceof Own<?> that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "Own[…]";
    }
}
