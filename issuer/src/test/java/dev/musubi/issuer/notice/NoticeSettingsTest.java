package dev.musubi.issuer.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.outbound.MailOptions;
import dev.musubi.issuer.time.MachineClock;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator says, and what is not offered where nothing is said. */
class NoticeSettingsTest {

    private static NoticeSettings.Push push(@Nullable String subject) {
        return new NoticeSettings.Push(
                subject == null ? null : URI.create(subject), null, null, List.of(), Duration.ofSeconds(30), 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mailto:operations@example.jp", "https://example.jp/contact"})
    void whenPushServicesCanReachTheOperatorThenItIsTaken(String subject) {
        assertThat(push(subject).subject()).hasToString(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"operations@example.jp", "http://example.jp", "tel:0312345678"})
    void whenTheyCannotThenTheIssuerDoesNotStart(String subject) {
        assertThatThrownBy(() -> push(subject))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("musubi.notices.push.subject");
    }

    @Test
    void whenNoFolderIsNamedThenLettersAreNotOffered() {
        NoticeSettings settings = new NoticeSettings(
                Duration.ofSeconds(5),
                Duration.ofMinutes(10),
                LocalTime.of(21, 0),
                LocalTime.of(8, 0),
                ZoneId.of("Asia/Tokyo"),
                Duration.ofDays(1),
                new NoticeSettings.Email(
                        null,
                        587,
                        MailOptions.Security.STARTTLS,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Duration.ofSeconds(30),
                        8),
                push(null),
                new NoticeSettings.Letters(null));
        LetterWay letters = new LetterWay(settings, new MachineClock());
        assertThat(letters.isOffered()).isFalse();
        assertThatThrownBy(() -> letters.lay("x", new byte[0])).isInstanceOf(IllegalStateException.class);
    }
}
