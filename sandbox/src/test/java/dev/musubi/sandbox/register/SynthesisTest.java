package dev.musubi.sandbox.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.Sex;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.sandbox.fixture.TestWorld;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SynthesisTest {

    private final Municipalities municipalities = Municipalities.load();
    private final Synthesis synthesis = with(TestWorld.SEED);

    @Test
    void whenComputedTwiceThenItIsTheSamePersonWithTheSameCertificates() {
        Synthesis again = with(TestWorld.SEED);
        for (int number = 1; number <= 500; number++) {
            Person person = synthesis.person(number);
            assertThat(again.person(number)).isEqualTo(person);
            assertThat(again.certificates(number, person)).isEqualTo(synthesis.certificates(number, person));
        }
    }

    @Test
    void whenTheSeedIsAnotherThenThePeopleAreOthers() {
        Synthesis other = with(TestWorld.SEED + 1);
        long same = IntStream.rangeClosed(1, 200)
                .filter(n ->
                        other.person(n).attributes().equals(synthesis.person(n).attributes()))
                .count();
        assertThat(same).isZero();
    }

    @Test
    void whenThereAreFortySevenThenEveryPrefectureHasOne() {
        Set<String> prefectures = IntStream.rangeClosed(1, 47)
                .mapToObj(n -> synthesis.person(n).municipality().prefectureName())
                .collect(Collectors.toSet());
        assertThat(prefectures).hasSize(47);
        assertThat(synthesis.person(1).municipality().prefectureName()).isEqualTo("東京都");
    }

    @Test
    void whenThereAreManyThenEveryMunicipalityIsUsed() {
        Set<String> codes = IntStream.rangeClosed(1, 60_000)
                .mapToObj(n -> synthesis.person(n).municipality().code())
                .collect(Collectors.toSet());
        assertThat(codes).hasSize(municipalities.all().size());
    }

    @Test
    void whenOrdinaryThenNothingIsSpecialAboutThem() {
        for (int number = 1; number <= 12; number++) {
            Person person = synthesis.person(number);
            FourAttributes four = person.attributes();
            assertThat(four.name().hasSubstitutes()).isFalse();
            assertThat(four.name().value()).contains("　");
            assertThat(four.address().value()).startsWith(person.municipality().addressStart());
            assertThat(four.dateOfBirth().complete()).isPresent();
            assertThat(synthesis.certificates(number, person))
                    .extracting(CertificateRecord::kind)
                    .contains(CertificateKind.CARD_SIGNATURE, CertificateKind.CARD_AUTHENTICATION);
        }
    }

    @Test
    void whenSpecialThenItShows() {
        for (int fifty = 0; fifty < 1000; fifty += Synthesis.PERIOD) {
            assertThat(attributes(fifty + 13).name().substituteFlags()).startsWith("10");
            assertThat(attributes(fifty + 17).dateOfBirth().complete()).isEmpty();
            assertThat(attributes(fifty + 23).address().value()).hasSizeGreaterThan(150);
            assertThat(attributes(fifty + 29).name().value()).matches("[Ａ-Ｚ　]+");
            assertThat(attributes(fifty + 41).address().hasSubstitutes()).isTrue();
            assertThat(attributes(fifty + 43).sex()).isEqualTo(Sex.UNKNOWN);
            assertThat(synthesis.certificates(fifty + 37, synthesis.person(fifty + 37)))
                    .extracting(CertificateRecord::kind)
                    .containsExactly(CertificateKind.CARD_AUTHENTICATION);
        }
    }

    @Test
    void whenTheSandboxBeginsThenEveryCertificateIsInForceAndOfTheGenerationOfItsDay() {
        Set<Integer> generations = new HashSet<>();
        for (int number = 1; number <= 2000; number++) {
            Person person = synthesis.person(number);
            List<CertificateRecord> certificates = synthesis.certificates(number, person);
            assertThat(certificates).isNotEmpty();
            for (CertificateRecord each : certificates) {
                assertThat(each.isLive(TestWorld.START)).isTrue();
                assertThat(each.notAfter().toString()).endsWith("T14:59:59Z");
                assertThat(each.notBefore()).isAfter(Generations.beginning(TestWorld.START, each.generation()));
                assertThat(each.notAfter())
                        .isBefore(Generations.end(Generations.beginning(TestWorld.START, each.generation())));
                assertThat(ValidityRule.day(each.notAfter())).isBeforeOrEqualTo(person.cardExpiry());
                generations.add(each.generation());
            }
        }
        assertThat(generations).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void whenSomeHaveSmartphonesThenTheirCertificatesEndWithTheCards() {
        long phones = 0;
        for (int number = 1; number <= 1000; number++) {
            List<CertificateRecord> all = synthesis.certificates(number, synthesis.person(number));
            phones += all.stream().filter(c -> !c.isOnCard()).count();
            assertThat(all.stream().map(CertificateRecord::notAfter).distinct()).hasSize(1);
        }
        assertThat(phones).isBetween(500L, 1200L);
    }

    private FourAttributes attributes(int number) {
        return synthesis.person(number).attributes();
    }

    private Synthesis with(long seed) {
        return new Synthesis(seed, TestWorld.START, municipalities, WordLists.load());
    }
}
