package dev.musubi.sandbox.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.card.CardKey;
import dev.musubi.card.DigestAlgorithm;
import dev.musubi.card.TokenKind;
import dev.musubi.card.client.CardCertificate;
import dev.musubi.card.client.CardDigest;
import dev.musubi.card.client.CardProblem;
import dev.musubi.card.client.CardResult;
import dev.musubi.card.client.CardSignature;
import dev.musubi.card.client.JpkiCard;
import dev.musubi.card.client.Pin;
import dev.musubi.card.client.PinPrompt;
import dev.musubi.card.virtual.EmulatedCard;
import dev.musubi.card.virtual.VirtualReader;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.sandbox.fixture.TestWorld;
import dev.musubi.sandbox.phone.Forgery;
import dev.musubi.sandbox.phone.Phones;
import dev.musubi.sandbox.register.LifeEventRequest;
import dev.musubi.sandbox.register.LifeEventType;
import dev.musubi.sandbox.register.Resident;
import dev.musubi.sandbox.register.ResidentPin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResidentCardsTest {

    private static final int SOMEBODY = 2;
    private static final int CHILD = 37;
    private static final String PIN = ResidentPin.FIRST_SIGNATURE_PIN;
    private static final CardDigest DIGEST = CardDigest.ofDocument(DigestAlgorithm.SHA_256, new byte[] {1});

    @TempDir
    Path folder;

    private TestWorld test;

    @BeforeEach
    void begin() {
        test = TestWorld.in(folder);
    }

    @AfterEach
    void end() {
        test.close();
    }

    private EmulatedCard card(int resident, Device device) {
        return test.world().cards().card(resident, device);
    }

    private JpkiCard open(EmulatedCard card) throws Exception {
        return done(JpkiCard.open(VirtualReader.with(card).connect()));
    }

    private static <T> T done(CardResult<T> result) {
        assertThat(result).isInstanceOf(CardResult.Done.class);
        return ((CardResult.Done<T>) result).value();
    }

    private static CardProblem problem(CardResult<?> result) {
        assertThat(result).isInstanceOf(CardResult.Failed.class);
        return ((CardResult.Failed<?>) result).problem();
    }

    private static PinPrompt entering(String pin) {
        return (key, left) -> Optional.of(Pin.of(pin.toCharArray()));
    }

    private CardResult<CardSignature> sign(EmulatedCard card, String pin) throws Exception {
        try (JpkiCard open = open(card)) {
            return open.sign(CardKey.SIGNATURE, entering(pin), test.now(), DIGEST);
        }
    }

    private int triesLeft(int resident, ResidentPin pin) {
        return test.world().register().find(resident).orElseThrow().triesLeft(pin);
    }

    private void happens(int resident, LifeEventType type) {
        test.world().register().live(resident, LifeEventRequest.of(type), test.now());
    }

    private static String hex(EmulatedCard card, String command) {
        return HexFormat.of()
                .withUpperCase()
                .formatHex(card.transmit(HexFormat.of().parseHex(command)));
    }

    @Test
    void whenACardIsMadeThenNoKeyIsAndNothingIsWritten() throws Exception {
        long before = Files.size(folder.resolve("journal"));
        EmulatedCard card = card(SOMEBODY, Device.CARD);
        assertThat(hex(card, "00A4040C0AD392F000260100000001")).isEqualTo("9000");
        assertThat(hex(card, "00A4020C020001")).isEqualTo("9000");
        assertThat(hex(card, "00B0000004")).isEqualTo("6982");
        assertThat(Files.size(folder.resolve("journal"))).isEqualTo(before);
    }

    @Test
    void whenOnlyTheSignatureKeyIsUsedThenOnlyThatOneIsMade() throws Exception {
        done(sign(card(SOMEBODY, Device.CARD), PIN));
        assertThat(Files.readAllLines(folder.resolve("journal"), StandardCharsets.UTF_8))
                .filteredOn(line -> line.contains("\"entry\":\"certificate\""))
                .hasSize(1);
    }

    @Test
    void whenTwoHoldOneCardThenTheyShareItsCountersAndNotItsRights() {
        EmulatedCard inReader = card(SOMEBODY, Device.CARD);
        EmulatedCard atPhone = card(SOMEBODY, Device.CARD);
        for (EmulatedCard each : List.of(inReader, atPhone)) {
            hex(each, "00A4040C0AD392F000260100000001");
            hex(each, "00A4020C02001B");
        }
        assertThat(hex(inReader, "0020008006585858585858")).isEqualTo("63C4");
        assertThat(hex(atPhone, "00200080")).isEqualTo("63C4");
        String right = HexFormat.of().formatHex(PIN.getBytes(StandardCharsets.US_ASCII));
        assertThat(hex(atPhone, "0020008007" + right)).isEqualTo("9000");
        assertThat(hex(inReader, "00200080")).isEqualTo("63C5");
        hex(inReader, "00A4020C02001A");
        assertThat(hex(inReader, "802A0080014200")).isEqualTo("6982");
    }

    @Test
    void whenThePinIsChangedAndTheSandboxStartsAnewThenTheNewOneOpensTheCard() throws Exception {
        try (JpkiCard open = open(card(SOMEBODY, Device.CARD));
                Pin next = Pin.of("NEWPIN7".toCharArray())) {
            done(open.changePin(CardKey.SIGNATURE, entering(PIN), next));
        }
        test.reopen();
        assertThat(problem(sign(card(SOMEBODY, Device.CARD), PIN)))
                .isEqualTo(new CardProblem.PinWrong(CardKey.SIGNATURE, 4));
        done(sign(card(SOMEBODY, Device.CARD), "NEWPIN7"));
        assertThat(phone("NEWPIN7")).isInstanceOf(Phones.Outcome.Signed.class);
        happens(SOMEBODY, LifeEventType.VISIT_COUNTER);
        done(sign(card(SOMEBODY, Device.CARD), PIN));
    }

    @Test
    void whenARightPinChangesNothingThenNothingIsWritten() throws Exception {
        done(sign(card(SOMEBODY, Device.CARD), PIN));
        long before = Files.size(folder.resolve("journal"));
        done(sign(card(SOMEBODY, Device.CARD), PIN));
        assertThat(Files.size(folder.resolve("journal"))).isEqualTo(before);
        assertThat(problem(sign(card(SOMEBODY, Device.CARD), "WRONG1")))
                .isEqualTo(new CardProblem.PinWrong(CardKey.SIGNATURE, 4));
        assertThat(Files.size(folder.resolve("journal"))).isGreaterThan(before);
    }

    @Test
    void whenTheJournalCannotBeWrittenThenTheCardSaysThatItsMemoryFailedAndGivesNoRight() {
        EmulatedCard card = card(SOMEBODY, Device.CARD);
        hex(card, "00A4040C0AD392F000260100000001");
        hex(card, "00A4020C020018");
        assertThat(hex(card, "002000800430303030")).isEqualTo("63C2");
        test.world().close();
        assertThat(hex(card, "002000800430303030")).isEqualTo("6581");
        hex(card, "00A4040C0AD392F000260100000001");
        hex(card, "00A4020C020018");
        assertThat(hex(card, "002000800431323334")).isEqualTo("6581");
        hex(card, "00A4040C0AD392F000260100000001");
        hex(card, "00A4020C020017");
        assertThat(hex(card, "802A0080014200")).isEqualTo("6982");
        test.reopen();
        assertThat(triesLeft(SOMEBODY, ResidentPin.CARD_AUTHENTICATION)).isEqualTo(2);
    }

    @Test
    void whenWrongPinsAreEnteredAtOnceThenNotOneTryIsWon() throws Exception {
        List<Future<CardResult<CardSignature>>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                all.add(threads.submit(() -> sign(card(SOMEBODY, Device.CARD), "WRONG1")));
            }
        }
        long wrong = 0;
        for (Future<CardResult<CardSignature>> each : all) {
            wrong += problem(each.resultNow()) instanceof CardProblem.PinWrong ? 1 : 0;
        }
        assertThat(wrong).isEqualTo(4);
        assertThat(triesLeft(SOMEBODY, ResidentPin.CARD_SIGNATURE)).isZero();
        assertThat(problem(sign(card(SOMEBODY, Device.CARD), PIN)))
                .isEqualTo(new CardProblem.PinLocked(CardKey.SIGNATURE));
    }

    @Test
    void whenTheHolderMovesThenTheCardKeepsItsCertificateUntilTheCounterPutsANewOneOn() throws Exception {
        EmulatedCard card = card(SOMEBODY, Device.CARD);
        byte[] old = done(sign(card, PIN)).certificate().der();
        happens(SOMEBODY, LifeEventType.MOVE_WITHIN);
        assertThat(done(sign(card, PIN)).certificate().der()).isEqualTo(old);
        assertThat(phone(PIN)).isEqualTo(new Phones.Outcome.NoCertificate(Device.CARD));
        happens(SOMEBODY, LifeEventType.VISIT_COUNTER);
        assertThat(done(sign(card, PIN)).certificate().der()).isNotEqualTo(old);
        assertThat(phone(PIN)).isInstanceOf(Phones.Outcome.Signed.class);
    }

    @Test
    void whenTheCardBelongsToAChildThenItHasNoSignatureKey() throws Exception {
        assertThat(problem(sign(card(CHILD, Device.CARD), PIN))).isEqualTo(new CardProblem.WrongCard());
        try (JpkiCard open = open(card(CHILD, Device.CARD))) {
            done(open.authenticationCertificate());
        }
    }

    @Test
    void whenASmartphoneIsAskedThenItSaysWhichKindItIs() throws Exception {
        for (int resident = 1; resident <= 20; resident++) {
            Resident found = test.world().register().find(resident).orElseThrow();
            try (JpkiCard open = open(card(resident, Device.SMARTPHONE))) {
                assertThat(done(open.token())).hasValue(resident % 2 == 0 ? TokenKind.ANDROID : TokenKind.IPHONE);
                CardResult<CardCertificate> certificate = open.authenticationCertificate();
                if (found.live(CertificateKind.SMARTPHONE_AUTHENTICATION, test.now())
                        .isPresent()) {
                    done(certificate);
                } else {
                    assertThat(problem(certificate)).isEqualTo(new CardProblem.WrongCard());
                }
            }
            assertThat(hex(card(resident, Device.SMARTPHONE), "00A4040C0AD3921000310001010408"))
                    .isEqualTo("6A82");
        }
    }

    @Test
    void whenTheCardSurfaceIsReadThenItShowsTheRegisterEntryAndNoNumber() {
        EmulatedCard card = card(SOMEBODY, Device.CARD);
        hex(card, "00A4040C0AD3921000310001010408");
        hex(card, "00A4020C020011");
        assertThat(hex(card, "002000800431323334")).isEqualTo("9000");
        assertThat(hex(card, "00B0810000")).isEqualTo("6982");
        String name = test.world()
                .register()
                .find(SOMEBODY)
                .orElseThrow()
                .person()
                .attributes()
                .name()
                .value();
        hex(card, "00A4020C020002");
        assertThat(new String(card.transmit(HexFormat.of().parseHex("00B00000000000")), StandardCharsets.UTF_8))
                .contains(name);
        assertThat(hex(card, "00A4020C020011") + hex(card, "002000800430303030"))
                .isEqualTo("900063C2");
        assertThat(triesLeft(SOMEBODY, ResidentPin.CARD_SURFACE)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Forgery.class)
    void whenAPhoneForgesThenTheCardAsksForThePinAllTheSame(Forgery forgery) {
        assertThat(phone("WRONG1", forgery)).isEqualTo(new Phones.Outcome.PinWrong(4));
        assertThat(phone(PIN, forgery)).isInstanceOf(Phones.Outcome.Signed.class);
        assertThat(triesLeft(SOMEBODY, ResidentPin.CARD_SIGNATURE)).isEqualTo(5);
    }

    @Test
    void whenAPinCannotBeOneThenNoTryIsSpent() {
        assertThat(phone("x")).isEqualTo(new Phones.Outcome.PinMalformed(5));
        assertThat(triesLeft(SOMEBODY, ResidentPin.CARD_SIGNATURE)).isEqualTo(5);
    }

    private Phones.Outcome phone(String pin) {
        return phone(pin, Forgery.NONE);
    }

    private Phones.Outcome phone(String pin, Forgery forgery) {
        return test.world()
                .phones()
                .sign(
                        SOMEBODY,
                        new Phones.Order(
                                Device.CARD, KeyUse.SIGNATURE, Phones.Format.JWS, pin, "x", null, null, forgery),
                        test.now());
    }
}
