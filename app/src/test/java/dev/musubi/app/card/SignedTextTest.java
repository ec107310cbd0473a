package dev.musubi.app.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedTextTest {

    private static final URI ORIGIN = URI.create("https://localhost:8443");

    @Test
    void whenThereIsADisplayThenItComesFirstAndTheRestIsNotLeftOut() {
        assertThat(SignedText.of("{\"service\":\"民間ID\",\"display\":\"一行目\\n二行目\",\"terms\":{\"version\":\"1\"}}")
                        .lines())
                .containsExactly("  | 一行目", "  | 二行目", "  . service: 民間ID", "  . terms: {\"version\":\"1\"}");
    }

    @Test
    void whenTheDisplayIsNoTextThenItIsShownWithTheRest() {
        assertThat(SignedText.of("{\"display\":{\"a\":1}}").lines()).containsExactly("  . display: {\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not JSON", "[1]", "\"text\"", "{", "{\"a\":1"})
    void whenItIsNoObjectThenAllOfItIsShownAsItIs(String document) {
        assertThat(SignedText.of(document).lines()).containsExactly("  | " + document);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:8443",
                "https://LOCALHOST:8443",
                "HTTPS://localhost:8443/",
            })
    void whenTheIssuerIsWhomTheCommandTalksToThenItIsFromThere(String issuer) {
        assertThat(SignedText.of("{\"issuer\":\"" + issuer + "\"}").isFrom(ORIGIN))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"issuer\":\"https://issuer.example\"}",
                "{\"issuer\":\"https://localhost\"}",
                "{\"issuer\":\"http://localhost:8443\"}",
                "{\"issuer\":\"https://localhost:8443@evil.example\"}",
                "{\"issuer\":\"https://evil@localhost:8443\"}",
                "{\"issuer\":\"localhost:8443\"}",
                "{\"issuer\":[\"https://localhost:8443\"]}",
                "{\"issuer\":\" \"}",
                "{}",
                "https://localhost:8443"
            })
    void whenTheIssuerIsAnotherOrNoneThenItWasPassedOn(String document) {
        assertThat(SignedText.of(document).isFrom(ORIGIN)).isFalse();
    }

    @Test
    void whenTheUsualPortIsSaidOrNotThenItIsTheSame() {
        assertThat(SignedText.of("{\"issuer\":\"https://issuer.example\"}")
                        .isFrom(URI.create("https://issuer.example:443")))
                .isTrue();
    }

    @Test
    void whenHostOrCheckWordCouldHideSomethingThenTheirPlaceIsSeen() {
        SignedText text = SignedText.of("{\"site\":{\"host\":\"a\\u202eb\"},\"check_word\":\"c\\u001b[2J\"}");
        assertThat(text.host()).isEqualTo("a\uFFFDb");
        assertThat(text.checkWord()).isEqualTo("c\uFFFD[2J");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001B[2J", "\u202E", "\u2066", "\r", "\u0008", "\u200B", "\u2028", "\u009B", "\uD800"})
    void whenACharacterCouldHideWhatIsSignedThenItsPlaceIsSeen(String hidden) {
        assertThat(SignedText.harmless("支払う" + hidden + "100円"))
                .startsWith("支払う\uFFFD")
                .endsWith("100円")
                .doesNotContain(hidden.substring(0, 1));
    }
}
