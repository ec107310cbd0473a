package dev.musubi.issuer.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    @ParameterizedTest
    @CsvSource({
        "21:00, 08:00, 2026-11-22T03:00:00Z, 2026-11-22T03:00:00Z",
        "21:00, 08:00, 2026-11-22T11:59:59Z, 2026-11-22T11:59:59Z",
        "21:00, 08:00, 2026-11-22T12:00:00Z, 2026-11-22T23:00:00Z",
        "21:00, 08:00, 2026-11-22T15:00:00Z, 2026-11-22T23:00:00Z",
        "21:00, 08:00, 2026-11-22T22:59:59.999Z, 2026-11-22T23:00:00Z",
        "21:00, 08:00, 2026-11-22T23:00:00Z, 2026-11-22T23:00:00Z",
        "12:00, 13:00, 2026-11-22T03:30:00Z, 2026-11-22T04:00:00Z",
        "12:00, 13:00, 2026-11-22T04:00:00Z, 2026-11-22T04:00:00Z",
        "00:00, 00:00, 2026-11-22T15:00:00Z, 2026-11-22T15:00:00Z"
    })
    void whenItIsQuietThenNothingGoesOutBeforeItsEnd(LocalTime from, LocalTime until, Instant at, Instant expected) {
        assertThat(new QuietHours(from, until, JAPAN).notBefore(at)).isEqualTo(expected);
    }
}
