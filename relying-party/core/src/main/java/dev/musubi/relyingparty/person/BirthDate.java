package dev.musubi.relyingparty.person;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.Period;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A date of birth (生年月日): whole, or the parts of it that the register knows. */
public sealed interface BirthDate extends Serializable {

    /**
     * A whole date.
     *
     * @param date the date
     */
    record Whole(LocalDate date) implements BirthDate {
        @Override
        public String toString() {
            return "Whole[…]";
        }
    }

    /**
     * A date of which parts are not known.
     *
     * @param year the year, if known
     * @param month the month, 1 to 12, if known
     * @param day the day of the month, if known
     */
    record Partial(
            @Nullable Integer year,
            @Nullable Integer month,
            @Nullable Integer day) implements BirthDate {
        @Override
        public String toString() {
            return "Partial[…]";
        }
    }

    /**
     * The age in whole years on a day; empty where the date is not whole. An age check then has to fail, or to be made by
     * other means.
     */
    default OptionalInt ageOn(LocalDate day) {
        return this instanceof Whole whole && !day.isBefore(whole.date)
                ? OptionalInt.of(Period.between(whole.date, day).getYears())
                : OptionalInt.empty();
    }

    /** The date as far as it is known, in the manner of ISO 8601, with {@code ?} for what is not: {@code 1980-02-??}. */
    default String text() {
        if (this instanceof Whole whole) {
            return whole.date.toString();
        }
        Partial partial = (Partial) this;
        return padded(partial.year, 4) + "-" + padded(partial.month, 2) + "-" + padded(partial.day, 2);
    }

    private static String padded(@Nullable Integer number, int digits) {
        return number == null
                ? "?".repeat(digits)
                : "0".repeat(Math.max(0, digits - number.toString().length())) + number;
    }
}
