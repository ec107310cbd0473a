package dev.musubi.relyingparty.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class PersonTest {

    @Test
    void whenACharacterIsASubstituteThenAnyOtherMayStandThere() {
        PersonText name = new PersonText("結城　〓子", "00010");
        assertThat(name.hasSubstitutes()).isTrue();
        assertThat(name.mayBe("結城　髙子")).isTrue();
        assertThat(name.mayBe("結城　𠮷子")).isTrue();
        assertThat(name.mayBe("結木　髙子")).isFalse();
        assertThat(name.mayBe("結城　髙")).isFalse();
        assertThat(new PersonText("結城　〓子", "").mayBe("結城　髙子")).isFalse();
        assertThat(name.isSubstitute(-1)).isFalse();
        assertThat(name.isSubstitute(99)).isFalse();
    }

    @Test
    void whenADateOfBirthIsWholeThenThereIsAnAge() {
        BirthDate birth = new BirthDate.Whole(LocalDate.of(2008, 2, 29));
        assertThat(birth.ageOn(LocalDate.of(2026, 2, 28))).hasValue(17);
        assertThat(birth.ageOn(LocalDate.of(2026, 3, 1))).hasValue(18);
        assertThat(birth.ageOn(LocalDate.of(2000, 1, 1))).isEmpty();
        assertThat(birth.text()).isEqualTo("2008-02-29");
    }

    @Test
    void whenPartsOfADateOfBirthAreNotKnownThenNoAgeIsGuessed() {
        BirthDate birth = new BirthDate.Partial(1935, null, 7);
        assertThat(birth.ageOn(LocalDate.of(2026, 11, 25))).isEmpty();
        assertThat(birth.text()).isEqualTo("1935-??-07");
        assertThat(new BirthDate.Partial(null, null, null).text()).isEqualTo("????-??-??");
    }
}
