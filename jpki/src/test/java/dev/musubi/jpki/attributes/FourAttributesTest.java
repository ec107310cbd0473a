package dev.musubi.jpki.attributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.jpki.fixture.TestResidents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FourAttributesTest {

    @Test
    void whenAllIsKnownAndEqualThenAllIsTheSame() {
        AttributeComparison comparison = TestResidents.hanako().compareWith(TestResidents.hanako());
        assertThat(comparison)
                .isEqualTo(new AttributeComparison(Agreement.SAME, Agreement.SAME, Agreement.SAME, Agreement.SAME));
        assertThat(comparison.overall()).isEqualTo(Agreement.SAME);
    }

    @Test
    void whenSomebodyMovedThenOnlyTheAddressDiffers() {
        AttributeComparison comparison = TestResidents.hanako().compareWith(TestResidents.hanakoMoved());
        assertThat(comparison.name()).isEqualTo(Agreement.SAME);
        assertThat(comparison.address()).isEqualTo(Agreement.DIFFERENT);
        assertThat(comparison.overall()).isEqualTo(Agreement.DIFFERENT);
    }

    @Test
    void whenTheSameValueHasASubstituteThenItIsNotTakenForTheSame() {
        AttributeComparison comparison = TestResidents.withSubstitute().compareWith(TestResidents.withSubstitute());
        assertThat(comparison.name()).isEqualTo(Agreement.UNDECIDED);
        assertThat(comparison.address()).isEqualTo(Agreement.UNDECIDED);
        assertThat(comparison.dateOfBirth()).isEqualTo(Agreement.UNDECIDED);
        assertThat(comparison.sex()).isEqualTo(Agreement.UNDECIDED);
        assertThat(comparison.overall()).isEqualTo(Agreement.UNDECIDED);
    }

    @ParameterizedTest
    @CsvSource({
        "渡邉　太郎,00000,渡邉　太郎,00000,SAME",
        "渡辺　太郎,01000,渡邉　太郎,00000,UNDECIDED",
        "渡辺　太郎,00000,渡邉　太郎,00000,DIFFERENT",
        "渡辺　太郎,01000,渡邉　次郎,00000,DIFFERENT",
        "渡辺　太郎,01000,渡邉太郎,0000,DIFFERENT",
        "渡邉　太郎,00000,渡邉 太郎,00000,DIFFERENT",
        "𠮷田,00,吉田,00,DIFFERENT",
        "𠮷田,10,吉田,00,UNDECIDED"
    })
    void whenTextsAreComparedThenNothingIsNormalisedAndSubstitutesAreWildcards(
            String one, String oneFlags, String other, String otherFlags, Agreement agreement) {
        PersonText first = new PersonText(one, oneFlags);
        PersonText second = new PersonText(other, otherFlags);
        assertThat(first.agreementWith(second)).isEqualTo(agreement);
        assertThat(second.agreementWith(first)).isEqualTo(agreement);
    }

    @Test
    void whenACompatibilityIdeographIsComparedThenItIsNotItsUnifiedForm() {
        PersonText compatibility = PersonText.of("\uFA19");
        assertThat(compatibility.value()).isEqualTo("\uFA19");
        assertThat(compatibility.agreementWith(PersonText.of("\u795E"))).isEqualTo(Agreement.DIFFERENT);
    }

    @Test
    void whenFlagsDoNotFitThenTheTextIsRefusedWithoutRepeatingIt() {
        for (String flags : new String[] {"", "0000", "000000", "0000２", "00002"}) {
            assertThatThrownBy(() -> new PersonText("結城　花子", flags))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("結城");
        }
    }

    @Test
    void whenATextIsEmptyTooLongOrNotTextThenItIsRefused() {
        for (String value : new String[] {"", "あ".repeat(201), "a\u0000b", "a\nb", "\uD800"}) {
            assertThatThrownBy(() -> PersonText.of(value)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(PersonText.of("あ".repeat(200)).substituteFlags()).hasSize(200);
        assertThat(PersonText.of("𠮷").substituteFlags()).isEqualTo("0");
    }

    @Test
    void whenTheTwoCodeSetsAreReadThenTheyAreNotMixed() {
        assertThat(Sex.fromCertificateCode("1")).contains(Sex.MALE);
        assertThat(Sex.fromCertificateCode("2")).contains(Sex.FEMALE);
        assertThat(Sex.fromCertificateCode("3")).contains(Sex.UNKNOWN);
        assertThat(Sex.fromCertificateCode("9")).isEmpty();
        assertThat(Sex.fromCardFaceCode("9")).contains(Sex.UNKNOWN);
        assertThat(Sex.fromCardFaceCode("3")).isEmpty();
        for (Sex sex : Sex.values()) {
            assertThat(Sex.fromCertificateCode(sex.certificateCode())).contains(sex);
            assertThat(Sex.fromCardFaceCode(sex.cardFaceCode())).contains(sex);
        }
        assertThat(Sex.MALE.agreementWith(Sex.FEMALE)).isEqualTo(Agreement.DIFFERENT);
        assertThat(Sex.MALE.agreementWith(Sex.UNKNOWN)).isEqualTo(Agreement.UNDECIDED);
    }

    @Test
    void whenPrintedThenNothingIsGivenAway() {
        assertThat(TestResidents.hanako().toString()).isEqualTo("FourAttributes[redacted]");
        assertThat(TestResidents.hanako().name().toString()).isEqualTo("PersonText[redacted]");
        assertThat(TestResidents.withSubstitute().name().hasSubstitutes()).isTrue();
        assertThat(TestResidents.hanako().name().hasSubstitutes()).isFalse();
    }
}
