package dev.musubi.card.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.card.CardApplicationId;
import dev.musubi.card.CardKey;
import dev.musubi.card.CardPin;
import dev.musubi.card.DigestAlgorithm;
import dev.musubi.card.TokenKind;
import dev.musubi.card.fixture.Terminal;
import dev.musubi.card.fixture.TestCards;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignCommandTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] DOCUMENT = "同意します".getBytes(StandardCharsets.UTF_8);
    private static final String SIGN_ONE_BYTE = "802A0080" + "01AA" + "00";

    private final Terminal terminal = new Terminal(TestCards.card()).select(CardApplicationId.JPKI);

    private static PublicKey key(CardKey key, KeyAlgorithm algorithm) {
        return TestCards.certificate(key, algorithm).keys().getPublic();
    }

    private Terminal ready(CardKey key) {
        String pin = key == CardKey.SIGNATURE ? TestCards.SIGNATURE_PIN : TestCards.AUTHENTICATION_PIN;
        assertThat(terminal.verify(key.pin(), pin)).isEqualTo("9000");
        return terminal.file(key.keyFile());
    }

    private static String command(int p1, byte[] data) {
        return "802A" + Terminal.hex(p1) + "80" + Terminal.hex(data.length) + HEX.formatHex(data) + "00";
    }

    private static byte[] sha256(byte[] data) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(data);
    }

    private static boolean verifies(String algorithm, CardKey key, byte[] signature) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(algorithm);
        if (algorithm.equals("RSASSA-PSS")) {
            verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        verifier.initVerify(key(key, KeyAlgorithm.RSA_2048_SHA_256));
        verifier.update(DOCUMENT);
        return verifier.verify(signature);
    }

    private static byte[] opened(CardKey key, byte[] signature) throws GeneralSecurityException {
        Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        rsa.init(Cipher.DECRYPT_MODE, key(key, KeyAlgorithm.RSA_2048_SHA_256));
        return rsa.doFinal(signature);
    }

    @ParameterizedTest
    @EnumSource(CardKey.class)
    void whenADigestInfoIsGivenThenTheJdkAcceptsTheSignature(CardKey key) throws Exception {
        byte[] info = DigestAlgorithm.SHA_256.digestInfo(sha256(DOCUMENT));

        byte[] signature = ready(key).data(command(0, info));

        assertThat(signature).hasSize(256);
        assertThat(verifies("SHA256withRSA", key, signature)).isTrue();
    }

    @Test
    void whenP1Is1ThenTheCardHashesAndWrapsTheBareDigest() throws Exception {
        byte[] signature = ready(CardKey.SIGNATURE).data(command(1, DOCUMENT));

        assertThat(opened(CardKey.SIGNATURE, signature)).isEqualTo(sha256(DOCUMENT));
    }

    @Test
    void whenP1Is2Or3ThenTheCardMakesTheDigestInfo() throws Exception {
        assertThat(verifies(
                        "SHA256withRSA",
                        CardKey.SIGNATURE,
                        ready(CardKey.SIGNATURE).data(command(2, sha256(DOCUMENT)))))
                .isTrue();
        assertThat(verifies("SHA256withRSA", CardKey.SIGNATURE, terminal.data(command(3, DOCUMENT))))
                .isTrue();
    }

    @Test
    void whenP1Is4Or5ThenTheSignatureIsPss() throws Exception {
        ready(CardKey.SIGNATURE);
        for (int i = 0; i < 8; i++) {
            assertThat(verifies("RSASSA-PSS", CardKey.SIGNATURE, terminal.data(command(4, sha256(DOCUMENT)))))
                    .isTrue();
            assertThat(verifies("RSASSA-PSS", CardKey.SIGNATURE, terminal.data(command(5, DOCUMENT))))
                    .isTrue();
        }
    }

    @Test
    void whenTheInputFillsTheBlockThenItIsSignedAndOneByteMoreIsNot() throws Exception {
        byte[] longest = new byte[245];
        new Random(3).nextBytes(longest);

        assertThat(opened(CardKey.SIGNATURE, ready(CardKey.SIGNATURE).data(command(0, longest))))
                .isEqualTo(longest);
        assertThat(terminal.status(command(0, new byte[246]))).isEqualTo("6700");
        assertThat(opened(CardKey.SIGNATURE, terminal.data(command(0, new byte[] {7}))))
                .containsExactly(7);
    }

    @Test
    void whenTheCommandIsExtendedThenItIsSignedTheSame() throws Exception {
        byte[] info = DigestAlgorithm.SHA_256.digestInfo(sha256(DOCUMENT));
        ready(CardKey.SIGNATURE);

        byte[] extended = terminal.data("802A0080" + "000033" + HEX.formatHex(info) + "0000");
        byte[] withoutLe = terminal.data("802A0080" + "33" + HEX.formatHex(info));

        assertThat(extended).isEqualTo(terminal.data(command(0, info))).isEqualTo(withoutLe);
    }

    @Test
    void whenTheCardHashesThenALongDocumentFitsAnExtendedCommand() throws Exception {
        byte[] document = new byte[5000];
        ready(CardKey.SIGNATURE);

        byte[] signature = terminal.data("802A0380" + "001388" + HEX.formatHex(document) + "0000");

        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(key(CardKey.SIGNATURE, KeyAlgorithm.RSA_2048_SHA_256));
        verifier.update(document);
        assertThat(verifier.verify(signature)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"2, 31", "2, 33", "4, 20", "4, 48"})
    void whenADigestHasAnotherLengthThenTheLengthIsWrong(int p1, int length) {
        assertThat(ready(CardKey.SIGNATURE).status(command(p1, new byte[length])))
                .isEqualTo("6700");
    }

    @ParameterizedTest
    @ValueSource(strings = {"802A068001AA00", "802AFF8001AA00", "802A000001AA00", "802A001A01AA00", "802A00A001AA00"})
    void whenParametersAreWrongThenItSaysSo(String command) {
        assertThat(ready(CardKey.SIGNATURE).status(command)).isEqualTo("6A86");
    }

    @Test
    void whenThereIsNothingToSignOrNoRoomForItThenTheLengthIsWrong() {
        assertThat(ready(CardKey.SIGNATURE).status("802A0080")).isEqualTo("6700");
        assertThat(terminal.status("802A008000")).isEqualTo("6700");
        assertThat(terminal.status("802A008001AAFF")).isEqualTo("6700");
    }

    @ParameterizedTest
    @EnumSource(CardKey.class)
    void whenThePinWasNotGivenThenNothingIsSigned(CardKey key) {
        for (int p1 = 0; p1 <= 5; p1++) {
            assertThat(terminal.file(key.keyFile()).send(command(p1, new byte[32])))
                    .isEqualTo("6982");
        }
        assertThat(terminal.send("802A00" + Terminal.hex(0x80 | key.keyFile()) + "01AA00"))
                .isEqualTo("6982");
    }

    @Test
    void whenTheOtherPinWasGivenThenNothingIsSigned() {
        ready(CardKey.AUTHENTICATION);
        assertThat(terminal.file(CardKey.SIGNATURE.keyFile()).send(SIGN_ONE_BYTE))
                .isEqualTo("6982");

        terminal.select(CardApplicationId.JPKI);
        ready(CardKey.SIGNATURE);
        assertThat(terminal.file(CardKey.AUTHENTICATION.keyFile()).send(SIGN_ONE_BYTE))
                .isEqualTo("6982");
    }

    @Test
    void whenTheKeyIsNamedByItsShortIdentifierThenItSigns() throws Exception {
        byte[] info = DigestAlgorithm.SHA_256.digestInfo(sha256(DOCUMENT));
        terminal.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN);
        terminal.verify(CardPin.AUTHENTICATION, TestCards.AUTHENTICATION_PIN);

        byte[] signed = terminal.data("802A009A33" + HEX.formatHex(info) + "00");
        byte[] authenticated = terminal.data("802A009733" + HEX.formatHex(info) + "00");

        assertThat(verifies("SHA256withRSA", CardKey.SIGNATURE, signed)).isTrue();
        assertThat(verifies("SHA256withRSA", CardKey.AUTHENTICATION, authenticated))
                .isTrue();
    }

    @Test
    void whenTheFileIsNoKeyThenItIsTheWrongKind() {
        ready(CardKey.SIGNATURE);

        assertThat(terminal.file(0x000A).status(SIGN_ONE_BYTE)).isEqualTo("6981");
        assertThat(terminal.file(0x001B).status(SIGN_ONE_BYTE)).isEqualTo("6981");
    }

    @Test
    void whenTheKeyIsEcdsaThenADigestIsSignedAsTwoNumbers() throws Exception {
        Terminal next = new Terminal(TestCards.nextCard()).select(CardApplicationId.JPKI);
        byte[] digest = MessageDigest.getInstance("SHA-384").digest(DOCUMENT);
        assertThat(next.file(0x001A).status(command(0, digest))).isEqualTo("6982");
        next.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN);
        next.file(0x001A);

        for (byte[] signature : new byte[][] {next.data(command(0, digest)), next.data(command(3, DOCUMENT))}) {
            assertThat(signature).hasSize(96);
            Signature verifier = Signature.getInstance("SHA384withECDSAinP1363Format");
            verifier.initVerify(key(CardKey.SIGNATURE, KeyAlgorithm.ECDSA_P384_SHA_384));
            verifier.update(DOCUMENT);
            assertThat(verifier.verify(signature)).isTrue();
        }
        assertThat(next.status(command(0, new byte[32]))).isEqualTo("6700");
        assertThat(next.status(command(1, DOCUMENT))).isEqualTo("6A86");
        assertThat(next.status(command(4, digest))).isEqualTo("6A86");
    }

    @Test
    void whenTheKeyCannotBeUsedThenTheCardSaysSo() {
        CardContent content = TestCards.content(KeyAlgorithm.RSA_2048_SHA_256);
        CardSigner broken = new CardSigner() {
            @Override
            public KeyAlgorithm algorithm() {
                return KeyAlgorithm.RSA_2048_SHA_256;
            }

            @Override
            public byte[] sign(byte[] block) throws GeneralSecurityException {
                throw new GeneralSecurityException("the token is gone");
            }
        };
        byte[] der = TestCards.certificate(CardKey.SIGNATURE, KeyAlgorithm.RSA_2048_SHA_256)
                .der();
        Terminal card = new Terminal(new VirtualCard(
                        new CardContent(
                                TokenKind.CARD,
                                content.authentication(),
                                new KeyOnCard(broken, der, der),
                                content.cardSurface()),
                        TestCards.memory()))
                .select(CardApplicationId.JPKI);
        card.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN);

        assertThat(card.file(0x001A).send(SIGN_ONE_BYTE)).isEqualTo("6F00");
    }
}
