package dev.musubi.card.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.card.CardKey;
import dev.musubi.card.CardPin;
import dev.musubi.card.DigestAlgorithm;
import dev.musubi.card.TokenKind;
import dev.musubi.card.apdu.ApduChannel;
import dev.musubi.card.fixture.RecordingChannel;
import dev.musubi.card.fixture.TestCards;
import dev.musubi.card.virtual.CardMemory;
import dev.musubi.card.virtual.VirtualCard;
import dev.musubi.card.virtual.VirtualReader;
import dev.musubi.jpki.certificate.CertificateReader;
import dev.musubi.jpki.certificate.CertificateReading;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestResidents;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpkiCardTest {

    private static final Instant AT = TestCertificateBuilder.AT;
    private static final byte[] DOCUMENT = "申し込みます".getBytes(StandardCharsets.UTF_8);
    private static final CardDigest DIGEST = CardDigest.ofDocument(DigestAlgorithm.SHA_256, DOCUMENT);

    private final CardMemory memory = TestCards.memory();
    private final VirtualReader reader = VirtualReader.with(TestCards.card(memory));
    private final RecordingChannel channel = connect(reader);
    private final JpkiCard card = done(JpkiCard.open(channel));
    private final List<Integer> told = new ArrayList<>();

    private static RecordingChannel connect(VirtualReader reader) {
        try {
            return new RecordingChannel(reader.connect());
        } catch (dev.musubi.card.apdu.ChannelException e) {
            throw new AssertionError(e);
        }
    }

    private static JpkiCard open(VirtualCard virtual) {
        return done(JpkiCard.open(connect(VirtualReader.with(virtual))));
    }

    private static <T> T done(CardResult<T> result) {
        if (result instanceof CardResult.Failed<T> failed) {
            throw new AssertionError(failed.problem().code());
        }
        return ((CardResult.Done<T>) result).value();
    }

    private static CardProblem failed(CardResult<?> result) {
        if (result instanceof CardResult.Failed<?> failed) {
            return failed.problem();
        }
        throw new AssertionError("it was done");
    }

    private PinPrompt answer(String pin) {
        return (key, left) -> {
            told.add(left);
            return Optional.of(Pin.of(pin.toCharArray()));
        };
    }

    private static PinPrompt never() {
        return (key, left) -> {
            throw new AssertionError("nobody may be asked");
        };
    }

    private static String pinOf(CardKey key) {
        return key == CardKey.SIGNATURE ? TestCards.SIGNATURE_PIN : TestCards.AUTHENTICATION_PIN;
    }

    @ParameterizedTest
    @EnumSource(CardKey.class)
    void whenADigestIsSignedThenTheJdkAcceptsItWithTheCertificate(CardKey key) throws Exception {
        CardSignature signature = done(card.sign(key, answer(pinOf(key)), AT, DIGEST));

        assertThat(verifies("SHA256withRSA", signature)).isTrue();
        assertThat(signature.algorithm()).isEqualTo(KeyAlgorithm.RSA_2048_SHA_256);
        assertThat(signature.certificate().der())
                .isEqualTo(TestCards.certificate(key, KeyAlgorithm.RSA_2048_SHA_256)
                        .der());
        assertThat(told).containsExactly(key.pin().tries());
        assertThat(channel.sent("0020").stream().filter(c -> c.length() > 8)).hasSize(1);
    }

    private static boolean verifies(String algorithm, CardSignature signature) throws Exception {
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(signature.certificate().x509());
        verifier.update(DOCUMENT);
        return verifier.verify(signature.value());
    }

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void whenAnyDigestIsGivenThenRsaSignsIt(DigestAlgorithm algorithm) throws Exception {
        CardSignature signature = done(card.sign(
                CardKey.SIGNATURE, answer(TestCards.SIGNATURE_PIN), AT, CardDigest.ofDocument(algorithm, DOCUMENT)));

        assertThat(verifies(algorithm.name().replace("_", "") + "withRSA", signature))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(CardKey.class)
    void whenBytesAreToBeSignedAsGivenThenJustTheyAre(CardKey key) throws Exception {
        byte[] bare = DIGEST.value();
        CardSignature signature = done(card.signAsGiven(key, answer(pinOf(key)), AT, bare));

        Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        rsa.init(Cipher.DECRYPT_MODE, signature.certificate().x509().getPublicKey());
        assertThat(rsa.doFinal(signature.value())).isEqualTo(bare);
        assertThat(verifies("SHA256withRSA", signature)).isFalse();
        CardSignature whole =
                done(card.signAsGiven(key, answer(pinOf(key)), AT, DigestAlgorithm.SHA_256.digestInfo(bare)));
        assertThat(verifies("SHA256withRSA", whole)).isTrue();
        assertNoRights();
        for (int length : new int[] {0, 246}) {
            assertThatThrownBy(() -> card.signAsGiven(key, never(), AT, new byte[length]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whenTheCardIsOfTheNextKindThenItSignsByEcdsa() throws Exception {
        JpkiCard next = open(TestCards.nextCard());

        CardSignature signature = done(next.sign(
                CardKey.SIGNATURE,
                answer(TestCards.SIGNATURE_PIN),
                AT,
                CardDigest.ofDocument(DigestAlgorithm.SHA_384, DOCUMENT)));

        assertThat(verifies("SHA384withECDSAinP1363Format", signature)).isTrue();
        assertThatThrownBy(() -> next.sign(CardKey.SIGNATURE, answer(TestCards.SIGNATURE_PIN), AT, DIGEST))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> next.signAsGiven(CardKey.SIGNATURE, answer(TestCards.SIGNATURE_PIN), AT, DIGEST.value()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(next.signatureCertificate(answer("WRONG1"))).isInstanceOf(CardResult.Failed.class);
    }

    @Test
    void whenTheDocumentNamesTheCertificateThenItIsKnownBeforeTheDigestAndThePinIsAskedOnce() throws Exception {
        CardSignature signature = done(card.sign(CardKey.SIGNATURE, answer("abc123"), AT, certificate -> {
            assertThat(certificate.key()).isEqualTo(CardKey.SIGNATURE);
            return CardDigest.ofDocument(DigestAlgorithm.SHA_256, certificate.der());
        }));

        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(signature.certificate().x509());
        verifier.update(signature.certificate().der());
        assertThat(verifier.verify(signature.value())).isTrue();
        assertThat(told).containsExactly(5);
    }

    @Test
    void whenACertificateIsReadThenTheLibraryReadsItsAttributes() {
        CardCertificate certificate = done(card.signatureCertificate(answer(TestCards.SIGNATURE_PIN)));

        CertificateReading reading = new CertificateReader(JpkiProfile.sandbox()).read(certificate.der());

        assertThat(reading)
                .isInstanceOfSatisfying(
                        CertificateReading.Read.class,
                        read -> assertThat(read.certificate().attributes()).contains(TestResidents.hanako()));
    }

    @Test
    void whenNoPinIsNeededThenNobodyIsAsked() throws Exception {
        assertThat(done(card.authenticationCertificate()).der())
                .isEqualTo(TestCards.certificate(CardKey.AUTHENTICATION, KeyAlgorithm.RSA_2048_SHA_256)
                        .der());
        for (CardKey key : CardKey.values()) {
            assertThat(done(card.authorityCertificate(key)).x509())
                    .isEqualTo(TestCards.authority(key, KeyAlgorithm.RSA_2048_SHA_256)
                            .certificate());
            assertThat(done(card.triesLeft(key))).isEqualTo(key.pin().tries());
        }
        assertThat(done(card.token())).contains(TokenKind.CARD);
    }

    @ParameterizedTest
    @EnumSource(TokenKind.class)
    void whenItIsAPhoneThenTheTokenTells(TokenKind kind) {
        assertThat(done(open(TestCards.phone(kind)).token())).contains(kind);
    }

    @Test
    void whenThePinIsWrongThenItIsSentOnceAndTheTriesLeftAreTold() {
        CardProblem problem = failed(card.sign(CardKey.SIGNATURE, answer("WRONG1"), AT, DIGEST));

        assertThat(problem).isEqualTo(new CardProblem.PinWrong(CardKey.SIGNATURE, 4));
        assertThat(problem.code()).isEqualTo("pin_wrong");
        assertThat(problem.sentence()).contains("4");
        assertThat(problem.sentenceJa()).contains("あと4回");
        assertThat(memory.read(CardPin.SIGNATURE).triesLeft()).isEqualTo(4);
        assertThat(failed(card.sign(CardKey.SIGNATURE, answer("WRONG1"), AT, DIGEST)))
                .isEqualTo(new CardProblem.PinWrong(CardKey.SIGNATURE, 3));
        assertThat(told).containsExactly(5, 4);
        assertThat(channel.sent("802A")).isEmpty();
    }

    @Test
    void whenTheLastTryIsWrongThenItSaysWhereToGoAndAsksNoMore() {
        for (int left = 2; left >= 1; left--) {
            assertThat(failed(card.sign(CardKey.AUTHENTICATION, answer("0000"), AT, DIGEST)))
                    .isEqualTo(new CardProblem.PinWrong(CardKey.AUTHENTICATION, left));
        }

        CardProblem problem = failed(card.sign(CardKey.AUTHENTICATION, answer("0000"), AT, DIGEST));
        CardProblem again = failed(card.sign(CardKey.AUTHENTICATION, never(), AT, DIGEST));

        assertThat(problem)
                .isEqualTo(new CardProblem.PinLocked(CardKey.AUTHENTICATION))
                .isEqualTo(again);
        assertThat(problem.code()).isEqualTo("pin_locked");
        assertThat(problem.sentenceJa()).contains("市区町村の窓口");
        assertThat(done(card.triesLeft(CardKey.AUTHENTICATION))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345", "ABC12", "ABCDEFGHIJKLMNOPQ", "ABC 123", "ＡＢＣ１２３", "あいうえおか"})
    void whenWhatIsEnteredCannotBeThePinThenTheCardIsNotAsked(String entered) {
        assertThat(failed(card.sign(CardKey.SIGNATURE, answer(entered), AT, DIGEST)))
                .isEqualTo(new CardProblem.PinMalformed(CardKey.SIGNATURE));
        assertThat(memory.read(CardPin.SIGNATURE).triesLeft()).isEqualTo(5);
    }

    @Test
    void whenThePersonGivesUpThenNothingIsSent() {
        assertThat(failed(card.sign(CardKey.SIGNATURE, (key, left) -> Optional.empty(), AT, DIGEST)))
                .isEqualTo(new CardProblem.Cancelled());
        assertThat(memory.read(CardPin.SIGNATURE).triesLeft()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(CardKey.class)
    void whenTheCertificateIsNotInForceThenNothingIsSigned(CardKey key) {
        Instant from = Instant.parse("2025-10-27T03:04:05Z");
        Instant to = Instant.parse("2026-02-17T14:59:59Z");
        for (Instant at : List.of(from.minusSeconds(1), to.plusSeconds(1))) {
            RecordingChannel recorded = connect(VirtualReader.with(TestCards.cardValid(from, to)));
            JpkiCard late = done(JpkiCard.open(recorded));

            CardProblem problem = failed(late.sign(key, answer(pinOf(key)), at, DIGEST));

            assertThat(problem.code())
                    .isEqualTo(at.isBefore(from) ? "certificate_not_yet_valid" : "certificate_expired");
            assertThat(recorded.sent("802A")).isEmpty();
        }
        JpkiCard good = open(TestCards.cardValid(from, to));
        done(good.sign(key, answer(pinOf(key)), from, DIGEST));
        done(good.sign(key, answer(pinOf(key)), to.plusMillis(999), DIGEST));
    }

    @Test
    void whenTheSignInCertificateHasExpiredThenNoPinIsAskedFor() {
        JpkiCard late =
                open(TestCards.cardValid(Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2026-01-01T14:59:59Z")));

        assertThat(failed(late.sign(CardKey.AUTHENTICATION, never(), AT, DIGEST))
                        .code())
                .isEqualTo("certificate_expired");
    }

    @Test
    void whenWorkIsDoneThenTheRightsAreGone() throws Exception {
        done(card.sign(CardKey.SIGNATURE, answer(TestCards.SIGNATURE_PIN), AT, DIGEST));
        assertNoRights();

        done(card.signatureCertificate(answer(TestCards.SIGNATURE_PIN)));
        assertNoRights();

        assertThatThrownBy(() -> card.sign(CardKey.SIGNATURE, answer(TestCards.SIGNATURE_PIN), AT, certificate -> {
                    throw new IllegalStateException("the caller's own fault");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertNoRights();
    }

    private void assertNoRights() throws Exception {
        ApduChannel other = channel.inner();
        assertThat(RecordingChannel.status(other, "00A4020C020001")).isEqualTo("9000");
        assertThat(RecordingChannel.status(other, "00B0000004")).isEqualTo("6982");
    }

    @Test
    void whenThePinIsChangedThenTheNewOneSigns() {
        assertThat(done(card.changePin(
                        CardKey.SIGNATURE, answer(TestCards.SIGNATURE_PIN), Pin.of("new4567".toCharArray()))))
                .isTrue();

        assertThat(failed(card.sign(CardKey.SIGNATURE, answer(TestCards.SIGNATURE_PIN), AT, DIGEST)))
                .isEqualTo(new CardProblem.PinWrong(CardKey.SIGNATURE, 4));
        done(card.sign(CardKey.SIGNATURE, answer("NEW4567"), AT, DIGEST));
    }

    @Test
    void whenTheNewPinHasNotItsFormThenTheOldOneIsNotAskedFor() {
        assertThat(failed(card.changePin(CardKey.AUTHENTICATION, never(), Pin.of("12345".toCharArray()))))
                .isEqualTo(new CardProblem.PinMalformed(CardKey.AUTHENTICATION));
    }

    @Test
    void whenTheCardIsTakenAwayThenItSaysSoAtEveryStep() {
        int steps = 0;
        while (true) {
            VirtualReader other = VirtualReader.with(TestCards.card());
            RecordingChannel taken = connect(other).before(steps, other::remove);
            CardResult<JpkiCard> opened = JpkiCard.open(taken);
            CardResult<?> result = opened instanceof CardResult.Done<JpkiCard> done
                    ? done.value().sign(CardKey.SIGNATURE, answer(TestCards.SIGNATURE_PIN), AT, DIGEST)
                    : opened;
            if (result instanceof CardResult.Done) {
                break;
            }
            assertThat(failed(result)).as("step %d", steps).isEqualTo(new CardProblem.CardRemoved());
            steps++;
        }
        assertThat(steps).isGreaterThan(10);
    }

    @Test
    void whenThereIsNoSignatureCertificateThenItIsTheWrongCard() {
        JpkiCard child = open(TestCards.childsCard());

        assertThat(failed(child.sign(CardKey.SIGNATURE, answer(TestCards.SIGNATURE_PIN), AT, DIGEST)))
                .isEqualTo(new CardProblem.WrongCard());
    }

    @Test
    void whenTheClientWorksThenItNeverLeavesTheJpkiApplication() {
        done(card.token());
        done(card.sign(CardKey.SIGNATURE, answer(TestCards.SIGNATURE_PIN), AT, DIGEST));
        done(card.changePin(CardKey.SIGNATURE, answer(TestCards.SIGNATURE_PIN), Pin.of("ABC123".toCharArray())));

        assertThat(channel.sent("00A404"))
                .isNotEmpty()
                .allMatch(c -> c.endsWith("D392F000260100000001") || c.endsWith("A0000001510000"));
    }

    @Test
    void whenTheCardAnswersWithAWrongSignatureThenItIsNotPassedOn() {
        for (String wrong : List.of("9000", "00".repeat(256) + "9000", "FF".repeat(256) + "9000", "AA9000")) {
            RecordingChannel lying =
                    connect(VirtualReader.with(TestCards.card())).answering("802A", wrong);
            JpkiCard liar = done(JpkiCard.open(lying));

            assertThat(failed(liar.sign(CardKey.SIGNATURE, answer(TestCards.SIGNATURE_PIN), AT, DIGEST))
                            .code())
                    .isEqualTo("card_fault");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9000", "308200109000", "3082FFFF9000", "300200009000", "6A86", "6B00", "00000000009000"})
    void whenTheCertificateIsNoneThenTheCardIsAtFault(String head) {
        channel.answering("00B0", head);

        assertThat(failed(card.authenticationCertificate()).code()).isEqualTo("card_fault");
    }

    @ParameterizedTest
    @ValueSource(strings = {"6F00", "6A86", "9000", "63000000"})
    void whenTheCardAnswersVerifyStrangelyThenItIsAtFaultAndNoTryIsSpent(String answer) {
        RecordingChannel lying = connect(VirtualReader.with(TestCards.card())).answering("0020", answer);

        assertThat(failed(done(JpkiCard.open(lying)).sign(CardKey.SIGNATURE, never(), AT, DIGEST))
                        .code())
                .isEqualTo("card_fault");
    }

    @Test
    void whenSomethingIsPrintedThenNobodyIsNamedAndNoSecretShown() {
        CardSignature signature = done(card.sign(CardKey.SIGNATURE, answer(TestCards.SIGNATURE_PIN), AT, DIGEST));

        assertThat(signature).hasToString("CardSignature[RSA_2048_SHA_256]");
        assertThat(signature.certificate()).hasToString("CardCertificate[SIGNATURE]");
        assertThat(Pin.of("ABC123".toCharArray())).hasToString("Pin[redacted]");
        assertThat(HexFormat.of().formatHex(Pin.of("abc123".toCharArray()).bytes()))
                .isEqualTo("414243313233");
    }
}
