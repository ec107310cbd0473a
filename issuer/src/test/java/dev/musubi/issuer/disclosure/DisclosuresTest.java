package dev.musubi.issuer.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.enrolment.EnrolmentOutcome;
import dev.musubi.issuer.enrolment.IssuanceApplication;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.fixture.TestApp;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.AttributesView;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.signin.Requester;
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

    @Autowired
    private Consents consents;

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

    private int codesOf(HolderId holderId) {
        return jdbc.sql("select count(*) from disclosure_code where holder_id = ?")
                .param(holderId)
                .query(Integer.class)
                .single();
    }

    /** What the code rests on: the only consent to tell anybody. */
    private Consent consentOf(HolderId holderId) {
        return consents.all(holderId).stream()
                .filter(each -> each.kind() == Consent.Kind.DISCLOSURE)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whenTheConsentIsTakenBackThenItsCodeTellsNothing() {
        HolderId holderId = holder(person(), false);
        Disclosures.Code code = allow(holderId);
        ConsentId consentId = consentOf(holderId).consentId();
        holders.locking(holderId, () -> {
            consents.cancel(holderId, consentId, clock.instant(), "holder");
            return true;
        });
        assertThat(codesOf(holderId)).as("no code is left").isZero();
        assertThat(disclosures.redeem(BANK, code.code())).isEmpty();
        assertThat(disclosures.of(holderId)).isEmpty();
    }

    @Test
    void whenACodeIsThereThoughItsConsentIsNotInForceThenItTellsNothing() {
        HolderId holderId = holder(person(), false);
        Disclosures.Code code = allow(holderId);
        jdbc.sql("update consent set cancelled_at = given_at where holder_id = ? and kind = 'DISCLOSURE'")
                .param(holderId)
                .update();
        assertThat(disclosures.redeem(BANK, code.code())).isEmpty();
    }

    @Test
    void whenAnotherConsentIsTakenBackThenTheCodeIsAsGoodAsBefore() {
        HolderId holderId = holder(person(), false);
        allow(holderId);
        ConsentId first = consentOf(holderId).consentId();
        Disclosures.Code second = allow(holderId);
        holders.locking(holderId, () -> {
            consents.cancel(holderId, first, clock.instant(), "holder");
            return true;
        });
        assertThat(disclosures.redeem(BANK, second.code())).isPresent();
    }

    @Test
    void whenTheAppIsKeptThroughAReissueThenItsCodeOfBeforeTellsNothingNew() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        CredentialId app = appOf(holderId);
        Disclosures.Code code = allow(holderId);
        String other = TestApp.thumbprint(TestApp.key());
        IssuanceApplication application = enrolment.offer(false, Requester.app(other, "さくら みなと 42"));
        assertThat(enrolment.submit(
                        application.applicationId(),
                        sign(person, application.type(), application.document()),
                        null,
                        other,
                        "New phone"))
                .isInstanceOf(EnrolmentOutcome.Issued.class);
        assertThat(holders.locking(holderId, () -> credentials.keep(holderId, 2, List.of(app))))
                .containsExactly(app);
        assertThat(codesOf(holderId)).as("what rested on it stays ended").isZero();
        assertThat(disclosures.redeem(BANK, code.code())).isEmpty();
        assertThat(disclosures.redeem(BANK, allow(holderId).code())).isPresent();
    }

    @Test
    void whenTheAppEndsThenTheConsentsOfItsCodesEndWithIt() {
        HolderId holderId = holder(person(), false);
        Disclosures.Code redeemed = allow(holderId);
        assertThat(disclosures.redeem(BANK, redeemed.code())).isPresent();
        Disclosures.Code code = allow(holderId);
        Consent waiting = consentOf(holderId);
        CredentialId app = appOf(holderId);
        holders.locking(holderId, () -> credentials.end(holderId, app, Credential.Why.HOLDER));
        assertThat(codesOf(holderId)).isZero();
        assertThat(disclosures.redeem(BANK, code.code())).isEmpty();
        assertThat(consents.find(holderId, waiting.consentId()).orElseThrow().cancelledAt())
                .isNotNull();
        assertThat(disclosures.of(holderId)).as("what was told stays on record").hasSize(1);
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
