package dev.musubi.sandbox.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.card.CardPin;
import dev.musubi.card.virtual.PinState;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.revocation.RevocationReason;
import dev.musubi.sandbox.fixture.TestWorld;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentRegisterTest {

    private static final Set<CertificateKind> CARD =
            EnumSet.of(CertificateKind.CARD_SIGNATURE, CertificateKind.CARD_AUTHENTICATION);
    private static final Set<CertificateKind> SIGNATURES =
            EnumSet.of(CertificateKind.CARD_SIGNATURE, CertificateKind.SMARTPHONE_SIGNATURE);
    private static final int EVENTS = 400;

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
    void whenMovingThenSignatureCertificatesOfBothDevicesEndAndTheOthersStay() {
        int who = withSmartphone();
        LifeOutcome.Happened moved = happens(who, LifeEventRequest.moveTo("01202"));

        assertThat(kinds(moved.revoked())).isEqualTo(SIGNATURES);
        assertThat(moved.revoked())
                .allSatisfy(c -> assertThat(reason(c)).isEqualTo(RevocationReason.AFFILIATION_CHANGED));
        assertThat(moved.issued()).isEmpty();
        Person person = moved.resident().person();
        assertThat(person.municipality().romaji()).isEqualTo("Hakodate-shi");
        assertThat(person.attributes().address().value()).startsWith("北海道函館市");
        assertThat(moved.resident().live(CertificateKind.CARD_AUTHENTICATION, test.now()))
                .isPresent();
        assertThat(moved.resident().live(CertificateKind.SMARTPHONE_AUTHENTICATION, test.now()))
                .isPresent();
    }

    @Test
    void whenMovingWithinThenTheMunicipalityStaysAndTheCertificateStillEnds() {
        Resident before = resident(1);
        LifeOutcome.Happened moved = happens(
                1, new LifeEventRequest(LifeEventType.MOVE_WITHIN, null, "東京都港区芝１丁目１番１号", null, null, null, false));
        assertThat(moved.resident().person().municipality())
                .isEqualTo(before.person().municipality());
        assertThat(moved.resident().person().attributes().address().value()).isEqualTo("東京都港区芝１丁目１番１号");
        assertThat(kinds(moved.revoked())).contains(CertificateKind.CARD_SIGNATURE);
    }

    @Test
    void whenANewCertificateIsWantedThenItIsThereAtOnceWithTheNewAddress() {
        LifeOutcome.Happened moved =
                happens(1, LifeEventRequest.of(LifeEventType.MOVE_WITHIN).withNewCertificate());
        assertThat(kinds(moved.issued())).containsExactly(CertificateKind.CARD_SIGNATURE);
        CertificateRecord issued = moved.issued().getFirst();
        assertThat(issued.attributes()).isEqualTo(moved.resident().person().attributes());
        assertThat(issued.generation()).isEqualTo(2);
        assertThat(issued.notBefore()).isEqualTo(moved.at());
    }

    @Test
    void whenANewSignatureCertificateIsIssuedThenItEndsNoLaterThanTheAuthenticationCertificateBesideIt() {
        Instant beside = resident(1)
                .live(CertificateKind.CARD_AUTHENTICATION, test.now())
                .orElseThrow()
                .notAfter();
        happens(1, LifeEventRequest.marry("山田"));
        LifeOutcome.Happened visit = happens(1, LifeEventRequest.of(LifeEventType.VISIT_COUNTER));
        assertThat(visit.issued())
                .singleElement()
                .satisfies(c -> assertThat(c.notAfter()).isEqualTo(beside));
    }

    @Test
    void whenMarryingThenTheFamilyNameChangesAndTheGivenNameStays() {
        String given = name(2).substring(name(2).indexOf('　'));
        LifeOutcome.Happened married = happens(2, LifeEventRequest.marry("龍ヶ崎"));
        assertThat(name(2)).isEqualTo("龍ヶ崎" + given);
        assertThat(married.resident().person().attributes().name().substituteFlags())
                .hasSize(name(2).length())
                .doesNotContain("1");
        assertThat(kinds(married.revoked())).contains(CertificateKind.CARD_SIGNATURE);
    }

    @Test
    void whenTheRegisterIsCorrectedThenNothingIsRevoked() {
        String before = resident(3).person().attributes().address().value();
        LifeOutcome.Happened corrected = happens(3, LifeEventRequest.of(LifeEventType.CORRECT_REGISTER));
        assertThat(corrected.revoked()).isEmpty();
        assertThat(corrected.issued()).isEmpty();
        assertThat(corrected.resident().person().attributes().address().value())
                .isNotEqualTo(before)
                .contains("番地の");
    }

    @Test
    void whenDeadThenAllCertificatesEndAndNothingHappensAnyMore() {
        int who = withSmartphone();
        LifeOutcome.Happened died = happens(who, LifeEventRequest.of(LifeEventType.DIE));
        assertThat(kinds(died.revoked())).isEqualTo(EnumSet.allOf(CertificateKind.class));
        assertThat(died.revoked())
                .allSatisfy(c -> assertThat(reason(c)).isEqualTo(RevocationReason.CESSATION_OF_OPERATION));
        for (LifeEventType type : LifeEventType.values()) {
            assertThat(fault(who, LifeEventRequest.of(type))).isEqualTo(LifeEventFault.RESIDENT_DECEASED);
        }
    }

    @Test
    void whenTheCardIsLostThenBothOfItsCertificatesAreHeldForGood() {
        int who = withSmartphone();
        LifeOutcome.Happened lost = happens(who, LifeEventRequest.of(LifeEventType.LOSE_CARD));
        assertThat(kinds(lost.revoked())).isEqualTo(CARD);
        assertThat(lost.revoked()).allSatisfy(c -> assertThat(reason(c)).isEqualTo(RevocationReason.CERTIFICATE_HOLD));
        LifeOutcome.Happened visit = happens(who, LifeEventRequest.of(LifeEventType.VISIT_COUNTER));
        assertThat(kinds(visit.issued())).isEqualTo(CARD);
        assertThat(visit.resident().certificates().getFirst().revocation()).isNotNull();
    }

    @Test
    void whenAKeyIsCompromisedThenTheCertificatesOfThatDeviceEnd() {
        int who = withSmartphone();
        LifeOutcome.Happened phone = happens(
                who,
                new LifeEventRequest(LifeEventType.REPORT_KEY_COMPROMISE, null, null, null, "SMARTPHONE", null, false));
        assertThat(phone.revoked()).hasSize(2).allSatisfy(c -> {
            assertThat(c.isOnCard()).isFalse();
            assertThat(reason(c)).isEqualTo(RevocationReason.KEY_COMPROMISE);
        });
        assertThat(kinds(happens(who, LifeEventRequest.of(LifeEventType.REPORT_KEY_COMPROMISE))
                        .revoked()))
                .isEqualTo(CARD);
        assertThat(fault(who, LifeEventRequest.of(LifeEventType.REPORT_KEY_COMPROMISE)))
                .isEqualTo(LifeEventFault.NO_LIVE_CERTIFICATE);
    }

    @Test
    void whenRenewedThenEverythingOldIsSupersededAndTheCardHasNewOnes() {
        int who = withSmartphone();
        LifeOutcome.Happened renewed = happens(who, LifeEventRequest.of(LifeEventType.RENEW));
        assertThat(renewed.revoked())
                .hasSize(4)
                .allSatisfy(c -> assertThat(reason(c)).isEqualTo(RevocationReason.SUPERSEDED));
        assertThat(kinds(renewed.issued())).isEqualTo(CARD);
    }

    @Test
    void whenRenewedInTheLastThreeMonthsThenItRunsToTheSixthBirthday() {
        Instant end = resident(1)
                .live(CertificateKind.CARD_SIGNATURE, test.now())
                .orElseThrow()
                .notAfter();
        test.world().clock().set(end.minus(Duration.ofDays(30)), false);
        LifeOutcome.Happened renewed = happens(1, LifeEventRequest.of(LifeEventType.RENEW));
        Duration gained = Duration.between(end, renewed.issued().getFirst().notAfter());
        assertThat(gained.toDays()).isBetween(1800L, 1827L);
    }

    @Test
    void whenRequestedThenOnlyTheNamedCertificateEnds() {
        int who = withSmartphone();
        assertThat(kinds(happens(who, LifeEventRequest.of(LifeEventType.REVOKE_BY_REQUEST))
                        .revoked()))
                .containsExactly(CertificateKind.CARD_SIGNATURE);
        assertThat(kinds(happens(
                                who,
                                new LifeEventRequest(
                                        LifeEventType.REVOKE_BY_REQUEST,
                                        null,
                                        null,
                                        null,
                                        "SMARTPHONE",
                                        "AUTHENTICATION",
                                        false))
                        .revoked()))
                .containsExactly(CertificateKind.SMARTPHONE_AUTHENTICATION);
        assertThat(fault(
                        who,
                        new LifeEventRequest(LifeEventType.REVOKE_BY_REQUEST, null, null, null, "WATCH", null, false)))
                .isEqualTo(LifeEventFault.BAD_CHOICE);
    }

    @Test
    void whenGoingAbroadThenTheAddressSaysSoAndTheAuthenticationCertificateStays() {
        LifeOutcome.Happened gone = happens(4, LifeEventRequest.of(LifeEventType.GO_ABROAD));
        assertThat(gone.resident().person().residence()).isEqualTo(Residence.ABROAD);
        assertThat(gone.resident().person().attributes().address().value()).isEqualTo("国外転出　２０２６年１１月２２日");
        assertThat(kinds(gone.revoked())).doesNotContain(CertificateKind.CARD_AUTHENTICATION);
        assertThat(fault(4, LifeEventRequest.of(LifeEventType.GO_ABROAD))).isEqualTo(LifeEventFault.ALREADY_ABROAD);
        LifeOutcome.Happened back = happens(
                4,
                LifeEventRequest.moveTo(gone.resident().person().municipality().code()));
        assertThat(back.resident().person().residence()).isEqualTo(Residence.RESIDENT);
    }

    @Test
    void whenASmartphoneIsToBeHadWithoutACardThenItIsNot() {
        happens(5, LifeEventRequest.of(LifeEventType.LOSE_CARD));
        assertThat(fault(5, LifeEventRequest.of(LifeEventType.ISSUE_SMARTPHONE_CERTIFICATE)))
                .isEqualTo(LifeEventFault.NO_CARD_CERTIFICATE);
    }

    @Test
    void whenAChildVisitsTheCounterThenThereIsNoSignatureCertificate() {
        happens(37, LifeEventRequest.of(LifeEventType.LOSE_CARD));
        assertThat(kinds(happens(37, LifeEventRequest.of(LifeEventType.VISIT_COUNTER))
                        .issued()))
                .containsExactly(CertificateKind.CARD_AUTHENTICATION);
    }

    @Test
    void whenTheRequestMakesNoSenseThenNothingChanges() {
        Resident before = resident(6);
        assertThat(fault(6, LifeEventRequest.moveTo("00000"))).isEqualTo(LifeEventFault.UNKNOWN_MUNICIPALITY);
        assertThat(fault(6, LifeEventRequest.of(LifeEventType.MOVE_TO))).isEqualTo(LifeEventFault.UNKNOWN_MUNICIPALITY);
        assertThat(fault(
                        6,
                        LifeEventRequest.moveTo(before.person().municipality().code())))
                .isEqualTo(LifeEventFault.SAME_MUNICIPALITY);
        assertThat(fault(6, LifeEventRequest.of(LifeEventType.MARRY))).isEqualTo(LifeEventFault.BAD_TEXT);
        assertThat(fault(6, LifeEventRequest.marry("あ".repeat(300)))).isEqualTo(LifeEventFault.BAD_TEXT);
        assertThat(resident(6)).isEqualTo(before);
    }

    @Test
    void whenReopenedThenEverybodyIsAsTheyWere() {
        long seed = System.nanoTime();
        System.out.println("ResidentRegisterTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<ResidentPin> pins = List.of(ResidentPin.values());
        List<String> codes = test.world().municipalities().all().stream()
                .map(Municipality::code)
                .toList();
        List<LifeEventType> types = List.of(LifeEventType.values());
        for (int i = 0; i < EVENTS; i++) {
            LifeEventType type = types.get(random.nextInt(types.size()));
            register()
                    .live(
                            1 + random.nextInt(50),
                            new LifeEventRequest(
                                    type,
                                    codes.get(random.nextInt(codes.size())),
                                    null,
                                    "新姓",
                                    random.nextBoolean() ? "CARD" : "SMARTPHONE",
                                    random.nextBoolean() ? "SIGNATURE" : "AUTHENTICATION",
                                    random.nextBoolean()),
                            test.now());
            enterPin(1 + random.nextInt(50), pins.get(random.nextInt(pins.size())), random);
            test.pass(Duration.ofHours(random.nextInt(48)));
        }
        List<Resident> before = everybody();
        test.reopen();
        assertThat(everybody()).isEqualTo(before);
    }

    @Test
    void whenManyThingsHappenAtOnceThenNoCertificateIsIssuedTwice() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LifeOutcome>> running = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                int who = 1 + i % 10;
                running.add(threads.submit(
                        () -> register().live(who, LifeEventRequest.of(LifeEventType.RENEW), test.now())));
            }
            for (Future<LifeOutcome> each : running) {
                assertThat(each.get()).isInstanceOf(LifeOutcome.Happened.class);
            }
        }
        List<Long> sequences = everybody().stream()
                .flatMap(r -> r.certificates().stream())
                .map(CertificateRecord::sequence)
                .toList();
        assertThat(sequences).doesNotHaveDuplicates();
        for (int who = 1; who <= 10; who++) {
            assertThat(resident(who).history()).hasSize(30);
            assertThat(resident(who).certificates().stream()
                            .filter(c -> c.kind() == CertificateKind.CARD_SIGNATURE && c.isLive(test.now())))
                    .hasSize(1);
        }
    }

    @Test
    void whenLookedUpByPlaceThenItIsTheCertificateAsItIsNow() {
        LifeOutcome.Happened renewed = happens(7, LifeEventRequest.of(LifeEventType.RENEW));
        for (CertificateRecord each : renewed.resident().certificates()) {
            assertThat(register().bySequence(each.sequence())).contains(each);
        }
        assertThat(register().bySequence(Long.MAX_VALUE / 2)).isEmpty();
        assertThat(register().bySequence(51 * 4L)).isEmpty();
        assertThat(register().bySequence(0)).isEmpty();
        assertThat(register().bySequence(-1)).isEmpty();
    }

    @Test
    void whenAPinIsChangedThenItIsKeptUntilTheCounterSetsItAnew() {
        ResidentPin pin = ResidentPin.CARD_SIGNATURE;
        PinState first = resident(8).pin(pin);
        assertThat(first.triesLeft()).isEqualTo(5);
        register().keepPin(8, pin, PinState.of(CardPin.SIGNATURE, "CHANGED9".getBytes(StandardCharsets.US_ASCII), 2));
        test.reopen();
        assertThat(resident(8).pin(pin).value())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("CHANGED9");
        assertThat(resident(8).triesLeft(pin)).isEqualTo(2);
        assertThat(resident(8).triesLeft(ResidentPin.CARD_AUTHENTICATION)).isEqualTo(3);
        happens(8, LifeEventRequest.of(LifeEventType.VISIT_COUNTER));
        assertThat(resident(8).pin(pin)).isEqualTo(first);
    }

    @Test
    void whenNothingIsNewOfAPinThenNothingIsWritten() throws Exception {
        long before = Files.size(test.folder().resolve("journal"));
        register().keepPin(9, ResidentPin.CARD_SURFACE, resident(9).pin(ResidentPin.CARD_SURFACE));
        assertThat(Files.size(test.folder().resolve("journal"))).isEqualTo(before);
    }

    private void enterPin(int who, ResidentPin pin, RandomGenerator random) {
        byte[] value =
                random.nextBoolean() ? resident(who).pin(pin).value() : "7777777".getBytes(StandardCharsets.US_ASCII);
        if (pin.onCard().fits(value)) {
            register()
                    .keepPin(
                            who,
                            pin,
                            PinState.of(
                                    pin.onCard(),
                                    value,
                                    random.nextInt(1 + pin.onCard().tries())));
        }
    }

    @Test
    void whenNamesAreGivenAwayThenOnlyOnPurpose() {
        Resident resident = resident(1);
        String name = name(1);
        assertThat(resident.toString()).doesNotContain(name);
        assertThat(resident.person().toString()).doesNotContain(name);
        assertThat(resident.certificates().getFirst().toString()).doesNotContain(name);
    }

    private int withSmartphone() {
        happens(9, LifeEventRequest.of(LifeEventType.VISIT_COUNTER));
        happens(9, LifeEventRequest.of(LifeEventType.ISSUE_SMARTPHONE_CERTIFICATE));
        return 9;
    }

    private ResidentRegister register() {
        return test.world().register();
    }

    private Resident resident(int number) {
        return register().find(number).orElseThrow();
    }

    private String name(int number) {
        return resident(number).person().attributes().name().value();
    }

    private List<Resident> everybody() {
        List<Resident> all = new ArrayList<>();
        for (int number = 1; number <= 50; number++) {
            all.add(resident(number));
        }
        return all;
    }

    private LifeOutcome.Happened happens(int number, LifeEventRequest request) {
        LifeOutcome outcome = register().live(number, request, test.now());
        assertThat(outcome).isInstanceOf(LifeOutcome.Happened.class);
        return (LifeOutcome.Happened) outcome;
    }

    private LifeEventFault fault(int number, LifeEventRequest request) {
        LifeOutcome outcome = register().live(number, request, test.now());
        assertThat(outcome).isInstanceOf(LifeOutcome.Refused.class);
        return ((LifeOutcome.Refused) outcome).fault();
    }

    private static RevocationReason reason(CertificateRecord certificate) {
        return java.util.Objects.requireNonNull(certificate.revocation()).reason();
    }

    private static Set<CertificateKind> kinds(List<CertificateRecord> certificates) {
        Set<CertificateKind> kinds = EnumSet.noneOf(CertificateKind.class);
        certificates.forEach(c -> kinds.add(c.kind()));
        return kinds;
    }
}
