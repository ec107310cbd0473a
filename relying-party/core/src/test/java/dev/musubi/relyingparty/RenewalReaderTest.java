package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.reissue.Renewal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Renewal information is a hint: whatever is malformed, or beyond reason, is none. */
class RenewalReaderTest {

    private static final Instant NOW = Instant.parse("2026-12-03T00:00:00Z");
    private static final Duration AFTER = Duration.ofHours(6);

    private static Optional<Renewal> read(Object renewal) {
        return RenewalReader.read(Map.of("renewal", renewal), AFTER, NOW);
    }

    private static Map<String, Object> window(String start, String end, Object explanation) {
        return Map.of("suggested_window", Map.of("start", start, "end", end), "explanation_url", explanation);
    }

    @Test
    void whenItIsWellFormedThenItIsRead() {
        assertThat(read(window("2026-12-01", "2026-12-14", "https://id.example/reissue")))
                .contains(new Renewal(
                        LocalDate.parse("2026-12-01"),
                        LocalDate.parse("2026-12-14"),
                        URI.create("https://id.example/reissue"),
                        AFTER));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-14, 2026-12-01, https://id.example/r",
        "2026-12-01T00:00:00Z, 2026-12-14, https://id.example/r",
        "today, 2026-12-14, https://id.example/r",
        "1926-12-01, 2026-12-14, https://id.example/r",
        "2026-12-01, 2126-12-14, https://id.example/r",
        "2026-12-01, +999999999-12-31, https://id.example/r",
        "2026-12-01, 2026-12-14, http://id.example/r",
        "2026-12-01, 2026-12-14, https://a@id.example/r",
        "2026-12-01, 2026-12-14, https:///r",
        "2026-12-01, 2026-12-14, https:id.example",
        "2026-12-01, 2026-12-14, reissue",
        "2026-12-01, 2026-12-14, data:text/html",
        "2026-12-01, 2026-12-14, https://id.example/ r",
    })
    void whenItIsMalformedThenItIsNone(String start, String end, String page) {
        assertThat(read(window(start, end, page))).isEmpty();
    }

    @Test
    void whenAMemberIsOfAnotherTypeOrBeyondReasonThenItIsNone() {
        assertThat(read("soon")).isEmpty();
        assertThat(read(List.of())).isEmpty();
        assertThat(read(Map.of())).isEmpty();
        assertThat(read(Map.of("suggested_window", "now", "explanation_url", "https://id.example/")))
                .isEmpty();
        assertThat(read(window("2026-12-01", "2026-12-14", 1))).isEmpty();
        assertThat(read(window("2026-12-01", "2026-12-14", "https://id.example/" + "x".repeat(2_000))))
                .isEmpty();
        assertThat(RenewalReader.read(Map.of(), AFTER, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT1M",
        "59, PT1M",
        "60, PT1M",
        "900, PT15M",
        "' 900 ', PT15M",
        "86400, PT24H",
        "86401, PT24H",
        "999999999, PT24H",
        "9999999999999999999999, PT6H",
        "-1, PT6H",
        "1.5, PT6H",
        "'', PT6H",
        "'Wed, 21 Oct 2026 07:28:00 GMT', PT6H",
        "soon, PT6H",
    })
    void whenTheIssuerSaysWhenToAskAgainThenWithinReason(String said, Duration after) {
        assertThat(RenewalReader.lookAgainAfter(new Transport.Answer(200, Map.of("retry-after", said), "")))
                .isEqualTo(after);
    }

    @Test
    void whenTheIssuerSaysNothingThenItIsAskedAgainAfterSixHours() {
        assertThat(RenewalReader.lookAgainAfter(new Transport.Answer(200, Map.of(), "")))
                .isEqualTo(Duration.ofHours(6));
    }
}
