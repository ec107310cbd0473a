package dev.musubi.app.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    private static Options of(String line) {
        return Options.of(
                line.isEmpty() ? List.of() : List.of(line.split(" ")),
                Set.of("--resident", "--port"),
                Set.of("--follow"));
    }

    @Test
    void whenOptionsAreGivenThenTheyAreRead() {
        Options options = of("--port 7 --follow --resident R000001");
        assertThat(options.value("--port")).hasValue("7");
        assertThat(options.needed("--resident")).isEqualTo("R000001");
        assertThat(options.has("--follow")).isTrue();
        assertThat(of("").has("--follow")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--nothing", "R000001", "--port 1 --port 2", "--follow now"})
    void whenTheLineIsNoneThenItIsRefusedAsAMistakeOfUse(String line) {
        assertThatExceptionOfType(CardTrouble.class)
                .isThrownBy(() -> of(line))
                .satisfies(trouble -> assertThat(trouble.status()).isEqualTo(2));
    }

    @Test
    void whenANeededOneIsMissingThenItIsNamed() {
        assertThatExceptionOfType(CardTrouble.class)
                .isThrownBy(() -> of("").needed("--resident"))
                .satisfies(trouble -> assertThat(trouble.line()).contains("--resident is needed"));
    }
}
