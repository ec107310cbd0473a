package dev.musubi.app.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalsTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private Terminal typing(String text) {
        return Terminals.lines(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @Test
    void whenAProgramAnswersThenEachAnswerIsALine() {
        Terminal terminal = typing("はい\r\nMUSUBI1\n\nlast");
        assertThat(terminal.ask("Sign?")).hasValue("はい");
        assertThat(terminal.askSecretly("PIN")).hasValue("MUSUBI1".toCharArray());
        assertThat(terminal.ask("?")).hasValue("");
        assertThat(terminal.ask("?")).hasValue("last");
        assertThat(terminal.ask("?")).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("Sign?", "PIN")
                .doesNotContain("MUSUBI1");
    }

    @Test
    void whenALineIsTooLongThenItIsRefused() {
        assertThat(typing("x".repeat(256) + "\n").ask("?")).hasValue("x".repeat(256));
        assertThatExceptionOfType(CardTrouble.class)
                .isThrownBy(() -> typing("x".repeat(257) + "\n").askSecretly("?"));
    }
}
