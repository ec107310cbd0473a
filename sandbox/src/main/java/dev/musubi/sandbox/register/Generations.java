package dev.musubi.sandbox.register;

import java.time.Instant;
import java.time.LocalDate;

/**
 * When the generations of an authority's key begin and end. J-LIS makes a new one about every four years and each lasts
 * ten; the sandbox begins one year into its second.
 */
public final class Generations {

    private static final int YEARS_BETWEEN = 4;
    private static final int YEARS_OLD = 5;
    private static final int YEARS_VALID = 10;

    private Generations() {}

    /** How many there are on the first day. */
    public static final int AT_FOUNDING = 2;

    /** The beginning of a generation that existed on the first day. */
    public static Instant beginning(Instant founded, int generation) {
        return ValidityRule.day(founded)
                .minusYears(YEARS_OLD - (generation - 1L) * YEARS_BETWEEN)
                .atStartOfDay(ValidityRule.JAPAN)
                .plusHours(9)
                .toInstant();
    }

    /** The end of a generation's certificate: ten years after its beginning, at the end of the day before, in Japan. */
    public static Instant end(Instant beginning) {
        LocalDate day = ValidityRule.day(beginning).plusYears(YEARS_VALID).minusDays(1);
        return ValidityRule.lastSecond(day);
    }

    static int atFounding(Instant founded, Instant issued) {
        return issued.isBefore(beginning(founded, 2)) ? 1 : 2;
    }
}
