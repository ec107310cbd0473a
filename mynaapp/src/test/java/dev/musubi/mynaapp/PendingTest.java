package dev.musubi.mynaapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.mynaapp.fixture.FakeServer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stored form: what version 1 wrote, every later version reads. */
class PendingTest {

    private static final String SIGNING = "{\"version\":\"1\",\"kind\":\"signing\","
            + "\"transaction\":\"65a04b4e-af8b-45a2-8713-5ec2631bab64\","
            + "\"documentHash\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\","
            + "\"state\":\"s\",\"nonce\":\"n\",\"codeVerifier\":\"v\",\"redirectUri\":\"https://rp.example/back\","
            + "\"startedAt\":\"2026-11-29T03:00:00Z\",\"until\":\"2026-11-29T03:15:00Z\"}";
    private static final String SIGN_IN = "{\"version\":\"1\",\"kind\":\"sign-in\","
            + "\"state\":\"s\",\"nonce\":\"n\",\"codeVerifier\":\"v\",\"redirectUri\":\"https://rp.example/back\","
            + "\"startedAt\":\"2026-11-29T03:00:00Z\",\"until\":\"2026-11-29T03:15:00Z\"}";

    private static final PendingSigning ONE = new PendingSigning(
            UUID.fromString(FakeServer.TRANSACTION),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "s",
            "n",
            "v",
            "https://rp.example/back",
            FakeServer.NOW,
            FakeServer.NOW.plusSeconds(900));
    private static final PendingSignIn OTHER = new PendingSignIn(
            "s", "n", "v", "https://rp.example/back", FakeServer.NOW, FakeServer.NOW.plusSeconds(900));

    @Test
    void whenItIsWrittenThenAsEverAndReadAsItWas() {
        assertThat(ONE.write()).isEqualTo(SIGNING);
        assertThat(OTHER.write()).isEqualTo(SIGN_IN);
        assertThat(PendingSigning.read(SIGNING)).isEqualTo(ONE);
        assertThat(PendingSignIn.read(SIGN_IN)).isEqualTo(OTHER);
        assertThat(ONE.document())
                .isEqualTo(DocumentHash.ofDocument("abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    @Test
    void whenItIsPrintedThenNoSecretIs() {
        assertThat(ONE).hasToString("PendingSigning[redacted]");
        assertThat(OTHER).hasToString("PendingSignIn[redacted]");
    }

    @Test
    void whenItIsOfTheOtherKindThenItIsRefused() {
        assertThatThrownBy(() -> PendingSigning.read(SIGN_IN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PendingSignIn.read(SIGNING)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "null", "{\"version\":\"2\",\"kind\":\"signing\"}", "{\"version\":1}"})
    void whenItIsSomethingElseThenItIsRefused(String text) {
        assertThatThrownBy(() -> PendingSigning.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenAMemberIsDamagedThenItIsRefused() {
        for (String damaged : new String[] {
            SIGNING.replace("65a04b4e-", ""),
            SIGNING.replace("ba78", ""),
            SIGNING.replace("03:00:00Z", "today"),
            SIGNING.replace("\"state\":\"s\",", ""),
            SIGNING.replace("\"nonce\":\"n\"", "\"nonce\":7"),
            SIGNING.replace("\"s\"", "\"" + "s".repeat(9000) + "\"")
        }) {
            assertThatThrownBy(() -> PendingSigning.read(damaged)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
