package dev.musubi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.person.BirthDate;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Days as people write them. */
class DaysTest {

    @Test
    void whenADayIsSaidInJapaneseThenItHasItsEra() {
        assertThat(Days.day(LocalDate.of(1956, 5, 24))).isEqualTo(new Said("昭和31年5月24日", "24 May 1956"));
        assertThat(Days.day(LocalDate.of(1989, 1, 7)).japanese()).isEqualTo("昭和64年1月7日");
        assertThat(Days.day(LocalDate.of(1989, 1, 8)).japanese()).isEqualTo("平成元年1月8日");
        assertThat(Days.day(LocalDate.of(2019, 5, 1)).japanese()).isEqualTo("令和元年5月1日");
        assertThat(Days.day(LocalDate.of(1860, 3, 1)).japanese())
                .as("before the calendar of today")
                .isEqualTo("1860年3月1日");
    }

    @Test
    void whenATimeIsSaidThenItIsTheOneOfJapan() {
        assertThat(Days.minute(Instant.parse("2026-11-28T15:05:59Z")))
                .isEqualTo(new Said("令和8年11月29日 0時05分", "29 November 2026, 0:05 (Japan time)"));
    }

    @Test
    void whenABirthDateIsNotWholeThenNothingIsMadeUp() {
        assertThat(Days.birth(new BirthDate.Whole(LocalDate.of(1956, 5, 24))).japanese())
                .isEqualTo("昭和31年5月24日");
        assertThat(Days.birth(new BirthDate.Partial(1950, null, null)))
                .isEqualTo(new Said("1950年（月日は不明）", "1950 (month and day not known)"));
        assertThat(Days.birth(new BirthDate.Partial(1950, 3, null)))
                .isEqualTo(new Said("1950年3月（日は不明）", "March 1950 (day not known)"));
        assertThat(Days.birth(new BirthDate.Partial(null, null, null))).isEqualTo(new Said("不明", "not known"));
        assertThat(Days.birth(new BirthDate.Partial(null, 3, 1)))
                .isEqualTo(new Said("3月1日（年は不明）", "1 March (year not known)"));
    }

    @Test
    void whenABirthDateComesFromARecordThenItReadsTheSame() {
        assertThat(Days.birth("1956-05-24")).isEqualTo(Days.birth(new BirthDate.Whole(LocalDate.of(1956, 5, 24))));
        assertThat(Days.birth("1950-03-??")).isEqualTo(Days.birth(new BirthDate.Partial(1950, 3, null)));
        assertThat(Days.birth("????-??-??")).isEqualTo(new Said("不明", "not known"));
        assertThat(Days.birth("")).isEqualTo(new Said("", ""));
    }
}
