package dev.musubi.issuer.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CredentialSettingsTest {

    @Test
    void whenFreshWouldBeOlderThanFiveMinutesThenTheIssuerDoesNotStart() {
        for (Duration wrong : new Duration[] {Duration.ofSeconds(301), Duration.ZERO, Duration.ofMinutes(-1)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new CredentialSettings(Duration.ofDays(30), wrong))
                    .withMessageContaining("musubi.credentials.fresh-for");
        }
        assertThat(new CredentialSettings(Duration.ofDays(30), Duration.ofMinutes(5)).freshFor())
                .isEqualTo(Duration.ofMinutes(5));
    }
}
