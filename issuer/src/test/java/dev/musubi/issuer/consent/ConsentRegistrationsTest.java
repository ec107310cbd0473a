package dev.musubi.issuer.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.enrolment.EnrolmentOutcome;
import dev.musubi.issuer.enrolment.IssuanceApplication;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.jpki.fixture.TestCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A consent is ours before it is J-LIS', and it is one, whatever is lost, killed or done twice. */
class ConsentRegistrationsTest extends IssuerTest {

    @Autowired
    private Consents consents;

    @Autowired
    private Findings findings;

    @Autowired
    private ConsentComparison comparison;

    @Autowired
    private CancellationPoll cancellations;

    /** Enrolled while J-LIS' register of consents cannot be reached, as after a crash. */
    private HolderId enrolled(TestCertificate person) {
        jlis.registryDark = true;
        EnrolmentOutcome outcome = submit(person, true);
        jlis.registryDark = false;
        assertThat(outcome).isInstanceOf(EnrolmentOutcome.Issued.class);
        return ((EnrolmentOutcome.Issued) outcome).privateId().holderId();
    }

    private Consent latest(HolderId holderId) {
        return consents.all(holderId).stream()
                .filter(consent -> consent.kind() == Consent.Kind.LATEST_ATTRIBUTES)
                .findFirst()
                .orElseThrow();
    }

    private Optional<Consent> inForce(HolderId holderId) {
        return consents.inForce(holderId, Consent.Kind.LATEST_ATTRIBUTES, clock.instant());
    }

    @Test
    void whenJlisIsToldAfterwardsThenUntilThenTheConsentAllowsNothing() {
        HolderId holderId = enrolled(person());
        assertThat(latest(holderId).isPending()).isTrue();
        assertThat(inForce(holderId)).isEmpty();
        assertThat(jlis.consents).isEmpty();

        assertThat(registerConsents()).isEqualTo(1);

        assertThat(inForce(holderId)).isPresent();
        assertThat(latest(holderId).externalRef()).isNotNull();
        assertThat(registerConsents()).isZero();
    }

    @Test
    void whenAllIsWellThenJlisKnowsAtOnceAndNothingWaits() {
        HolderId holderId =
                ((EnrolmentOutcome.Issued) submit(person(), true)).privateId().holderId();
        assertThat(inForce(holderId)).isPresent();
        assertThat(registerConsents()).isZero();
    }

    @Test
    void whenTheAnswerIsLostThenTheNextTryFindsTheSameConsent() {
        HolderId holderId = enrolled(person());
        jlis.losesAnswers = true;
        registerConsents();
        assertThat(latest(holderId).isPending()).isTrue();
        jlis.losesAnswers = false;
        pass(Duration.ofMinutes(30));
        registerConsents();
        assertThat(latest(holderId).externalRef())
                .isEqualTo(jlis.consents.values().iterator().next().consentId());
        assertThat(jlis.consents).hasSize(1);
    }

    @Test
    void whenTheAnswerIsLostAndTheConsentTakenBackMeanwhileThenItIsNeverInForce() {
        HolderId holderId = enrolled(person());
        jlis.losesAnswers = true;
        registerConsents();
        jlis.losesAnswers = false;
        jlis.takeBackAll();
        poll();
        pass(Duration.ofMinutes(30));
        registerConsents();
        assertThat(jlis.consents).hasSize(1);
        assertThat(inForce(holderId)).isEmpty();
        assertThat(latest(holderId).externalRef()).isNotNull();
        assertThat(latest(holderId).cancelledAt()).isNotNull();
    }

    @Test
    void whenTheConsentIsTakenBackBetweenTheAnswerAndTheNoteThenTheComparisonSeesIt() {
        comparison.compare();
        HolderId holderId = enrolled(person());
        jlis.whileRegistering = () -> {
            jlis.takeBackAll();
            poll();
        };
        registerConsents();
        jlis.whileRegistering = () -> {};
        assertThat(latest(holderId).externalRef()).isNotNull();
        jdbc.sql("update cursor set value = 0 where name = 'jlis-consents'").update();
        pass(Duration.ofHours(2));
        assertThat(comparison.compare()).as("it is known here").isZero();
        assertThat(inForce(holderId)).isEmpty();
        assertThat(latest(holderId).cancelledAt()).isNotNull();
    }

    @Test
    void whenTheConsentIsTakenBackBetweenTheAnswerAndTheNoteThenTheNextPollSeesIt() {
        HolderId another = holder(person(), true);
        HolderId holderId = enrolled(person());
        jlis.whileRegistering = () -> {
            jlis.takeBackAll();
            poll();
        };
        registerConsents();
        jlis.whileRegistering = () -> {};
        assertThat(inForce(holderId)).as("nobody has asked since").isPresent();
        assertThat(inForce(another)).as("those after it do not wait").isEmpty();
        pass(Duration.ofMinutes(10));
        assertThat(cancellations.poll()).as("those noted before are no news").isEqualTo(1);
        assertThat(inForce(holderId)).isEmpty();
        assertThat(cancellations.poll()).isZero();
    }

    @Test
    void whenNobodyHereKnowsAConsentThatWasTakenBackThenItIsNotAskedAboutForEver() {
        poll();
        jlis.cancellations.add(new ConsentRegistry.Cancellations.One("unknown", clock.instant()));
        cancellations.poll();
        assertThat(cursor()).isZero();
        pass(Duration.ofHours(2));
        cancellations.poll();
        assertThat(cursor()).isEqualTo(1);
    }

    private long cursor() {
        return jdbc.sql("select value from cursor where name = 'jlis-consent-cancellations'")
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** The cancellations of a run are counted on from test to test, those of the script from nought. */
    private void poll() {
        jdbc.sql("update cursor set value = 0 where name = 'jlis-consent-cancellations'")
                .update();
        cancellations.poll();
    }

    @Test
    void whenJlisIsDarkThenPeopleEnrolAllTheSameAndItIsMadeUpForLater() {
        HolderId holderId = enrolled(person());
        jlis.dark = true;
        registerConsents();
        assertThat(latest(holderId).isPending()).isTrue();
        jlis.dark = false;
        pass(Duration.ofMinutes(30));
        registerConsents();
        assertThat(inForce(holderId)).isPresent();
    }

    @Test
    void whenJlisRefusesThenThereIsNoConsentAndAnOperatorSeesIt() {
        HolderId holderId = enrolled(person());
        jlis.refusesConsents = true;
        registerConsents();
        Consent refused = latest(holderId);
        assertThat(refused.cancelledAt()).isNotNull();
        assertThat(inForce(holderId)).isEmpty();
        assertThat(findings.open()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Findings.Kind.CONSENT_NOT_REGISTERED);
            assertThat(finding.about()).isEqualTo(refused.consentId().toString());
        });
    }

    @Test
    void whenOneApplicationIsSentToTwoNodesAtOnceThenOneIsIssuedAndOneConsentRegistered() throws Exception {
        for (int round = 0; round < 8; round++) {
            jlis.consents.clear();
            TestCertificate person = person();
            IssuanceApplication application = offer(true);
            Callable<EnrolmentOutcome> send = () -> submit(application, person);
            long issued = 0;
            try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<EnrolmentOutcome> each : nodes.invokeAll(List.of(send, send))) {
                    issued += each.get() instanceof EnrolmentOutcome.Issued ? 1 : 0;
                }
            }
            assertThat(issued).isEqualTo(1);
            registerConsents();
            assertThat(jlis.consents).hasSize(1);
        }
    }

    @Test
    void whenReissuedWithAConsentThenTheOldOneEndsWhenTheNewOneIsRegistered() {
        TestCertificate before = person();
        TestCertificate after = person();
        jlis.samePerson(
                before.read(AUTHORITY.profile()).id(),
                after.read(AUTHORITY.profile()).id());
        HolderId holderId = holder(before, true);
        Consent old = latest(holderId);
        pass(Duration.ofDays(1));

        assertThat(enrolled(after)).isEqualTo(holderId);
        assertThat(inForce(holderId)).as("until J-LIS knows the new one").contains(old);
        registerConsents();

        Instant now = clock.instant();
        List<Consent> left = consents.all(holderId).stream()
                .filter(consent -> consent.kind() == Consent.Kind.LATEST_ATTRIBUTES && consent.inForce(now))
                .toList();
        assertThat(left).singleElement().isNotEqualTo(old);
        assertThat(consents.find(holderId, old.consentId()).orElseThrow().cancelledAt())
                .isNotNull();
    }

    @Test
    void whenReissuedBeforeJlisWasToldThenItIsToldOfTheLastWordAlone() {
        TestCertificate person = person();
        HolderId holderId = enrolled(person);
        Consent first = latest(holderId);
        pass(Duration.ofMinutes(1));
        assertThat(enrolled(person)).isEqualTo(holderId);
        Consent second = latest(holderId);
        assertThat(second.consentId()).isNotEqualTo(first.consentId());

        pass(Duration.ofMinutes(30));
        registerConsents();
        assertThat(jlis.consents).hasSize(1);
        assertThat(inForce(holderId)).map(Consent::consentId).contains(second.consentId());
        assertThat(consents.find(holderId, first.consentId()).orElseThrow().cancelledAt())
                .isNotNull();
    }

    @Test
    void whenReissuedAtTheSameMomentThenTheNewConsentIsNotTakenForOneOfBefore() {
        TestCertificate person = person();
        HolderId holderId = enrolled(person);
        Consent first = latest(holderId);
        jdbc.sql("update consent set given_at = ? where holder_id = ?")
                .params(Sql.time(clock.instant().plusSeconds(60)), holderId)
                .update();
        enrolled(person);
        assertThat(consents.all(holderId).stream().filter(Consent::isPending))
                .singleElement()
                .isNotEqualTo(first);
        registerConsents();
    }

    @Test
    void whenReissuedWithoutAConsentThenTheOneThatWaitedIsNotRegistered() {
        TestCertificate person = person();
        HolderId holderId = enrolled(person);
        assertThat(submit(person, false)).isInstanceOf(EnrolmentOutcome.Issued.class);
        pass(Duration.ofMinutes(30));
        registerConsents();
        assertThat(jlis.consents).isEmpty();
        assertThat(inForce(holderId)).isEmpty();
        assertThat(latest(holderId).cancelledAt()).isNotNull();
    }

    @Test
    void whenReissuedWithoutAConsentThenTheOneThatJlisHasStays() {
        TestCertificate person = person();
        HolderId holderId = holder(person, true);
        Optional<Consent> registered = inForce(holderId);
        assertThat(submit(person, false)).isInstanceOf(EnrolmentOutcome.Issued.class);
        assertThat(inForce(holderId)).isEqualTo(registered).isPresent();
    }

    @Test
    void whenJlisAnswersAboutAnOlderConsentLastThenTheNewerOneStays() {
        HolderId holderId = holder(person(), true);
        Consent newer = inForce(holderId).orElseThrow();
        for (boolean takenBack : new boolean[] {false, true}) {
            ConsentId older = pendingSince(holderId, newer.givenAt().minusSeconds(60));
            if (takenBack) {
                holders.locking(holderId, () -> {
                    consents.cancel(holderId, newer.consentId(), clock.instant(), "jlis");
                    return true;
                });
            }
            Instant now = clock.instant();
            holders.locking(holderId, () -> {
                consents.registered(
                        holderId,
                        older,
                        new ConsentRegistry.Registration.Registered(
                                "older-" + older, now, now, now.plus(Duration.ofDays(1)), List.of("NAME"), null),
                        now);
                return true;
            });
            assertThat(consents.find(holderId, older).orElseThrow().cancelledAt())
                    .isNotNull();
            assertThat(inForce(holderId).map(Consent::consentId))
                    .isEqualTo(takenBack ? Optional.empty() : Optional.of(newer.consentId()));
        }
        registerConsents();
    }

    /** As one that was on its way to J-LIS when the holder signed anew. */
    private ConsentId pendingSince(HolderId holderId, Instant at) {
        ConsentId id = ConsentId.random();
        Instant end = clock.instant().plus(Duration.ofDays(1));
        holders.locking(holderId, () -> {
            consents.record(
                    holderId,
                    new Consent(
                            id,
                            Consent.Kind.LATEST_ATTRIBUTES,
                            "J-LIS",
                            "purpose",
                            List.of("NAME"),
                            at,
                            at,
                            end,
                            null,
                            null,
                            null));
            return true;
        });
        return id;
    }

    @Test
    void whenJlisHoldsAConsentNobodyHereKnowsThenAnOperatorSeesItOnceThingsHaveSettled() {
        comparison.compare();
        HolderId holderId = holder(person(), true);
        jlis.registrations.add(new ConsentRegistry.Registrations.Entry("unknown-" + holderId, clock.instant(), null));
        jlis.registrations.add(
                new ConsentRegistry.Registrations.Entry("ended-" + holderId, clock.instant(), clock.instant()));
        jdbc.sql("update cursor set value = 0 where name = 'jlis-consents'").update();

        assertThat(comparison.compare()).as("it may yet be noted").isZero();
        pass(Duration.ofHours(2));
        assertThat(comparison.compare()).isEqualTo(1);
        assertThat(comparison.compare()).as("each once").isZero();

        assertThat(findings.open())
                .filteredOn(finding -> finding.about().endsWith(holderId.toString()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Findings.Kind.CONSENT_UNKNOWN_HERE);
                    assertThat(finding.about()).startsWith("unknown-");
                });
    }
}
