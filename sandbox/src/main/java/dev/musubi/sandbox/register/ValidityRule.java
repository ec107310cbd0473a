package dev.musubi.sandbox.register;

import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.certificate.Validity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * How long certificates and cards last: a certificate to the fifth birthday after its issue (the sixth if it renews one
 * in its last three months), a card to the tenth, or the fifth for those under 18. A certificate lasts no longer than
 * the card. Days end at 23:59:59 in Japan. Where month or day of birth are not known, the day of issue counts as the
 * birthday.
 */
final class ValidityRule {

    static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    static final int AGE_FOR_SIGNATURES = 15;
    private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);
    private static final int RENEWAL_MONTHS = 3;
    private static final int ADULT = 18;

    private ValidityRule() {}

    static LocalDate certificateEnd(Instant issue, DateOfBirth born, boolean renewsInTime) {
        return birthdayAfter(day(issue), born, renewsInTime ? 6 : 5);
    }

    static LocalDate cardEnd(Instant issue, DateOfBirth born) {
        boolean minor = born.complete().isPresent() && age(born, day(issue)) < ADULT;
        return birthdayAfter(day(issue), born, minor ? 5 : 10);
    }

    /** Whether a certificate of this end may be renewed early without losing time. */
    static boolean renewsInTime(Instant at, Instant notAfter) {
        return !Validity.isOver(notAfter, at) && !day(at).isBefore(day(notAfter).minusMonths(RENEWAL_MONTHS));
    }

    /** Signature certificates are in principle not issued to those under 15. */
    static boolean maySign(DateOfBirth born, Instant at) {
        return born.complete().isEmpty() || age(born, day(at)) >= AGE_FOR_SIGNATURES;
    }

    static Instant lastSecond(LocalDate day) {
        return day.atTime(LAST_SECOND).atZone(JAPAN).toInstant();
    }

    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, JAPAN);
    }

    private static int age(DateOfBirth born, LocalDate day) {
        return born.complete().map(b -> b.until(day).getYears()).orElse(Integer.MAX_VALUE);
    }

    private static LocalDate birthdayAfter(LocalDate issue, DateOfBirth born, int count) {
        boolean known = born.month() != 0 && born.day() != 0;
        // 2000 is a leap year: 29 February becomes the 28th in the years without one.
        LocalDate any = known ? LocalDate.of(2000, born.month(), born.day()) : issue.withYear(2000);
        LocalDate first = any.withYear(issue.getYear());
        if (!first.isAfter(issue)) {
            first = any.withYear(issue.getYear() + 1);
        }
        return any.withYear(first.getYear() + count - 1);
    }
}
