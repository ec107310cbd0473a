package dev.musubi.card.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.card.CardKey;
import dev.musubi.card.fixture.TestCards;
import dev.musubi.card.virtual.VirtualCard;
import dev.musubi.card.virtual.VirtualReader;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.trust.TrustedAuthorities;
import dev.musubi.jpki.verification.SignatureVerifier;
import dev.musubi.jpki.verification.VerificationOutcome;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardJwsTest {

    private static final Instant AT = TestCertificateBuilder.AT;
    private static final byte[] DOCUMENT = "{\"申請\":1}".getBytes(StandardCharsets.UTF_8);

    private static CardResult<String> sign(VirtualCard virtual, String pin, String type) {
        try (JpkiCard card = ((CardResult.Done<JpkiCard>)
                        JpkiCard.open(VirtualReader.with(virtual).connect()))
                .value()) {
            return CardJws.sign(
                    card, CardKey.SIGNATURE, (key, left) -> Optional.of(Pin.of(pin.toCharArray())), AT, type, DOCUMENT);
        } catch (dev.musubi.card.apdu.ChannelException e) {
            throw new AssertionError(e);
        }
    }

    private static String jws(VirtualCard virtual) {
        return ((CardResult.Done<String>) sign(virtual, TestCards.SIGNATURE_PIN, "application+jws")).value();
    }

    @Test
    void whenACardSignsThenTheLibraryVerifiesIt() {
        JpkiProfile profile = JpkiProfile.sandbox();
        TrustedAuthorities trusted = TrustedAuthorities.none(profile)
                .with(TestCards.authority(CardKey.SIGNATURE, KeyAlgorithm.RSA_2048_SHA_256)
                        .certificate());
        assertThat(new SignatureVerifier(profile, trusted, Duration.ofMinutes(1)).verifyJws(jws(TestCards.card()), AT))
                .isInstanceOf(VerificationOutcome.Verified.class);
    }

    @Test
    void whenTheNextCardSignsThenItIsEs384() throws Exception {
        String[] parts = jws(TestCards.nextCard()).split("\\.", -1);
        assertThat(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8))
                .startsWith("{\"alg\":\"ES384\",\"typ\":\"application+jws\",\"x5c\":[\"");
        assertThat(Base64.getUrlDecoder().decode(parts[1])).isEqualTo(DOCUMENT);
        Signature signature = Signature.getInstance("SHA384withECDSAinP1363Format");
        signature.initVerify(TestCards.certificate(CardKey.SIGNATURE, KeyAlgorithm.ECDSA_P384_SHA_384)
                .x509()
                .getPublicKey());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void whenThePinIsWrongThenThereIsNoJws() {
        assertThat(sign(TestCards.card(), "WRONG1", "x"))
                .isEqualTo(new CardResult.Failed<String>(new CardProblem.PinWrong(CardKey.SIGNATURE, 4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\"b", "a b", "a\\b", "型", "a\nb"})
    void whenTheTypeCouldBreakTheHeaderThenItIsRefused(String type) {
        assertThatThrownBy(() -> sign(TestCards.card(), TestCards.SIGNATURE_PIN, type))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
