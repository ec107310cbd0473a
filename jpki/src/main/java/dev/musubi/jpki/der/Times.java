package dev.musubi.jpki.der;

/**
 * UTCTime and GeneralizedTime as RFC 5280 section 4.1.2.5 allows them ({@code YYMMDDHHMMSSZ}, {@code YYYYMMDDHHMMSSZ}),
 * to and from seconds since 1970-01-01T00:00:00Z, without making an object.
 */
public final class Times {

    /** The length of a UTCTime's content. */
    public static final int UTC_LENGTH = 13;
    /** The length of a GeneralizedTime's content. */
    public static final int GENERALIZED_LENGTH = 15;

    private static final long SECONDS_A_DAY = 86_400;
    /** 1950-01-01T00:00:00Z. */
    private static final long FIRST_SECOND = -631_152_000L;
    /** 2050-01-01T00:00:00Z. */
    private static final long GENERALIZED_FROM = 2_524_608_000L;
    /** 9999-12-31T23:59:59Z. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private Times() {}

    /** Reads the content octets of a UTCTime; years 50 to 99 are of the last century. */
    public static long utcTime(byte[] data, int from, int length) throws DerException {
        if (length != UTC_LENGTH || data[from + 12] != 'Z') {
            throw malformed();
        }
        int year = two(data, from);
        return seconds(year < 50 ? 2000 + year : 1900 + year, data, from + 2);
    }

    /** Reads the content octets of a GeneralizedTime. */
    public static long generalizedTime(byte[] data, int from, int length) throws DerException {
        if (length != GENERALIZED_LENGTH || data[from + 14] != 'Z') {
            throw malformed();
        }
        return seconds(two(data, from) * 100 + two(data, from + 2), data, from + 4);
    }

    /**
     * Writes a whole UTCTime, or from 2050 on GeneralizedTime, with identifier and length.
     *
     * @return where it ends
     * @throws IllegalArgumentException outside the years 1950 to 9999
     */
    public static int put(long epochSecond, byte[] to, int at) {
        if (epochSecond < FIRST_SECOND || epochSecond > LAST_SECOND) {
            throw new IllegalArgumentException("certificates have no time before 1950 or after 9999");
        }
        boolean utc = epochSecond < GENERALIZED_FROM;
        to[at] = (byte) (utc ? Tag.UTC_TIME : Tag.GENERALIZED_TIME);
        to[at + 1] = (byte) (utc ? UTC_LENGTH : GENERALIZED_LENGTH);
        int next = at + 2;
        long days = Math.floorDiv(epochSecond, SECONDS_A_DAY);
        int second = (int) Math.floorMod(epochSecond, SECONDS_A_DAY);
        long z = days + 719_468;
        long century = z / 146_097;
        int dayOfCentury = (int) (z % 146_097);
        int yearOfCentury = (dayOfCentury - dayOfCentury / 1460 + dayOfCentury / 36_524 - dayOfCentury / 146_096) / 365;
        int dayOfYear = dayOfCentury - (365 * yearOfCentury + yearOfCentury / 4 - yearOfCentury / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        int year = (int) (century * 400) + yearOfCentury + (month <= 2 ? 1 : 0);
        if (!utc) {
            next = putTwo(year / 100, to, next);
        }
        next = putTwo(year % 100, to, next);
        next = putTwo(month, to, next);
        next = putTwo(day, to, next);
        next = putTwo(second / 3600, to, next);
        next = putTwo(second / 60 % 60, to, next);
        next = putTwo(second % 60, to, next);
        to[next] = 'Z';
        return next + 1;
    }

    /** Whether {@link #put} writes a UTCTime. */
    public static boolean isUtcTime(long epochSecond) {
        return epochSecond < GENERALIZED_FROM;
    }

    private static int putTwo(int number, byte[] to, int at) {
        to[at] = (byte) ('0' + number / 10);
        to[at + 1] = (byte) ('0' + number % 10);
        return at + 2;
    }

    private static long seconds(int year, byte[] data, int from) throws DerException {
        int month = two(data, from);
        int day = two(data, from + 2);
        int hour = two(data, from + 4);
        int minute = two(data, from + 6);
        int second = two(data, from + 8);
        if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
            throw malformed();
        }
        if (hour > 23 || minute > 59 || second > 59) {
            throw malformed();
        }
        return epochDay(year, month, day) * SECONDS_A_DAY + hour * 3600L + minute * 60L + second;
    }

    private static int two(byte[] data, int at) throws DerException {
        int tens = data[at] - '0';
        int ones = data[at + 1] - '0';
        if (tens < 0 || tens > 9 || ones < 0 || ones > 9) {
            throw malformed();
        }
        return tens * 10 + ones;
    }

    private static int daysIn(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Days since 1970-01-01 in the proleptic Gregorian calendar; the year is counted from March. */
    private static long epochDay(int year, int month, int day) {
        int marchYear = month <= 2 ? year - 1 : year;
        int marchMonth = (month + 9) % 12;
        long days = 365L * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400;
        return days + (marchMonth * 306 + 5) / 10 + day - 1 - 719_468;
    }

    private static DerException malformed() {
        return new DerException("a time is not of the form certificates use");
    }
}
