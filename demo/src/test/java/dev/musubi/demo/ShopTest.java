package dev.musubi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.person.BirthDate;
import dev.musubi.relyingparty.person.Verification;
import dev.musubi.relyingparty.person.VerifiedPerson;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The relying parties' own rules, beside the catalogue's. */
class ShopTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

    private static VerifiedPerson born(BirthDate date) {
        return new VerifiedPerson(null, null, date, null, new Verification("jp_mpiupa", null, null, List.of()));
    }

    @Test
    void whenSomebodyIsNotYetEighteenThenTheTelcoSendsThemToAShop() {
        assertThat(Shop.TELCO.refusal(born(new BirthDate.Whole(TODAY.minusYears(18))), TODAY))
                .isEmpty();
        assertThat(Shop.TELCO.refusal(
                        born(new BirthDate.Whole(TODAY.minusYears(18).plusDays(1))), TODAY))
                .hasValueSatisfying(why -> assertThat(why.japanese()).contains("18歳未満"));
        assertThat(Shop.BANK.refusal(born(new BirthDate.Whole(TODAY.minusYears(10))), TODAY))
                .isEmpty();
    }

    @Test
    void whenABirthDateIsNotWholeThenNoAgeIsMadeUp() {
        assertThat(Shop.TELCO.refusal(born(new BirthDate.Partial(1950, null, null)), TODAY))
                .hasValueSatisfying(why -> assertThat(why.japanese()).contains("生年月日の一部"));
    }
}
