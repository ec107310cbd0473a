package dev.musubi.issuer.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0秒, 0 seconds",
        "PT1S, 1秒, 1 second",
        "PT59S, 59秒, 59 seconds",
        "PT1M, 1分, 1 minute",
        "PT1M1S, 1分1秒, 1 minute 1 second",
        "PT1H10M10S, 1時間10分, 1 hour 10 minutes",
        "PT2H0M5S, 2時間, 2 hours",
        "P1DT1H10M10S, 1日1時間, 1 day 1 hour",
        "P30D, 30日, 30 days"
    })
    void whenATimeIsWrittenThenInItsTwoLargestUnits(Duration duration, String japanese, String english) {
        assertThat(new Span(duration).in(Language.JAPANESE)).isEqualTo(japanese);
        assertThat(new Span(duration).in(Language.EASY_JAPANESE)).isEqualTo(japanese);
        assertThat(new Span(duration).in(Language.ENGLISH)).isEqualTo(english);
    }
}
