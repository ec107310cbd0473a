package dev.musubi.sandbox.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.attributes.DateOfBirth;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidityRuleTest {

    @ParameterizedTest
    @CsvSource({
        // issued (Japan), born, renewal in time, end
        "2025-10-27, 1980-02-17, false, 2030-02-17",
        "2025-10-27, 1980-02-17, true, 2031-02-17",
        "2025-02-16, 1980-02-17, false, 2029-02-17",
        "2025-02-17, 1980-02-17, false, 2030-02-17",
        "2025-12-31, 1990-01-01, false, 2030-01-01",
        "2025-10-27, 2000-02-29, false, 2030-02-28",
        "2023-10-27, 2000-02-29, false, 2028-02-29",
    })
    void whenIssuedThenItEndsOnTheFifthOrSixthBirthday(String issued, String born, boolean renewal, String end) {
        assertThat(ValidityRule.certificateEnd(noon(issued), born(born), renewal))
                .isEqualTo(LocalDate.parse(end));
    }

    @Test
    void whenMonthAndDayAreNotKnownThenTheDayOfIssueCountsAsTheBirthday() {
        assertThat(ValidityRule.certificateEnd(noon("2025-10-27"), DateOfBirth.parse("319800000"), false))
                .isEqualTo(LocalDate.parse("2030-10-27"));
        assertThat(ValidityRule.certificateEnd(noon("2024-02-29"), DateOfBirth.parse("400000000"), false))
                .isEqualTo(LocalDate.parse("2029-02-28"));
    }

    @ParameterizedTest
    @CsvSource({"2025-10-27, 1980-02-17, 2035-02-17", "2025-10-27, 2010-02-17, 2030-02-17"})
    void whenACardIsIssuedThenItLastsTenBirthdaysOrFiveForMinors(String issued, String born, String end) {
        assertThat(ValidityRule.cardEnd(noon(issued), born(born))).isEqualTo(LocalDate.parse(end));
    }

    @Test
    void whenADayEndsThenItIsOneSecondToMidnightInJapan() {
        assertThat(ValidityRule.lastSecond(LocalDate.parse("2030-02-17")))
                .isEqualTo(Instant.parse("2030-02-17T14:59:59Z"));
    }

    @Test
    void whenUnderFifteenThenThereIsNoSigning() {
        assertThat(ValidityRule.maySign(born("2011-11-23"), noon("2026-11-22"))).isFalse();
        assertThat(ValidityRule.maySign(born("2011-11-22"), noon("2026-11-22"))).isTrue();
        assertThat(ValidityRule.maySign(DateOfBirth.parse("400000000"), noon("2026-11-22")))
                .isTrue();
    }

    @Test
    void whenWithinThreeMonthsOfTheEndThenARenewalLosesNothing() {
        Instant end = Instant.parse("2030-02-17T14:59:59Z");
        assertThat(ValidityRule.renewsInTime(noon("2029-11-16"), end)).isFalse();
        assertThat(ValidityRule.renewsInTime(noon("2029-11-17"), end)).isTrue();
        assertThat(ValidityRule.renewsInTime(noon("2030-02-18"), end)).isFalse();
    }

    private static Instant noon(String day) {
        return LocalDate.parse(day).atTime(12, 0).atZone(ValidityRule.JAPAN).toInstant();
    }

    private static DateOfBirth born(String day) {
        return DateOfBirth.of(LocalDate.parse(day));
    }
}
