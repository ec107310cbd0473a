package dev.musubi.jpki.attributes;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;

/**
 * A date of birth as the certificate has it: an era digit and a Gregorian date, any part of which may be unknown (JPKI
 * profile specification, {@code EYYYYMMDD}).
 *
 * <p>Whether the era fits the year is not checked: the certificate is kept as it is. {@link #toString()} gives nothing
 * away.
 *
 * @param era the era, or {@link Era#UNKNOWN}
 * @param year the Gregorian year, or 0 if unknown
 * @param month 1 to 12, or 0 if unknown
 * @param day 1 to 31, or 0 if unknown
 */
public record DateOfBirth(Era era, int year, int month, int day) {

    private static final int LENGTH = 9;
    /** A leap year, to judge a day and month whose year is unknown. */
    private static final int ANY_LEAP_YEAR = 2000;

    /** @throws IllegalArgumentException if the known parts cannot be parts of a date */
    public DateOfBirth {
        if (year < 0 || year > 9999 || month < 0 || month > 12 || day < 0 || day > 31) {
            throw impossible();
        }
        if (month != 0 && day != 0) {
            try {
                if (!YearMonth.of(year == 0 ? ANY_LEAP_YEAR : year, month).isValidDay(day)) {
                    throw impossible();
                }
            } catch (DateTimeException e) {
                throw impossible();
            }
        }
    }

    /** A fully known date, with the era of that day. */
    public static DateOfBirth of(LocalDate date) {
        Era era = Era.UNKNOWN;
        if (!date.isBefore(LocalDate.of(2019, 5, 1))) {
            era = Era.REIWA;
        } else if (!date.isBefore(LocalDate.of(1989, 1, 8))) {
            era = Era.HEISEI;
        } else if (!date.isBefore(LocalDate.of(1926, 12, 25))) {
            era = Era.SHOWA;
        } else if (!date.isBefore(LocalDate.of(1912, 7, 30))) {
            era = Era.TAISHO;
        } else if (!date.isBefore(LocalDate.of(1868, 1, 25))) {
            era = Era.MEIJI;
        }
        return new DateOfBirth(era, date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }

    /**
     * Reads {@code EYYYYMMDD}, nine ASCII digits.
     *
     * @throws IllegalArgumentException if it is not of that form; the message does not repeat the value
     */
    public static DateOfBirth parse(String encoded) {
        if (encoded.length() != LENGTH || !hasOnlyDigits(encoded)) {
            throw new IllegalArgumentException("a date of birth has nine digits, EYYYYMMDD");
        }
        Era era = Era.ofCode(encoded.charAt(0) - '0')
                .orElseThrow(() -> new IllegalArgumentException("the era digit of a date of birth is 0 to 5"));
        return new DateOfBirth(
                era,
                Integer.parseInt(encoded, 1, 5, 10),
                Integer.parseInt(encoded, 5, 7, 10),
                Integer.parseInt(encoded, 7, 9, 10));
    }

    private static boolean hasOnlyDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** The certificate's form, {@code EYYYYMMDD}. */
    public String encode() {
        return String.format(Locale.ROOT, "%d%04d%02d%02d", era.code(), year, month, day);
    }

    /** The date, if year, month and day are all known. Age must never be decided without it. */
    public Optional<LocalDate> complete() {
        return year != 0 && month != 0 && day != 0 ? Optional.of(LocalDate.of(year, month, day)) : Optional.empty();
    }

    Agreement agreementWith(DateOfBirth other) {
        Agreement date = part(year, other.year).and(part(month, other.month)).and(part(day, other.day));
        boolean erasKnown = era != Era.UNKNOWN && other.era != Era.UNKNOWN;
        return erasKnown && era != other.era ? Agreement.DIFFERENT : date;
    }

    private static Agreement part(int one, int other) {
        if (one == 0 || other == 0) {
            return Agreement.UNDECIDED;
        }
        return one == other ? Agreement.SAME : Agreement.DIFFERENT;
    }

    private static IllegalArgumentException impossible() {
        return new IllegalArgumentException("this cannot be a date of birth");
    }

    @Override
    public String toString() {
        return "DateOfBirth[redacted]";
    }
}
