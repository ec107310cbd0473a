package dev.musubi.sandbox.verifierservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.sandbox.card.Device;
import dev.musubi.sandbox.card.KeyUse;
import dev.musubi.sandbox.fixture.TestWorld;
import dev.musubi.sandbox.phone.Forgery;
import dev.musubi.sandbox.phone.Phones;
import dev.musubi.sandbox.register.CertificateRecord;
import dev.musubi.sandbox.register.LifeEventRequest;
import dev.musubi.sandbox.register.LifeEventType;
import dev.musubi.sandbox.register.ResidentPin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsentsTest {

    private static final Set<Item> ADDRESS = EnumSet.of(Item.ADDRESS);

    @TempDir
    Path folder;

    private TestWorld test;

    @BeforeEach
    void open() {
        test = TestWorld.in(folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void whenReceivedThenItStartsTheNextDayAndEndsTenYearsLater() {
        Consent consent = given(1);
        assertThat(consent.receivedAt()).isEqualTo(TestWorld.START);
        assertThat(consent.startsAt()).isEqualTo(Instant.parse("2026-11-22T15:00:00Z"));
        assertThat(consent.endsAt()).isEqualTo(Instant.parse("2036-11-22T14:59:59Z"));
    }

    @Test
    void whenItBeginsImmediatelyThenItHoldsAtOnce(@TempDir Path other) {
        test.close();
        test = TestWorld.in(other, ConsentStart.IMMEDIATELY);
        assertThat(given(1).startsAt()).isEqualTo(TestWorld.START);
    }

    @Test
    void whenAskedBeforeItStartsOrAfterItEndsThenNothingIsProvided() {
        CertificateRecord old = signature(1);
        Consent consent = given(1);
        happens(1, LifeEventRequest.moveTo("13221").withNewCertificate());
        assertThat(ask(consent, old)).isEqualTo(withheld(LatestAttributes.Why.CONSENT_NOT_STARTED));
        test.pass(Duration.ofDays(1));
        assertThat(ask(consent, old)).isInstanceOf(LatestAttributes.Answer.Provided.class);
        test.world().clock().set(consent.endsAt().plusSeconds(1), false);
        assertThat(ask(consent, old)).isEqualTo(withheld(LatestAttributes.Why.CONSENT_EXPIRED));
    }

    @Test
    void whenThereHaveBeenManyCertificatesSinceThenTheNewestIsProvided() {
        CertificateRecord first = signature(1);
        Consent consent = given(1);
        test.pass(Duration.ofDays(1));
        for (String municipality : List.of("13221", "14204", "47201")) {
            happens(1, LifeEventRequest.moveTo(municipality).withNewCertificate());
            test.pass(Duration.ofDays(100));
        }
        happens(1, LifeEventRequest.marry("新垣").withNewCertificate());
        assertThat(ask(consent, first)).isInstanceOfSatisfying(LatestAttributes.Answer.Provided.class, provided -> {
            assertThat(provided.attributes().address().value()).startsWith("沖縄県那覇市");
            assertThat(provided.attributes().name().value()).startsWith("新垣　");
            assertThat(provided.certificate()).isEqualTo(signature(1));
        });
    }

    @Test
    void whenTheHolderIsDeadOrHasNoNewCertificateThenThereIsNone() {
        CertificateRecord old = signature(2);
        Consent consent = given(2);
        test.pass(Duration.ofDays(1));
        assertThat(ask(consent, old)).isEqualTo(withheld(LatestAttributes.Why.STILL_VALID));
        happens(2, LifeEventRequest.of(LifeEventType.MOVE_WITHIN));
        assertThat(ask(consent, old)).isEqualTo(withheld(LatestAttributes.Why.NO_NEW_CERTIFICATE));
        happens(2, LifeEventRequest.of(LifeEventType.DIE));
        assertThat(ask(consent, old)).isEqualTo(withheld(LatestAttributes.Why.NO_NEW_CERTIFICATE));
    }

    @Test
    void whenTheCertificateHasExpiredThenTheNextOneIsProvided() {
        CertificateRecord old = signature(3);
        Consent consent = given(3);
        test.world().clock().set(old.notAfter().plusSeconds(60), false);
        assertThat(ask(consent, old)).isEqualTo(withheld(LatestAttributes.Why.NO_NEW_CERTIFICATE));
        happens(3, LifeEventRequest.of(LifeEventType.VISIT_COUNTER));
        assertThat(ask(consent, old)).isInstanceOf(LatestAttributes.Answer.Provided.class);
    }

    @Test
    void whenCancelledByAnotherCertificateOfTheSamePersonThenItIsCancelled() {
        Consent consent = given(4);
        happens(4, LifeEventRequest.of(LifeEventType.RENEW));
        assertThat(consents().cancel(consent.id(), cancellation(5, consent), test.now()))
                .isEqualTo(new Consents.Outcome.Refused(Refusal.NOT_THE_HOLDER));
        assertThat(consents().cancel(consent.id(), cancellation(4, consent), test.now()))
                .isInstanceOfSatisfying(
                        Consents.Outcome.Taken.class,
                        taken -> assertThat(taken.consent().cancelledAt()).isEqualTo(test.now()));
        test.pass(Duration.ofDays(1));
        assertThat(ask(consent, signature(4))).isEqualTo(withheld(LatestAttributes.Why.CONSENT_CANCELLED));
        assertThat(consents().cancel("c-none", cancellation(4, consent), test.now()))
                .isInstanceOf(Consents.Outcome.NoSuchConsent.class);
    }

    @Test
    void whenAnotherConsentIsNamedInsideThenNothingIsCancelled() {
        Consent one = given(6);
        Consent other = taken(consents().register(application(6, ADDRESS, "another service"), test.now()));
        assertThat(consents().cancel(one.id(), cancellation(6, other), test.now()))
                .isEqualTo(new Consents.Outcome.Refused(Refusal.MALFORMED));
        assertThat(consents().find(one.id()).orElseThrow().cancelledAt()).isNull();
        assertThat(consents().cancel(one.id(), application(6, ADDRESS), test.now()))
                .isEqualTo(new Consents.Outcome.Refused(Refusal.MALFORMED));
        assertThat(consents().register(cancellation(6, one), test.now()))
                .isEqualTo(new Consents.Outcome.Refused(Refusal.MALFORMED));
    }

    @Test
    void whenPolledThenEveryCancellationOfTheProviderIsSeenOnce() {
        for (int who = 1; who <= 5; who++) {
            Consent consent = given(who);
            consents().cancel(consent.id(), cancellation(who, consent), test.now());
            consents().cancel(consent.id(), cancellation(who, consent), test.now());
        }
        Consents.CancellationPage first = consents().cancellationsAfter("sp", 0, 2);
        Consents.CancellationPage second = consents().cancellationsAfter("sp", first.cursor(), 1000);
        assertThat(first.cancellations()).hasSize(2);
        assertThat(second.cancellations()).hasSize(3).doesNotContainAnyElementsOf(first.cancellations());
        assertThat(consents().cancellationsAfter("sp", second.cursor(), 1000).cancellations())
                .isEmpty();
        assertThat(consents().cancellationsAfter("other", 0, 1000).cancellations())
                .isEmpty();
        assertThat(consents().cancellationsAfter("sp", Long.MAX_VALUE, 1000).cancellations())
                .isEmpty();
    }

    @Test
    void whenTheSameIsSentAgainThenTheSameIsOnRecordHoweverLate() {
        String application = application(7, ADDRESS);
        Consent consent = taken(consents().register(application, test.now()));
        test.pass(Duration.ofHours(3));
        assertThat(consents().register(application, test.now())).isEqualTo(new Consents.Outcome.Taken(consent, true));
        assertThat(consents().registrationsAfter("sp", 0, 10).registrations())
                .extracting(Consents.Registered::consentId)
                .containsExactly(consent.id());
    }

    @Test
    void whenTheSameIsSentAgainAfterItWasCancelledThenTheAnswerSaysThatItIs() {
        String application = application(7, ADDRESS);
        Consent consent = taken(consents().register(application, test.now()));
        test.pass(Duration.ofMinutes(1));
        taken(consents().cancel(consent.id(), cancellation(7, consent), test.now()));
        assertThat(taken(consents().register(application, test.now())).cancelledAt())
                .isEqualTo(test.now());
    }

    @Test
    void whenANewOneIsGivenForTheSameServiceThenItTakesThePlaceOfTheOldOne() {
        Consent old = given(9);
        Consent elsewhere = taken(consents().register(application(9, ADDRESS, "another service"), test.now()));
        Consent others = given(10);
        Consent present = given(9);
        assertThat(consents().find(old.id()).orElseThrow().cancelledAt()).isNotNull();
        for (Consent still : List.of(elsewhere, others, present)) {
            assertThat(consents().find(still.id()).orElseThrow().cancelledAt()).isNull();
        }
        assertThat(consents().cancellationsAfter("sp", 0, 10).cancellations())
                .extracting(Consents.Cancellation::consentId)
                .containsExactly(old.id());
    }

    @Test
    void whenRegistrationsAreListedThenEachOnceInPages() {
        List<String> ids = List.of(given(1).id(), given(2).id(), given(3).id());
        Consents.RegistrationPage first = consents().registrationsAfter("sp", 0, 2);
        Consents.RegistrationPage second = consents().registrationsAfter("sp", first.cursor(), 2);
        assertThat(first.registrations())
                .extracting(Consents.Registered::consentId)
                .isEqualTo(ids.subList(0, 2));
        assertThat(second.registrations())
                .extracting(Consents.Registered::consentId)
                .isEqualTo(ids.subList(2, 3));
        assertThat(consents().registrationsAfter("sp", second.cursor(), 2).registrations())
                .isEmpty();
        assertThat(consents().registrationsAfter("other", 0, 2).registrations()).isEmpty();
    }

    @Test
    void whenReopenedThenConsentsAndTheMemoryOfWhatWasReceivedAreThere() {
        String application = application(7, ADDRESS);
        Consent consent = taken(consents().register(application, test.now()));
        consents().cancel(consent.id(), cancellation(7, consent), test.now());
        Consent before = consents().find(consent.id()).orElseThrow();
        test.reopen();
        assertThat(consents().find(consent.id())).contains(before);
        assertThat(consents().register(application, test.now())).isEqualTo(new Consents.Outcome.Taken(before, true));
        assertThat(consents().cancellationsAfter("sp", 0, 10).cancellations()).hasSize(1);
    }

    @Test
    void whenAskedForLinksThenEveryOtherSignatureCertificateOfThePersonIsNamed() {
        happens(8, LifeEventRequest.of(LifeEventType.ISSUE_SMARTPHONE_CERTIFICATE));
        CertificateRecord first = signature(8);
        test.pass(Duration.ofDays(1));
        happens(8, LifeEventRequest.of(LifeEventType.RENEW));
        CertificateRecord second = signature(8);
        List<NumberLinks.Link> links = links(second);
        assertThat(links).contains(new NumberLinks.Link(NumberLinks.Relation.PREDECESSOR, now(first)));
        assertThat(links).anySatisfy(l -> assertThat(l.relation()).isEqualTo(NumberLinks.Relation.SMARTPHONE));
        assertThat(links)
                .allSatisfy(
                        l -> assertThat(l.certificate().kind().isSignature()).isTrue());
        CertificateRecord phone = links.stream()
                .filter(l -> l.relation() == NumberLinks.Relation.SMARTPHONE)
                .findFirst()
                .orElseThrow()
                .certificate();
        assertThat(links(phone)).anySatisfy(l -> assertThat(l.relation()).isEqualTo(NumberLinks.Relation.CARD));
        assertThat(links(first)).anySatisfy(l -> assertThat(l.relation()).isEqualTo(NumberLinks.Relation.SUCCESSOR));
        CertificateRecord authentication = test.world().register().find(8).orElseThrow().certificates().stream()
                .filter(c -> !c.kind().isSignature())
                .findFirst()
                .orElseThrow();
        assertThat(links(authentication))
                .extracting(NumberLinks.Link::relation)
                .hasSize(3)
                .containsOnly(NumberLinks.Relation.SIGNATURE);
    }

    private List<NumberLinks.Link> links(CertificateRecord record) {
        return test.world()
                .links()
                .of(test.world().certificates().idOf(record), test.now())
                .orElseThrow();
    }

    private CertificateRecord now(CertificateRecord record) {
        return test.world().register().bySequence(record.sequence()).orElseThrow();
    }

    private Consents consents() {
        return test.world().consents();
    }

    private CertificateRecord signature(int who) {
        return test.world()
                .register()
                .find(who)
                .orElseThrow()
                .live(CertificateKind.CARD_SIGNATURE, test.now())
                .orElseThrow();
    }

    private LatestAttributes.Answer ask(Consent consent, CertificateRecord old) {
        return test.world()
                .latest()
                .ask(consent.id(), test.world().certificates().idOf(old), ADDRESS, test.now());
    }

    private static LatestAttributes.Answer withheld(LatestAttributes.Why why) {
        return new LatestAttributes.Answer.Withheld(why);
    }

    private void happens(int who, LifeEventRequest request) {
        test.world().register().live(who, request, test.now());
    }

    private Consent given(int who) {
        return taken(consents().register(application(who, ADDRESS), test.now()));
    }

    private static Consent taken(Consents.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Consents.Outcome.Taken.class);
        return ((Consents.Outcome.Taken) outcome).consent();
    }

    private String application(int who, Set<Item> items) {
        return application(who, items, "民間ID");
    }

    private String application(int who, Set<Item> items, String service) {
        return sign(who, """
                {"type":"latest-attributes-consent","serviceProvider":"sp","service":"%s","items":[%s],\
                "purpose":"更新のため","statedAt":"%s","nonce":"%s"}""".formatted(
                service,
                String.join(",", items.stream().map(i -> "\"" + i + "\"").toList()),
                test.now(),
                UUID.randomUUID()));
    }

    private String cancellation(int who, Consent consent) {
        return sign(
                who, "{\"type\":\"latest-attributes-consent-cancellation\",\"consentId\":\"" + consent.id() + "\"}");
    }

    private String sign(int who, String document) {
        Phones.Outcome outcome = test.world()
                .phones()
                .sign(
                        who,
                        new Phones.Order(
                                Device.CARD,
                                KeyUse.SIGNATURE,
                                Phones.Format.JWS,
                                ResidentPin.FIRST_SIGNATURE_PIN,
                                document,
                                null,
                                null,
                                Forgery.NONE),
                        test.now());
        assertThat(outcome).isInstanceOf(Phones.Outcome.Signed.class);
        return ((Phones.Outcome.Signed) outcome).signed();
    }
}
