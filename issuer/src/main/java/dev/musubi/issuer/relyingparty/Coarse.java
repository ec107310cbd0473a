package dev.musubi.issuer.relyingparty;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * A value that very many holders have in common: a word of a short list, a day in Japan, a bound on an age. Each way to
 * make one makes it coarse; none takes what it is given as it is, but for words that are fixed before any holder is known.
 *
 * @param <T> its type
 */
public final class Coarse<T> implements Outward {

    /** Where the days are counted: laws and registers of Japan do it so. */
    public static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    private final T value;

    private Coarse(T value) {
        this.value = value;
    }

    /** One word of a short list. */
    public static <E extends Enum<E>> Coarse<E> word(E word) {
        return new Coarse<>(word);
    }

    /** Yes or no. */
    public static Coarse<Boolean> flag(boolean flag) {
        return new Coarse<>(flag);
    }

    /** The day in Japan. */
    public static Coarse<LocalDate> day(Instant at) {
        return new Coarse<>(LocalDate.ofInstant(at, JAPAN));
    }

    /** The day in Japan, but none before {@code first}. */
    public static Coarse<LocalDate> dayFrom(Instant first, Instant at) {
        return day(at.isBefore(first) ? first : at);
    }

    /** The day in Japan, but none after that of {@code last}. */
    public static Coarse<LocalDate> dayUntil(Instant last, Instant at) {
        return day(at.isAfter(last) ? last : at);
    }

    /** The first moment of the day in Japan, where a standard wants a time (RFC 3339). */
    public static Coarse<String> startOfDay(Instant at) {
        return new Coarse<>(
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(beginning(at).atZone(JAPAN)));
    }

    /** The first moment of a day in Japan, where a standard wants a NumericDate (RFC 7519 section 2). */
    public static Coarse<Long> startOfDay(LocalDate day) {
        return new Coarse<>(day.atStartOfDay(JAPAN).toEpochSecond());
    }

    /** The same moment, for rules that count from it. */
    public static Instant beginning(Instant at) {
        return LocalDate.ofInstant(at, JAPAN).atStartOfDay(JAPAN).toInstant();
    }

    /** The moment that lies a bound before an answer: it moves with the answer, and tells the bound alone. */
    public static Coarse<Instant> before(Instant answeredAt, Duration bound) {
        return new Coarse<>(Json.seconds(answeredAt.minus(bound)));
    }

    /** A bound on an age, in seconds. */
    public static Coarse<Long> seconds(Duration bound) {
        return new Coarse<>(bound.toSeconds());
    }

    /** A word fixed before any holder is known: by a standard, a setting, or the catalogue of assurance. */
    public static Coarse<String> fixed(String word) {
        return new Coarse<>(word);
    }

    /** Several such words. */
    public static Coarse<List<String>> fixed(List<String> words) {
        return new Coarse<>(List.copyOf(words));
    }

    /** What was worked out from coarse values and fixed words, and nothing else. */
    public static <T> Coarse<T> workedOut(T value) {
        return new Coarse<>(value);
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
        return other instanceof Coarse<?> that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "Coarse[" + value + "]";
    }
}
