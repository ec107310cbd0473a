package dev.musubi.jpki.attributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateOfBirthTest {

    @Test
    void whenTheDateIsFullyKnownThenItIsComplete() {
        DateOfBirth date = DateOfBirth.parse("319800217");
        assertThat(date).isEqualTo(new DateOfBirth(Era.SHOWA, 1980, 2, 17));
        assertThat(date.complete()).contains(LocalDate.of(1980, 2, 17));
        assertThat(date.encode()).isEqualTo("319800217");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400000000",
                "000000000",
                "319800000",
                "319800200",
                "319800017",
                "300000217",
                "119000001",
                "300000229"
            })
    void whenPartsAreUnknownThenTheDateIsReadButNotComplete(String encoded) {
        DateOfBirth date = DateOfBirth.parse(encoded);
        assertThat(date.complete()).isEmpty();
        assertThat(date.encode()).isEqualTo(encoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "19800217",
                "3198002170",
                "619800217",
                "319801317",
                "319800230",
                "319000229",
                "319800231",
                "３19800217",
                "3198002-7",
                " 19800217"
            })
    void whenItCannotBeADateThenItIsRefusedWithoutRepeatingIt(String encoded) {
        assertThatThrownBy(() -> DateOfBirth.parse(encoded))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .satisfies(message -> assertThat(encoded.isEmpty() || !message.contains(encoded))
                        .isTrue());
    }

    @Test
    void whenItIsALeapDayThenTheYearDecides() {
        assertThat(DateOfBirth.parse("520200229").complete()).contains(LocalDate.of(2020, 2, 29));
        assertThatThrownBy(() -> DateOfBirth.parse("520210229")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1868-01-25,MEIJI",
        "1912-07-29,MEIJI",
        "1912-07-30,TAISHO",
        "1926-12-24,TAISHO",
        "1926-12-25,SHOWA",
        "1989-01-07,SHOWA",
        "1989-01-08,HEISEI",
        "2019-04-30,HEISEI",
        "2019-05-01,REIWA",
        "1850-01-01,UNKNOWN"
    })
    void whenMadeFromADateThenTheEraIsThatOfTheDay(LocalDate date, Era era) {
        assertThat(DateOfBirth.of(date).era()).isEqualTo(era);
        assertThat(DateOfBirth.of(date).complete()).contains(date);
    }

    @Test
    void whenEncodedAndParsedThenItIsTheSame() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            LocalDate day = LocalDate.ofEpochDay(random.nextInt(60_000) - 36_000);
            DateOfBirth date = new DateOfBirth(
                    Era.ofCode(random.nextInt(6)).orElseThrow(),
                    random.nextInt(4) == 0 ? 0 : day.getYear(),
                    random.nextInt(4) == 0 ? 0 : day.getMonthValue(),
                    random.nextInt(4) == 0 ? 0 : day.getDayOfMonth());
            assertThat(DateOfBirth.parse(date.encode())).isEqualTo(date);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "319800217,319800217,SAME",
        "319800217,019800217,SAME",
        "319800217,419800217,DIFFERENT",
        "319800217,319800218,DIFFERENT",
        "319800200,319800217,UNDECIDED",
        "319800200,319800317,DIFFERENT",
        "000000000,319800217,UNDECIDED",
        "400000000,400000000,UNDECIDED"
    })
    void whenComparedThenAnUnknownPartIsNeverTakenForEqual(String one, String other, Agreement agreement) {
        assertThat(DateOfBirth.parse(one).agreementWith(DateOfBirth.parse(other)))
                .isEqualTo(agreement);
        assertThat(DateOfBirth.parse(other).agreementWith(DateOfBirth.parse(one)))
                .isEqualTo(agreement);
    }

    @Test
    void whenPrintedThenNothingIsGivenAway() {
        assertThat(DateOfBirth.parse("319800217").toString()).doesNotContain("1980");
    }

    @Test
    void whenAnEraHasACodeThenItIsFoundByIt() {
        for (Era era : Era.values()) {
            assertThat(Era.ofCode(era.code())).contains(era);
        }
        assertThat(Era.ofCode(6)).isEmpty();
        assertThat(Era.ofCode(-1)).isEmpty();
        assertThat(Era.SHOWA.japaneseName()).isEqualTo("昭和");
    }
}
