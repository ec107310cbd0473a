package dev.musubi.issuer.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static LimitSettings settings(int perMinute, int atOncePerPeer) {
        Duration minute = Duration.ofMinutes(1);
        return new LimitSettings(
                minute,
                minute,
                minute,
                minute,
                1,
                0,
                1,
                atOncePerPeer,
                perMinute,
                perMinute,
                perMinute,
                perMinute,
                List.of(),
                LimitSettings.ProxyHeader.X_FORWARDED_FOR);
    }

    @Test
    void whenAnAddressAsksTooOftenThenItIsToldHowLongToWaitAndTheOthersAreNot() {
        Limits limits = new Limits(settings(3, 0));
        for (int i = 0; i < 3; i++) {
            assertThat(limits.address("one")).isEmpty();
        }
        assertThat(limits.address("one"))
                .hasValueSatisfying(wait -> assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(20)));
        assertThat(limits.address("other")).isEmpty();
        // Each count is of its own kind.
        assertThat(limits.costly("one")).isEmpty();
    }

    @Test
    void whenAClientOrAHolderAsksTooOftenThenItIsRefusedWithAProblem() {
        Limits limits = new Limits(settings(1, 0));
        limits.client("bank");
        limits.holder("somebody");
        assertThatThrownBy(() -> limits.client("bank")).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.status()).isEqualTo(429);
            assertThat(problem.code()).isEqualTo("too_many_requests");
            assertThat(problem.retryAfter()).isPositive();
        });
        assertThatThrownBy(() -> limits.holder("somebody")).isInstanceOf(ProblemException.class);
        assertThatCode(() -> limits.client("telco")).doesNotThrowAnyException();
    }

    @Test
    void whenThereIsNoLimitThenNobodyIsCounted() {
        Limits limits = new Limits(settings(0, 0));
        for (int i = 0; i < 10_000; i++) {
            assertThat(limits.address("one")).isEmpty();
        }
        assertThat(limits.placesOf("one").tryAcquire(1000)).isTrue();
    }

    @Test
    void whenAPeerHasAllItsPlacesTakenThenOthersHaveTheirs() {
        Limits limits = new Limits(settings(0, 2));
        assertThat(limits.placesOf("one").tryAcquire(2)).isTrue();
        assertThat(limits.placesOf("one").tryAcquire()).isFalse();
        assertThat(limits.placesOf("other").tryAcquire()).isTrue();
    }

    @Test
    void whenASettingMakesNoSenseThenTheIssuerDoesNotStart() {
        Duration minute = Duration.ofMinutes(1);
        assertThatThrownBy(() -> settings(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LimitSettings(
                        Duration.ZERO,
                        minute,
                        minute,
                        minute,
                        1,
                        0,
                        1,
                        0,
                        0,
                        0,
                        0,
                        0,
                        List.of(),
                        LimitSettings.ProxyHeader.X_FORWARDED_FOR))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LimitSettings(
                        minute,
                        minute,
                        minute,
                        minute,
                        1,
                        0,
                        1,
                        0,
                        0,
                        0,
                        0,
                        0,
                        List.of("a-name"),
                        LimitSettings.ProxyHeader.X_FORWARDED_FOR))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenAWaitIsToldThenInWholeSecondsAndNeverNone() {
        assertThat(Refusals.seconds(Duration.ofMillis(1))).isEqualTo("1");
        assertThat(Refusals.seconds(Duration.ofMillis(1001))).isEqualTo("2");
        assertThat(Refusals.seconds(Duration.ofSeconds(30))).isEqualTo("30");
    }
}
