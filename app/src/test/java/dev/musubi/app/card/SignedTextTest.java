package dev.musubi.app.card;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedTextTest {

    @Test
    void whenThereIsADisplayThenItComesFirstAndTheRestIsNotLeftOut() {
        assertThat(SignedText.lines("{\"service\":\"民間ID\",\"display\":\"一行目\\n二行目\",\"terms\":{\"version\":\"1\"}}"))
                .containsExactly("  | 一行目", "  | 二行目", "  . service: 民間ID", "  . terms: {\"version\":\"1\"}");
    }

    @Test
    void whenTheDisplayIsNoTextThenItIsShownWithTheRest() {
        assertThat(SignedText.lines("{\"display\":{\"a\":1}}")).containsExactly("  . display: {\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not JSON", "[1]", "\"text\"", "{", "{\"a\":1"})
    void whenItIsNoObjectThenAllOfItIsShownAsItIs(String document) {
        assertThat(SignedText.lines(document)).containsExactly("  | " + document);
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
