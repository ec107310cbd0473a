package dev.musubi.issuer.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.credential.AppTokens;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.fixture.TestApp;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.State;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.revocation.RevocationReason;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class EnrolmentTest extends IssuerTest {

    @Autowired
    private Consents consents;

    @Autowired
    private Findings findings;

    @Autowired
    private AppTokens apps;

    private void assertRefused(EnrolmentOutcome outcome, EnrolmentRefusal expected) {
        assertThat(outcome).isInstanceOf(EnrolmentOutcome.Refused.class);
        assertThat(((EnrolmentOutcome.Refused) outcome).refusal()).isEqualTo(expected);
    }

    private long holdersInAll() {
        return (Long) java.util.Objects.requireNonNull(value("select count(*) from holder"));
    }

    @Test
    void whenEverythingHoldsThenAPrivateIdIsIssuedAndTheAppIsLetIn() {
        EnrolmentOutcome.Issued issued = enrol(person(), false);
        assertThat(issued.privateId().state()).isEqualTo(State.ACTIVE);
        assertThat(issued.privateId().generation()).isEqualTo(1);
        assertThat(apps.find(issued.letIn().token()))
                .isInstanceOfSatisfying(
                        AppTokens.Found.Live.class,
                        live -> assertThat(live.app().holderId())
                                .isEqualTo(issued.privateId().holderId()));
        assertThat(apps.find(issued.letIn().token() + "x")).isInstanceOf(AppTokens.Found.Unknown.class);
    }

    @Test
    void whenConsentedThenTheConsentIsRegisteredAndInForce() {
        HolderId holderId = holder(person(), true);
        assertThat(consents.inForce(holderId, Consent.Kind.LATEST_ATTRIBUTES, clock.instant()))
                .get()
                .extracting(Consent::externalRef)
                .isNotNull();
    }

    @Test
    void whenTheSamePersonComesWithALinkedCertificateThenItIsTheNextGeneration() {
        TestCertificate card = person();
        TestCertificate phone = person();
        jlis.samePerson(
                card.read(AUTHORITY.profile()).id(),
                phone.read(AUTHORITY.profile()).id());
        HolderId holderId = holder(card, false);
        EnrolmentOutcome.Issued again = enrol(phone, false);
        assertThat(again.privateId().holderId()).isEqualTo(holderId);
        assertThat(again.privateId().generation()).isEqualTo(2);
    }

    @Test
    void whenLinkedNumbersAreOfSeveralHoldersThenNobodyIsTakenAndAnOperatorSeesIt() {
        TestCertificate one = person();
        TestCertificate other = person();
        HolderId first = holder(one, false);
        HolderId second = holder(other, false);
        TestCertificate card = person();
        jlis.samePerson(
                one.read(AUTHORITY.profile()).id(),
                other.read(AUTHORITY.profile()).id(),
                card.read(AUTHORITY.profile()).id());

        assertRefused(submit(card, false), EnrolmentRefusal.PERSON_AMBIGUOUS);

        assertThat(privateIds.find(first).orElseThrow().generation()).isEqualTo(1);
        assertThat(privateIds.find(second).orElseThrow().generation()).isEqualTo(1);
        List<Findings.Finding> found = findings.open().stream()
                .filter(finding -> finding.about().contains(first.toString()))
                .toList();
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Findings.Kind.CERTIFICATES_OF_SEVERAL_HOLDERS);
            assertThat(finding.about()).contains(second.toString());
            assertThat(finding.count()).isEqualTo(1);
        });
        assertRefused(submit(card, false), EnrolmentRefusal.PERSON_AMBIGUOUS);
        assertThat(findings.open())
                .filteredOn(finding -> finding.id().equals(found.getFirst().id()))
                .singleElement()
                .extracting(Findings.Finding::count)
                .isEqualTo(2);
        assertThat(findings.settle(found.getFirst().id())).isTrue();
        assertThat(findings.settle(found.getFirst().id())).isFalse();
        assertThat(findings.open())
                .noneMatch(finding -> finding.id().equals(found.getFirst().id()));
    }

    @Test
    void whenTwoPeopleHaveTheSameNameAndBirthdayThenTheyAreTwoHolders() {
        assertThat(holder(person(), false)).isNotEqualTo(holder(person(), false));
    }

    @Test
    void whenTheApplicationIsSentTwiceThenTheSecondIsRefused() {
        TestCertificate person = person();
        IssuanceApplication application = offer(false);
        assertThat(submit(application, person)).isInstanceOf(EnrolmentOutcome.Issued.class);
        assertRefused(submit(application, person), EnrolmentRefusal.APPLICATION_USED);
        assertRefused(submit(application, person()), EnrolmentRefusal.APPLICATION_USED);
    }

    @Test
    void whenOnePersonsApplicationsRaceThenThereIsOneHolder() throws Exception {
        TestCertificate card = person();
        TestCertificate phone = person();
        jlis.samePerson(
                card.read(AUTHORITY.profile()).id(),
                phone.read(AUTHORITY.profile()).id());
        long before = holdersInAll();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<EnrolmentOutcome>> race = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                TestCertificate certificate = i % 2 == 0 ? card : phone;
                race.add(() -> submit(certificate, false));
            }
            Set<HolderId> winners = threads.invokeAll(race).stream()
                    .map(Future::resultNow)
                    .filter(EnrolmentOutcome.Issued.class::isInstance)
                    .map(outcome ->
                            ((EnrolmentOutcome.Issued) outcome).privateId().holderId())
                    .collect(Collectors.toSet());
            assertThat(winners).hasSize(1);
        }
        assertThat(holdersInAll() - before).isEqualTo(1);
    }

    @Test
    void whenOneSignedApplicationRacesItselfThenItCountsOnce() throws Exception {
        TestCertificate person = person();
        IssuanceApplication application = offer(false);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<EnrolmentOutcome>> race = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                race.add(() -> submit(application, person));
            }
            long issued = threads.invokeAll(race).stream()
                    .map(Future::resultNow)
                    .filter(EnrolmentOutcome.Issued.class::isInstance)
                    .count();
            assertThat(issued).isEqualTo(1);
        }
    }

    @Test
    void whenTenMinutesAreOverThenTheApplicationIsToo() {
        IssuanceApplication application = offer(false);
        pass(Duration.ofMinutes(10));
        assertRefused(submit(application, person()), EnrolmentRefusal.APPLICATION_EXPIRED);
    }

    @Test
    void whenTheApplicationIsUnknownThenItIsRefused() {
        IssuanceApplication offered = offer(false);
        IssuanceApplication foreign = new IssuanceApplication(
                ApplicationId.random(),
                offered.document(),
                offered.type(),
                null,
                null,
                offered.checkWord(),
                offered.expiresAt());
        assertRefused(submit(foreign, person()), EnrolmentRefusal.APPLICATION_UNKNOWN);
    }

    @Test
    void whenWhatWasSignedIsNotWhatWasOfferedThenItIsRefused() {
        TestCertificate person = person();
        IssuanceApplication application = offer(false);
        IssuanceApplication other = offer(false);
        for (String document : List.of(
                application.document().replace("発行", "廃止"), other.document(), application.document() + " ", "{}")) {
            assertRefused(
                    submit(application, sign(person, application.type(), document), null),
                    EnrolmentRefusal.APPLICATION_ALTERED);
        }
        assertRefused(
                submit(application, sign(person, "something-else", application.document()), null),
                EnrolmentRefusal.APPLICATION_ALTERED);
        assertThat(submit(application, person)).isInstanceOf(EnrolmentOutcome.Issued.class);
    }

    @Test
    void whenTheSignatureOrCertificateDoesNotHoldThenItIsRefusedWithTheReason() {
        TestAuthority impostor = TestAuthority.of(AuthorityRole.SIGNATURE, "02");
        TestAuthority authentication = TestAuthority.authentication();
        for (TestCertificate wrong : List.of(
                impostor.issue().build(),
                authentication.issue().kind(CertificateKind.CARD_AUTHENTICATION).build(),
                AUTHORITY
                        .issue()
                        .signedBy(impostor.keys().getPrivate(), "SHA256withRSA")
                        .build())) {
            long before = holdersInAll();
            EnrolmentOutcome outcome = submit(wrong, false);
            assertRefused(outcome, EnrolmentRefusal.SIGNATURE_REFUSED);
            assertThat(((EnrolmentOutcome.Refused) outcome).reason()).isNotNull();
            assertThat(holdersInAll()).isEqualTo(before);
        }
        TestCertificate person = person();
        TestCertificate otherKey = person();
        IssuanceApplication application = offer(false);
        String right = sign(person, application.type(), application.document());
        String stolen = sign(otherKey, application.type(), application.document());
        String mixed = right.substring(0, right.lastIndexOf('.')) + stolen.substring(stolen.lastIndexOf('.'));
        assertRefused(submit(application, mixed, null), EnrolmentRefusal.SIGNATURE_REFUSED);
    }

    @Test
    void whenTheCertificateIsRevokedThenItIsRefusedWithoutSayingWhy() {
        TestCertificate person = person();
        jlis.revoked.put(person.read(AUTHORITY.profile()).id(), RevocationReason.KEY_COMPROMISE);
        EnrolmentOutcome outcome = submit(person, false);
        assertRefused(outcome, EnrolmentRefusal.CERTIFICATE_REVOKED);
        assertThat(((EnrolmentOutcome.Refused) outcome).reason()).isNull();
    }

    @Test
    void whenARefusedApplicationIsSentAgainThenJlisIsAskedNothing() {
        TestCertificate revoked = person();
        jlis.revoked.put(revoked.read(AUTHORITY.profile()).id(), RevocationReason.KEY_COMPROMISE);
        TestCertificate one = person();
        TestCertificate other = person();
        holder(one, false);
        holder(other, false);
        TestCertificate ambiguous = person();
        jlis.samePerson(
                one.read(AUTHORITY.profile()).id(),
                other.read(AUTHORITY.profile()).id(),
                ambiguous.read(AUTHORITY.profile()).id());
        for (var refused : Map.of(
                        revoked, EnrolmentRefusal.CERTIFICATE_REVOKED, ambiguous, EnrolmentRefusal.PERSON_AMBIGUOUS)
                .entrySet()) {
            IssuanceApplication application = offer(false);
            assertRefused(submit(application, refused.getKey()), refused.getValue());
            jlis.asked.set(0);
            for (int again = 0; again < 20; again++) {
                assertRefused(submit(application, refused.getKey()), refused.getValue());
                assertRefused(submit(application, person()), refused.getValue());
            }
            assertThat(jlis.asked).hasValue(0);
        }
    }

    @Test
    void whenAnApplicationIsSentOverAndOverThenItsTriesEnd() {
        TestCertificate person = person();
        jlis.dark = true;
        IssuanceApplication application = offer(false);
        Set<EnrolmentRefusal> met = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            met.add(((EnrolmentOutcome.Refused) submit(application, person)).refusal());
        }
        assertThat(met)
                .containsExactlyInAnyOrder(
                        EnrolmentRefusal.CERTIFICATE_STATUS_UNKNOWN, EnrolmentRefusal.APPLICATION_TRIED_TOO_OFTEN);
        assertThat(jlis.asked).hasValueLessThanOrEqualTo(10);
    }

    @Test
    void whenTheSameApplicationComesWhileItIsLookedUpThenJlisIsAskedOnce() {
        TestCertificate person = person();
        IssuanceApplication application = offer(false);
        List<EnrolmentOutcome> meanwhile = new ArrayList<>();
        jlis.whileLookingUp = () -> {
            jlis.whileLookingUp = () -> {};
            meanwhile.add(submit(application, person));
        };
        assertThat(submit(application, person)).isInstanceOf(EnrolmentOutcome.Issued.class);
        assertRefused(meanwhile.getFirst(), EnrolmentRefusal.APPLICATION_IN_PROGRESS);
        assertThat(jlis.asked).hasValue(2);
    }

    @Test
    void whenWhoeverClaimedItDiedThenItCanBeSentAgainAMinuteLater() {
        TestCertificate person = person();
        IssuanceApplication application = offer(false);
        jlis.whileLookingUp = () -> {
            throw new IllegalStateException("the node dies");
        };
        assertThatThrownBy(() -> submit(application, person)).isInstanceOf(IllegalStateException.class);
        jlis.whileLookingUp = () -> {};
        // As a node leaves it that did not even get to give it back.
        jdbc.sql("update issuance_application set claimed_until = ? where application_id = ?")
                .params(Sql.time(clock.instant().plus(Duration.ofMinutes(1))), application.applicationId())
                .update();
        assertRefused(submit(application, person), EnrolmentRefusal.APPLICATION_IN_PROGRESS);
        pass(Duration.ofMinutes(1));
        assertThat(submit(application, person)).isInstanceOf(EnrolmentOutcome.Issued.class);
    }

    @Test
    void whenOcspIsSilentThenTheListDecides() {
        TestCertificate person = person();
        TestCertificate revoked = person(municipality(person));
        jlis.ocspDark = true;
        publish(municipality(person), 1, Map.of(revoked, RevocationReason.SUPERSEDED));
        assertThat(submit(person, false)).isInstanceOf(EnrolmentOutcome.Issued.class);
        assertRefused(submit(revoked, false), EnrolmentRefusal.CERTIFICATE_REVOKED);
    }

    @Test
    void whenOcspIsSilentAndTheListTooOldThenTheStatusIsUnknownAndNothingIsUsedUp() {
        TestCertificate person = person();
        jlis.ocspDark = true;
        publish(municipality(person), 1, Map.of());
        IssuanceApplication application = offer(false);
        jlis.lists.put(
                municipality(person),
                list(AUTHORITY, municipality(person), 1, clock.instant().minus(Duration.ofDays(5)), Map.of()));
        assertRefused(submit(application, person), EnrolmentRefusal.CERTIFICATE_STATUS_UNKNOWN);
        jlis.ocspDark = false;
        assertThat(submit(application, person)).isInstanceOf(EnrolmentOutcome.Issued.class);
    }

    @Test
    void whenConsentAndOfferDisagreeThenItIsRefused() {
        TestCertificate person = person();
        IssuanceApplication with = offer(true);
        String application = sign(person, with.type(), with.document());
        String consentDocument = java.util.Objects.requireNonNull(with.consentDocument());
        assertRefused(submit(with, application, null), EnrolmentRefusal.CONSENT_ALTERED);
        assertRefused(
                submit(with, application, sign(person(), "latest-attributes-consent+jws", consentDocument)),
                EnrolmentRefusal.CONSENT_ALTERED);
        assertRefused(
                submit(
                        with,
                        application,
                        sign(person, "latest-attributes-consent+jws", consentDocument.replace("10年", "99年"))),
                EnrolmentRefusal.CONSENT_ALTERED);
        IssuanceApplication without = offer(false);
        assertRefused(
                submit(
                        without,
                        sign(person, without.type(), without.document()),
                        sign(person, "latest-attributes-consent+jws", consentDocument)),
                EnrolmentRefusal.CONSENT_ALTERED);
    }

    @Test
    void whenTheFormerPrivateIdHasEndedThenANewOneBeginsUnderANewHolder() {
        TestCertificate person = person();
        HolderId former = holder(person, false);
        holders.locking(former, () -> privateIds.apply(former, Cause.WITHDRAWN, clock.instant(), "holder"));
        EnrolmentOutcome.Issued again = enrol(person, false);
        assertThat(again.privateId().holderId()).isNotEqualTo(former);
        assertThat(again.privateId().generation()).isEqualTo(1);
        assertThat(privateIds.find(former).orElseThrow().state()).isEqualTo(State.ENDED);
        assertThat(holder(person, false)).isEqualTo(again.privateId().holderId());
    }

    @Test
    void whenAnApplicationIsShownThenItSaysWhatIsAppliedForUntilWhen() {
        IssuanceApplication application = offer(true);
        assertThat(application.document())
                .contains("民間ID", "利用規約", "まで有効", "\"nonce\"")
                .contains("\"cnf\":{\"jkt\":\"" + TestApp.THUMBPRINT + "\"}")
                .contains("\"host\":\"" + URI.create(ISSUER).getAuthority() + "\"")
                .contains("\"check_word\":\"" + application.checkWord() + "\"", "確認のことば: " + application.checkWord());
        assertThat(application.consentDocument())
                .contains("同意", "10年", "地方公共団体情報システム機構", "\"issuer\":\"" + ISSUER + "\"");
    }
}
