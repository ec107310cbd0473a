package dev.musubi.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.Law;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The letters of the two laws on each side of each revision date. A day begins at midnight in Japan. */
class LawLettersTest {

    private static final Catalogue CATALOGUE = Catalogue.standard();
    private static final AssuranceEngine ENGINE = new AssuranceEngine(CATALOGUE);

    @ParameterizedTest
    @CsvSource({
        "jp-aml, 2020-04-01, jpki-signature, ワ",
        "jp-aml, 2025-06-23, jpki-signature, ワ",
        "jp-aml, 2025-06-24, jpki-signature, カ",
        "jp-aml, 2027-03-31, jpki-signature, カ",
        "jp-aml, 2027-04-01, jpki-signature, ヌ",
        "jp-aml, 2025-06-23, accredited-certificate, ヲ",
        "jp-aml, 2025-06-24, accredited-certificate, ワ",
        "jp-aml, 2027-03-31, accredited-certificate, ワ",
        "jp-aml, 2027-04-01, accredited-certificate, リ",
        "jp-aml, 2025-06-23, verifier-operator-certificate, カ",
        "jp-aml, 2025-06-24, verifier-operator-certificate, ヨ",
        "jp-aml, 2027-03-31, verifier-operator-certificate, ヨ",
        "jp-aml, 2027-04-01, verifier-operator-certificate, ル",
        "jp-aml, 2025-06-23, card-substitute-record, absent",
        "jp-aml, 2025-06-24, card-substitute-record, ル",
        "jp-aml, 2027-03-31, card-substitute-record, ル",
        "jp-aml, 2027-04-01, card-substitute-record, ト",
        "jp-aml, 2027-03-31, chip-and-face, ヘ",
        "jp-aml, 2027-04-01, chip-and-face, ハ",
        "jp-aml, 2027-03-31, image-and-selfie, ホ",
        "jp-aml, 2027-04-01, image-and-selfie, absent",
        "jp-aml, 2027-04-01, image-and-inquiry, absent",
        "jp-aml, 2027-03-31, copies-and-mail, not read",
        "jp-aml, 2027-04-01, copies-and-mail, absent",
        "jp-mobile, 2026-03-31, electronic-signature, not read",
        "jp-mobile, 2026-04-01, electronic-signature, ト",
        "jp-mobile, 2026-09-30, electronic-signature, ト",
        "jp-mobile, 2026-10-01, electronic-signature, ト",
        "jp-mobile, 2026-03-31, card-substitute-record, absent",
        "jp-mobile, 2026-04-01, card-substitute-record, チ",
        "jp-mobile, 2026-04-01, chip-and-face, ハ",
        "jp-mobile, 2026-03-31, image-and-selfie, not read",
        "jp-mobile, 2026-04-01, image-and-selfie, absent"
    })
    void whenADayIsNamedThenTheMethodHasTheLetterOfThatDay(String law, LocalDate day, String method, String letter) {
        String found = CATALOGUE
                .law(law)
                .flatMap(each -> each.at(day))
                .flatMap(each -> each.method(method))
                .map(each -> each.letter() == null ? "not read" : each.letter())
                .orElse("absent");
        assertThat(found).isEqualTo(letter);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-06-23T14:59:59Z, ワ",
        "2025-06-23T15:00:00Z, カ",
        "2027-03-31T14:59:59Z, カ",
        "2027-03-31T15:00:00Z, ヌ"
    })
    void whenADecisionIsTakenThenTheBecauseHasTheLetterInForceInJapan(Instant at, String letter) {
        Decision decision = decide("jpki-signature-card", "card-signature-pin", "bank-account", at, true);
        assertThat(decision.outcome()).isEqualTo(new Outcome.Accept());
        assertThat(decision.because())
                .filteredOn(each -> each.rule().equals("law:jp-aml"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.source().clause()).isEqualTo("6条1項1号" + letter);
                    assertThat(each.text().ja()).contains(letter);
                });
    }

    @ParameterizedTest
    @CsvSource({"2027-03-31T14:59:59Z, true", "2027-03-31T15:00:00Z, false"})
    void whenImagesAreAbolishedThenTheyAreNoLongerAMethod(Instant at, boolean expected) {
        Decision decision = decide("image-ekyc", "face", "bank-account", at, true);
        boolean allowed = decision.because().stream()
                .anyMatch(each -> each.rule().equals("law:jp-aml") && each.verdict() == Reason.Verdict.FOR);
        assertThat(allowed).isEqualTo(expected);
        assertThat(decision.outcome() instanceof Outcome.Accept).isEqualTo(expected);
    }

    @Test
    void whenTheDayIsBeforeTheFirstRevisionKnownThenNothingIsAllowed() {
        Instant longAgo =
                LocalDate.of(2020, 3, 31).atStartOfDay(ZoneId.of("Asia/Tokyo")).toInstant();
        Decision decision = decide("jpki-signature-card", "card-signature-pin", "bank-account", longAgo, true);
        assertThat(decision.outcome()).isEqualTo(new Outcome.Refuse());
        assertThat(decision.against()).extracting(Reason::rule).contains("law:jp-aml");
    }

    @Test
    void whenTheRelyingPartyIsNoSignatureVerifierThenAJpkiSignatureIsNoMethodForIt() {
        Instant at = Instant.parse("2026-11-25T00:00:00Z");
        assertThat(decide("jpki-signature-card", "card-signature-pin", "bank-account", at, false)
                        .against())
                .extracting(Reason::rule)
                .containsExactly("law:jp-aml");
    }

    @Test
    void whenRevisionsFollowEachOtherThenInTheOrderOfTime() {
        for (Law law : CATALOGUE.laws().values()) {
            assertThat(law.revisions().stream().map(Law.Revision::from)).isSorted();
        }
    }

    private static Decision decide(String kind, String with, String procedure, Instant at, boolean verifier) {
        return ENGINE.evaluate(
                StepFinder.fresh(CATALOGUE.means(kind).orElseThrow(), with, at),
                procedure,
                new RelyingPartyFacts(verifier),
                at);
    }
}
