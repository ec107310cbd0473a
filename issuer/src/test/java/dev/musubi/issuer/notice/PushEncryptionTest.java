package dev.musubi.issuer.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What goes to browsers is what RFC 8291 says. */
class PushEncryptionTest {

    /** RFC 8291 appendix A. */
    private static final String PLAINTEXT = "V2hlbiBJIGdyb3cgdXAsIEkgd2FudCB0byBiZSBhIHdhdGVybWVsb24";

    private static final String SENDER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private static final String SENDER_PUBLIC =
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private static final String RECEIVER_PUBLIC =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";
    private static final String SALT = "DGv6ra1nlYgDCS1FRnbzlw";
    private static final String MESSAGE = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
            + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
            + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    private static byte[] bytes(String text) {
        return Base64URL.from(text).decode();
    }

    private static PushSubscription receiver() {
        return new PushSubscription(
                URI.create("https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV"),
                PushSubscription.key(bytes(RECEIVER_PUBLIC)),
                bytes(AUTH),
                "Chrome, Android");
    }

    @Test
    void whenTheExampleOfTheStandardIsEncryptedThenItIsTheExamplesMessage() {
        ECKey sender = new ECKey.Builder(PushSubscription.key(bytes(SENDER_PUBLIC)))
                .d(Base64URL.from(SENDER_PRIVATE))
                .build();
        byte[] plaintext = bytes(PLAINTEXT);
        assertThat(new String(plaintext, StandardCharsets.US_ASCII))
                .isEqualTo("When I grow up, I want to be a watermelon");
        byte[] message = PushEncryption.encrypt(receiver(), plaintext, plaintext.length, sender, bytes(SALT));
        assertThat(Base64URL.encode(message).toString()).isEqualTo(MESSAGE);
    }

    @Test
    void whenTwoMessagesAreOfOneLengthThenNothingElseOfThemIsTheSame() {
        byte[] one = PushEncryption.encrypt(receiver(), new byte[] {1}, 2048);
        byte[] other = PushEncryption.encrypt(receiver(), new byte[2048], 2048);
        assertThat(one).hasSameSizeAs(other).hasSize(16 + 4 + 1 + 65 + 2048 + 1 + 16);
        assertThat(Base64URL.encode(one).toString().substring(0, 20))
                .as("the salt is drawn anew")
                .isNotEqualTo(Base64URL.encode(other).toString().substring(0, 20));
    }

    @Test
    void whenAMessageIsLongerThanPushServicesTakeThenItIsNotMade() {
        assertThatThrownBy(() -> PushEncryption.encrypt(receiver(), new byte[2049], 2048))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PushEncryption.encrypt(receiver(), new byte[1], 4096))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(PushEncryption.encrypt(receiver(), new byte[1], 4079)).hasSize(86 + 4096);
    }

    @Test
    void whenAKeyIsWrittenAndReadThenItIsTheSame() throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate().toPublicJWK();
        assertThat(PushSubscription.key(PushSubscription.point(key))).isEqualTo(key);
    }
}
