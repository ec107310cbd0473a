package dev.musubi.issuer.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.openid.OpenIdSettings;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that make no sense are said at the start. */
class SignalSettingsTest {

    private static SignalSettings settings(int streams, int waiting, int polls, Duration each) {
        return new SignalSettings(streams, each, each, waiting, each, each, polls, polls);
    }

    @Test
    void whenSettingsMakeNoSenseThenThatIsSaid() {
        assertThatCode(() -> settings(1, 1, 0, Duration.ZERO)).doesNotThrowAnyException();
        assertThatThrownBy(() -> settings(0, 1, 0, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings(1, 0, 0, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings(1, 1, -1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings(1, 1, 0, Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static OpenIdSettings monitoring(Duration term) {
        Duration any = Duration.ofMinutes(1);
        return new OpenIdSettings(
                URI.create("https://localhost"),
                URI.create("https://localhost:1"),
                any,
                any,
                any,
                any,
                any,
                any,
                any,
                term,
                any,
                any,
                any,
                any,
                null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-P1D", "P367D"})
    void whenAConsentToBeWatchedWouldLastLongerThanAYearThenThatIsSaid(String term) {
        assertThatThrownBy(() -> monitoring(Duration.parse(term)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a year at most");
    }

    @Test
    void whenItLastsAYearThenThatWillDo() {
        assertThat(monitoring(Duration.ofDays(365)).monitorFor()).isEqualTo(Duration.ofDays(365));
    }

    @Test
    void whenAStreamWantsWhatThereIsAndIsNotThenItGetsWhatThereIs() {
        EventStream all = new EventStream(
                StreamId.random(), "client", "party", null, new Delivery.Poll(), null, java.time.Instant.EPOCH);
        assertThat(all.delivered()).isEqualTo(EventType.offered());
        assertThat(all.with(
                                java.util.List.of(EventType.REISSUED.uri(), "https://other.example/event"),
                                new Delivery.Poll(),
                                null)
                        .delivered())
                .containsExactly(EventType.REISSUED);
        assertThat(new Delivery.Push(URI.create("https://bank.example/"), "Bearer secret").toString())
                .doesNotContain("secret");
    }

    @Test
    void whenAStreamIsPausedByUsThenItSaysSoAndNothingElse() {
        for (EventType each : EventType.values()) {
            assertThat(new StreamStatus(StreamStatus.Value.ENABLED, null, false).delivers(each))
                    .isTrue();
            assertThat(new StreamStatus(StreamStatus.Value.PAUSED, null, false).delivers(each))
                    .isFalse();
            assertThat(new StreamStatus(StreamStatus.Value.PAUSED, "ours", true).delivers(each))
                    .isEqualTo(each == EventType.STREAM_UPDATED);
            assertThat(new StreamStatus(StreamStatus.Value.DISABLED, null, true).delivers(each))
                    .isFalse();
        }
    }
}
