package dev.musubi.relyingparty.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofingMethodTest {

    @ParameterizedTest
    @CsvSource({
        "JP_AML, 2025-06-23, ワ, 2018-11-30",
        "JP_AML, 2025-06-24, カ, 2025-06-24",
        "JP_AML, 2026-11-25, カ, 2025-06-24",
        "JP_AML, 2027-03-31, カ, 2025-06-24",
        "JP_AML, 2027-04-01, ヌ, 2027-04-01",
        "JP_MPIUPA, 2026-04-01, ト, 2026-04-01",
        "JP_MPIUPA, 2030-01-01, ト, 2026-04-01",
    })
    void whenTheLawIsRevisedThenTheLetterIsThatOfTheDay(Law law, LocalDate day, String letter, LocalDate revision) {
        ProofingMethod method = ProofingMethod.on(law, day, true).orElseThrow();
        assertThat(method.letter()).isEqualTo(letter);
        assertThat(method.revision()).isEqualTo(revision);
        assertThat(method.citation()).contains(law.shortTitle(), letter, revision.toString());
    }

    @ParameterizedTest
    @CsvSource({"2025-06-23T14:59:59Z, ワ", "2025-06-23T15:00:00Z, カ", "2027-03-31T15:00:00Z, ヌ"})
    void whenADayBeginsThenItBeginsInJapan(Instant time, String letter) {
        assertThat(ProofingMethod.at(Law.JP_AML, time, false).orElseThrow().letter())
                .isEqualTo(letter);
    }

    @Test
    void whenNoLetterIsKnownThenNoneIsMadeUp() {
        LocalDate day = LocalDate.of(2026, 11, 25);
        assertThat(ProofingMethod.on(Law.ADMINISTRATIVE_PROCEDURE, day, true)).isEmpty();
        assertThat(ProofingMethod.on(Law.NONE, day, true)).isEmpty();
        assertThat(ProofingMethod.on(Law.JP_MPIUPA, LocalDate.of(2026, 3, 31), true))
                .isEmpty();
        assertThat(ProofingMethod.on(Law.JP_AML, LocalDate.of(2018, 11, 29), true))
                .isEmpty();
    }

    @Test
    void whenARelyingPartyIsNoVerifierThenTheLetterIsTheIssuers() {
        LocalDate day = LocalDate.of(2026, 11, 25);
        ProofingMethod own = ProofingMethod.on(Law.JP_AML, day, true).orElseThrow();
        ProofingMethod accepted = ProofingMethod.on(Law.JP_AML, day, false).orElseThrow();
        assertThat(own.claim()).isEqualTo(ProofingMethod.Claim.OWN);
        assertThat(own.japanese()).startsWith("犯罪収益移転防止法施行規則6条1項1号カ");
        assertThat(accepted.claim()).isEqualTo(ProofingMethod.Claim.OF_THE_ISSUER);
        assertThat(accepted.japanese()).startsWith("民間IDの受入れ").contains("発行事業者が", "カ");
    }

    @Test
    void whenARecordIsKeptThenUntilYearsAfterTheEnd() {
        Retention bank = Law.JP_AML.retention().orElseThrow();
        assertThat(bank.endsOn(LocalDate.of(2030, 2, 28))).isEqualTo(LocalDate.of(2037, 2, 28));
        assertThat(bank.japanese()).isEqualTo("取引終了日から7年間");
        assertThat(Law.JP_MPIUPA.retention().orElseThrow().endsOn(LocalDate.of(2028, 2, 29)))
                .isEqualTo(LocalDate.of(2031, 2, 28));
        assertThat(Law.ADMINISTRATIVE_PROCEDURE.retention()).isEmpty();
    }
}
