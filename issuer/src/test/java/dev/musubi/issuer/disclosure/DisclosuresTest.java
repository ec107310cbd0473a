package dev.musubi.issuer.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.AttributesView;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestResidents;
import dev.musubi.jpki.revocation.RevocationReason;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class DisclosuresTest extends IssuerTest {

    private static final RelyingParty BANK =
            new RelyingParty("bank", "銀行", "bank", RelyingParty.Law.JP_AML, List.of(), false, null);
    private static final RelyingParty TELCO =
            new RelyingParty("telco", "携帯", "telco", RelyingParty.Law.JP_MPIUPA, List.of(), false, null);

    @Autowired
    private Disclosures disclosures;

    private Disclosures.Code allow(HolderId holderId) {
        return disclosures
                .allow(holderId, appOf(holderId), BANK, "口座開設", Set.of(Attribute.ADDRESS))
                .orElseThrow();
    }

    @Test
    void whenRedeemedThenTheItemsAllowedAreToldOnceAndOnRecord() {
        HolderId holderId = holder(person(), false);
        Disclosures.Code code = allow(holderId);
        assertThat(disclosures.of(holderId)).isEmpty();
        Disclosures.Disclosed disclosed = disclosures.redeem(BANK, code.code()).orElseThrow();
        AttributesView view = AttributesView.of(disclosed.attributes(), disclosed.items());
        assertThat(view.address()).isNotNull();
        assertThat(view.name()).isNull();
        assertThat(view.birthdate()).isNull();
        assertThat(view.sex()).isNull();
        assertThat(disclosures.redeem(BANK, code.code())).isEmpty();
        assertThat(disclosures.of(holderId)).singleElement().satisfies(recorded -> {
            assertThat(recorded.relyingPartyId()).isEqualTo("bank");
            assertThat(recorded.items()).containsExactly(Attribute.ADDRESS);
        });
    }

    @Test
    void whenTheCodeIsAnothersTooOldOrNoneThenItIsRefused() {
        HolderId holderId = holder(person(), false);
        Disclosures.Code code = allow(holderId);
        assertThat(disclosures.redeem(TELCO, code.code())).isEmpty();
        assertThat(disclosures.redeem(BANK, "")).isEmpty();
        assertThat(disclosures.redeem(BANK, code.code() + "x")).isEmpty();
        pass(Duration.ofMinutes(5));
        assertThat(disclosures.redeem(BANK, code.code())).isEmpty();
    }

    @Test
    void whenTheCodeRacesItselfThenItIsRedeemedOnce() throws Exception {
        Disclosures.Code code = allow(holder(person(), false));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> race = java.util.Collections.nCopies(
                    8, () -> disclosures.redeem(BANK, code.code()).isPresent());
            assertThat(threads.invokeAll(race).stream()
                            .filter(Future::resultNow)
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void whenTheAnchorDiedThenNothingIsDisclosed() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        Disclosures.Code code = allow(holderId);
        publish(municipality(person), 1, Map.of(person, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();
        assertThat(disclosures.redeem(BANK, code.code())).isEmpty();
        assertThat(disclosures.allow(holderId, appOf(holderId), BANK, "口座開設", Set.of(Attribute.ADDRESS)))
                .isEmpty();
    }

    @Test
    void whenPartsOfTheBirthDateAreUnknownThenTheyAreNotMadeUp() {
        FourAttributes hanako = TestResidents.hanako();
        AttributesView view = AttributesView.of(
                new FourAttributes(hanako.name(), hanako.address(), DateOfBirth.parse("319800000"), hanako.sex()),
                EnumSet.allOf(Attribute.class));
        assertThat(view.birthdate()).isNull();
        assertThat(view.birthdateParts()).isEqualTo(new AttributesView.Parts(1980, null, null));
    }
}
