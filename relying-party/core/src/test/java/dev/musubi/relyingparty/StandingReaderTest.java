package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-29T03:00:00Z");
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static Map<String, Object> told(String attributesAsOf) {
        return Map.of(
                "state",
                "ACTIVE",
                "as_of",
                "2026-11-29T02:52:30Z",
                "fresh",
                true,
                "generation",
                1,
                "attributes_source",
                "SIGNATURE_CERTIFICATE",
                "attributes_as_of",
                attributesAsOf);
    }

    @ParameterizedTest
    @CsvSource({"2020-01-01,true", "2026-11-29,true", "2026-11-30,false", "2027-01-01,false"})
    void whenAttributesAreOfADayToComeThenNothingIsBelieved(String day, boolean believed) {
        assertThat(StandingReader.read(told(day), NOW, SKEW).isPresent()).isEqualTo(believed);
    }

    @Test
    void whenADayHasBegunSomewhereThenItIsBelieved() {
        // Evening in Greenwich is the next morning in Japan.
        assertThat(StandingReader.read(told("2026-11-30"), Instant.parse("2026-11-29T16:00:00Z"), SKEW))
                .isPresent();
    }
}
