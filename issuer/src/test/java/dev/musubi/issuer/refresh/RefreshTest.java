package dev.musubi.issuer.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.consent.CancellationPoll;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentRegistry.Cancellations;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.refresh.LatestAttributesSource.Answer;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.jpki.certificate.JpkiCertificate;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestResidents;
import dev.musubi.jpki.revocation.RevocationReason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class RefreshTest extends IssuerTest {

    @Autowired
    private Refresh refresh;

    @Autowired
    private RefreshTasks tasks;

    @Autowired
    private Consents consents;

    @Autowired
    private CancellationPoll poll;

    @Autowired
    private AttributeStore attributes;

    @Autowired
    private Vault vault;

    /** Others' that wait from tests before would be due with ours, and take the one new certificate that J-LIS tells of. */
    @BeforeEach
    void nobodyWaits() {
        jdbc.sql("delete from work_item where kind = 'refresh'").update();
    }

    private HolderId deadAnchor(boolean consent) {
        return deadAnchor(consent, RevocationReason.AFFILIATION_CHANGED);
    }

    private HolderId deadAnchor(boolean consent, RevocationReason reason) {
        TestCertificate person = person();
        HolderId holderId = holder(person, consent);
        publish(municipality(person), 1, Map.of(person, reason));
        sweep.all();
        return holderId;
    }

    private Answer.Provided provided(TestCertificate certificate, Instant asOf) {
        JpkiCertificate read = certificate.read(AUTHORITY.profile());
        return new Answer.Provided(
                TestResidents.hanakoMoved(),
                read.id(),
                read.kind(),
                read.notAfter(),
                read.crlPartition().prefecture(),
                read.crlPartition().municipality(),
                asOf);
    }

    private PrivateId privateId(HolderId holderId) {
        return privateIds.find(holderId).orElseThrow();
    }

    private String outcome(HolderId holderId) {
        return String.valueOf(tasks.find(holderId).orElseThrow().lastOutcome());
    }

    @Test
    void whenJlisProvidesThenTheNextGenerationStandsOnTheNewCertificate() throws InterruptedException {
        HolderId holderId = deadAnchor(true);
        Instant asOf = clock.instant().minusSeconds(5).truncatedTo(ChronoUnit.MICROS);
        jlis.latest = provided(person(), asOf);
        assertThat(refresh.due()).isEqualTo(1);
        assertThat(privateId(holderId).state()).isEqualTo(State.ACTIVE);
        assertThat(privateId(holderId).generation()).isEqualTo(2);
        Generation generation = privateIds.generation(holderId);
        assertThat(generation.source()).isEqualTo(Generation.Source.J_LIS);
        assertThat(generation.sourceAsOf()).isEqualTo(asOf);
        assertThat(attributes.get(vault.of(holderId), generation.attributes())).isEqualTo(TestResidents.hanakoMoved());
        assertThat(tasks.find(holderId)).isEmpty();
    }

    @Test
    void whenRefreshedThenEveryWayInGoesOnAsItWas() throws InterruptedException {
        HolderId holderId = deadAnchor(true);
        jlis.latest = provided(person(), clock.instant());
        refresh.due();
        assertThat(privateId(holderId).generation()).isEqualTo(2);
        assertThat(credentials.live(holderId, appOf(holderId)))
                .as("nobody has signed, so it descends from the signature before")
                .get()
                .extracting(Credential::proofing)
                .isEqualTo(1);
        assertThat(credentials.lastProofing(holderId)).isEqualTo(1);
    }

    @Test
    void whenAnAnswerComesAfterTheHolderSignedAnewAndThatDiedTooThenNothingIsIssuedOnTheOldOne()
            throws InterruptedException {
        TestCertificate before = person();
        TestCertificate after = person();
        jlis.samePerson(
                before.read(AUTHORITY.profile()).id(),
                after.read(AUTHORITY.profile()).id());
        HolderId holderId = holder(before, true);
        publish(municipality(before), 1, Map.of(before, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();
        jlis.latest = provided(person(), clock.instant());
        // While J-LIS answers, the holder signs anew, and that certificate dies: a refresh waits again, for another
        // anchor.
        jlis.meanwhile = () -> {
            jlis.meanwhile = () -> {};
            jlis.latest = new Answer.NoNewCertificate();
            assertThat(holder(after, false)).isEqualTo(holderId);
            publish(municipality(after), 1, Map.of(after, RevocationReason.AFFILIATION_CHANGED));
            sweep.all();
        };

        refresh.due();

        assertThat(privateId(holderId).state()).isEqualTo(State.REISSUE_REQUIRED);
        assertThat(privateId(holderId).generation()).isEqualTo(2);
        assertThat(tasks.find(holderId)).isPresent();
    }

    @Test
    void whenRefreshedThenTheNewAnchorIsWatchedToo() throws InterruptedException {
        HolderId holderId = deadAnchor(true);
        TestCertificate next = person();
        jlis.latest = provided(next, clock.instant());
        refresh.due();
        publish(municipality(next), 1, Map.of(next, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();
        assertThat(privateId(holderId).state()).isEqualTo(State.REISSUE_REQUIRED);
        assertThat(tasks.find(holderId)).isPresent();
    }

    @Test
    void whenThereIsNoConsentThenNothingIsAsked() throws InterruptedException {
        HolderId holderId = deadAnchor(false);
        jlis.latest = provided(person(), clock.instant());
        assertThat(tasks.find(holderId)).isEmpty();
        refresh.due();
        assertThat(privateId(holderId).state()).isEqualTo(State.REISSUE_REQUIRED);
    }

    @Test
    void whenTheKeyIsInDoubtOrThePersonIsGoneThenNoRefreshIsEvenPlanned() {
        assertThat(tasks.find(deadAnchor(true, RevocationReason.KEY_COMPROMISE)))
                .isEmpty();
        assertThat(tasks.find(deadAnchor(true, RevocationReason.CERTIFICATE_HOLD)))
                .isEmpty();
        assertThat(tasks.find(deadAnchor(true, RevocationReason.CESSATION_OF_OPERATION)))
                .isEmpty();
    }

    @Test
    void whenThereIsNoNewCertificateYetThenItWaitsAndThenRefreshes() throws InterruptedException {
        HolderId holderId = deadAnchor(true);
        assertThat(refresh.due()).isZero();
        assertThat(outcome(holderId)).isEqualTo("no_new_certificate");
        assertThat(privateId(holderId).state()).isEqualTo(State.REISSUE_REQUIRED);
        jlis.latest = provided(person(), clock.instant());
        assertThat(refresh.due()).as("not due yet").isZero();
        pass(Duration.ofHours(6));
        assertThat(refresh.due()).isEqualTo(1);
        assertThat(privateId(holderId).state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void whenTheNewCertificateIsRevokedOrUnknownThenNothingIsIssuedOnIt() throws InterruptedException {
        HolderId holderId = deadAnchor(true);
        TestCertificate next = person();
        jlis.latest = provided(next, clock.instant());
        jlis.revoked.put(next.read(AUTHORITY.profile()).id(), RevocationReason.SUPERSEDED);
        assertThat(refresh.due()).isZero();
        assertThat(outcome(holderId)).isEqualTo("new_certificate_revoked");
        jlis.revoked.clear();
        jlis.ocspDark = true;
        pass(Duration.ofHours(6));
        assertThat(refresh.due()).isZero();
        assertThat(outcome(holderId)).isEqualTo("unreachable");
        assertThat(privateId(holderId).generation()).isEqualTo(1);
    }

    @Test
    void whenJlisIsDarkThenItIsTriedAgainAtGrowingIntervals() throws InterruptedException {
        HolderId holderId = deadAnchor(true);
        jlis.dark = true;
        Duration last = Duration.ZERO;
        for (int attempt = 0; attempt < 4; attempt++) {
            refresh.due();
            Duration wait = Duration.between(
                    clock.instant(), tasks.find(holderId).orElseThrow().dueAt());
            assertThat(wait).isGreaterThan(last);
            last = wait;
            pass(wait.plusSeconds(1));
        }
        jlis.dark = false;
        jlis.latest = provided(person(), clock.instant());
        assertThat(refresh.due()).isEqualTo(1);
    }

    @Test
    void whenJlisSaysTheConsentIsGoneThenItIsGoneHereToo() throws InterruptedException {
        HolderId holderId = deadAnchor(true);
        jlis.latest = new Answer.NotConsented("CONSENT_CANCELLED");
        refresh.due();
        assertThat(tasks.find(holderId)).isEmpty();
        assertThat(consents.standing(holderId, Consent.Kind.LATEST_ATTRIBUTES, clock.instant()))
                .isEmpty();
        assertThat(privateId(holderId).state()).isEqualTo(State.REISSUE_REQUIRED);
    }

    @Test
    void whenTheConsentIsCancelledElsewhereThenThePollEndsTheRefresh() {
        HolderId holderId = deadAnchor(true);
        String ref = String.valueOf(consents.inForce(holderId, Consent.Kind.LATEST_ATTRIBUTES, clock.instant())
                .orElseThrow()
                .externalRef());
        jdbc.sql("delete from cursor").update();
        jlis.cancellations.add(new Cancellations.One("somebody-elses", clock.instant()));
        jlis.cancellations.add(new Cancellations.One(ref, clock.instant()));
        assertThat(poll.poll()).isEqualTo(1);
        assertThat(poll.poll()).isZero();
        assertThat(tasks.find(holderId)).isEmpty();
        assertThat(consents.standing(holderId, Consent.Kind.LATEST_ATTRIBUTES, clock.instant()))
                .isEmpty();
    }

    @Test
    void whenOtherAnswersComeThenItWaits() throws InterruptedException {
        for (Map.Entry<Answer, String> each : Map.<Answer, String>of(
                        new Answer.StillValid(), "still_valid",
                        new Answer.Refused("REFUSED"), "refused",
                        new Answer.ConsentNotStarted(), "consent_not_started")
                .entrySet()) {
            HolderId holderId = deadAnchor(true);
            jlis.latest = each.getKey();
            refresh.due();
            assertThat(outcome(holderId)).isEqualTo(each.getValue());
            assertThat(privateId(holderId).state()).isEqualTo(State.REISSUE_REQUIRED);
        }
    }

    @Test
    void whenTheHolderReissuesFirstThenTheWaitingRefreshGoes() {
        TestCertificate before = person();
        TestCertificate after = person();
        jlis.samePerson(
                before.read(AUTHORITY.profile()).id(),
                after.read(AUTHORITY.profile()).id());
        HolderId holderId = holder(before, true);
        publish(municipality(before), 1, Map.of(before, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();
        assertThat(tasks.find(holderId)).isPresent();
        holder(after, false);
        assertThat(tasks.find(holderId)).isEmpty();
    }
}
