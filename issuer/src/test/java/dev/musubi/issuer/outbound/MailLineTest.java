package dev.musubi.issuer.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.musubi.issuer.outbound.MailOptions.Login;
import dev.musubi.issuer.outbound.MailOptions.Security;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Mail to servers of every kind, over real sockets. */
class MailLineTest {

    private static final TestTls TLS = TestTls.of("localhost");
    private static final Mail MAIL = new Mail(
            "hanako@mail.example",
            "お知らせ",
            "一行目\n二行目\n",
            "ja",
            "id@musubi.example",
            Instant.parse("2026-11-22T03:00:00Z"),
            Map.of("List-Unsubscribe", "<https://musubi.example/stop>"));

    private static MailLine line(ScriptedPost post, Security security, @Nullable Login login, int breakAfter) {
        return new MailLine(
                new MailOptions(
                        "localhost",
                        post.port(),
                        security,
                        login,
                        security == Security.NONE ? null : TLS.trusting().getSocketFactory(),
                        "結び 民間ID <notices@musubi.example>",
                        "musubi.example",
                        Duration.ofSeconds(3)),
                new OutboundSettings(List.of(), 16, 64, Duration.ofSeconds(1), breakAfter, Duration.ofMinutes(1)));
    }

    private static MailLine plain(ScriptedPost post) {
        return line(post, Security.NONE, null, 1000);
    }

    @ParameterizedTest
    @CsvSource({"STARTTLS, false", "TLS, true"})
    void whenTheConnectionIsPrivateThenNameAndPasswordAndMailGoOverIt(Security security, boolean fromTheStart)
            throws IOException {
        try (ScriptedPost post = new ScriptedPost(TLS.serving(), fromTheStart);
                MailLine line = line(post, security, new Login("musubi", "secret"), 1000)) {
            assertThat(line.send(MAIL)).isEqualTo(new MailOutcome.Taken());
            assertThat(post.heard)
                    .contains("EHLO musubi.example", "RCPT TO:<hanako@mail.example>", "Message-ID: <id@musubi.example>")
                    .contains("List-Unsubscribe: <https://musubi.example/stop>", "Auto-Submitted: auto-generated")
                    .anyMatch(each -> each.startsWith("AUTH"))
                    .anyMatch(each -> each.matches("From: =\\?UTF-8\\?B\\?.*<notices@musubi.example>"));
            assertThat(post.heard.contains("STARTTLS")).isEqualTo(!fromTheStart);
            if (!fromTheStart) {
                assertThat(post.heard.indexOf("STARTTLS"))
                        .isLessThan(post.heard.indexOf("RCPT TO:<hanako@mail.example>"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Security.class)
    void whenAServerNeverEndsItsAnswerThenNoMoreIsListenedToAndItIsAFailure(Security security) throws IOException {
        try (ScriptedPost post =
                        new ScriptedPost(security == Security.NONE ? null : TLS.serving(), security == Security.TLS);
                MailLine line = line(post, security, null, 1000)) {
            post.answers.put("RCPT", ("250-" + "x".repeat(500) + "\r\n").repeat(2_000) + "250 fine");
            assertThat(line.send(MAIL)).isEqualTo(new MailOutcome.Failed("unreachable"));
            assertThat(post.heard).as("it was given up in the middle").doesNotContain("DATA");
        }
    }

    @Test
    void whenAServerShowsAnothersCertificateThenItIsToldNothing() throws IOException {
        try (ScriptedPost post = new ScriptedPost(TLS.serving(), true);
                MailLine line = new MailLine(
                        new MailOptions(
                                "127.0.0.1",
                                post.port(),
                                Security.TLS,
                                null,
                                TLS.trusting().getSocketFactory(),
                                "notices@musubi.example",
                                "musubi.example",
                                Duration.ofSeconds(3)),
                        new OutboundSettings(List.of(), 16, 64, Duration.ofSeconds(1), 1000, Duration.ofMinutes(1)))) {
            assertThat(line.send(MAIL)).isEqualTo(new MailOutcome.Failed("unreachable"));
            assertThat(post.heard).noneMatch(each -> each.startsWith("EHLO") || each.startsWith("RCPT"));
        }
    }

    @Test
    void whenAServerOffersNoTlsThenItIsToldNothing() throws IOException {
        try (ScriptedPost post = new ScriptedPost(null, false);
                MailLine line = line(post, Security.STARTTLS, new Login("musubi", "secret"), 1000)) {
            assertThat(line.send(MAIL)).isInstanceOf(MailOutcome.Failed.class);
            assertThat(post.heard).noneMatch(each -> each.startsWith("AUTH") || each.startsWith("RCPT"));
        }
    }

    @Test
    void whenAServerIsAnotherThanItShouldBeThenItIsToldNothing() throws IOException {
        try (ScriptedPost post = new ScriptedPost(TestTls.of("localhost").serving(), false);
                MailLine line = line(post, Security.STARTTLS, null, 1000)) {
            assertThat(line.send(MAIL)).isEqualTo(new MailOutcome.Failed("unreachable"));
            assertThat(post.heard).noneMatch(each -> each.startsWith("RCPT"));
        }
        TestTls elsewhere = TestTls.of("elsewhere.example");
        try (ScriptedPost post = new ScriptedPost(elsewhere.serving(), true);
                MailLine line = new MailLine(
                        new MailOptions(
                                "localhost",
                                post.port(),
                                Security.TLS,
                                null,
                                elsewhere.trusting().getSocketFactory(),
                                "notices@musubi.example",
                                "musubi.example",
                                Duration.ofSeconds(3)),
                        new OutboundSettings(List.of(), 16, 64, Duration.ofSeconds(1), 1000, Duration.ofMinutes(1)))) {
            assertThat(line.send(MAIL))
                    .as("trusted, for another name")
                    .isEqualTo(new MailOutcome.Failed("unreachable"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RCPT|550 5.1.1 <hanako@mail.example>: no such user|smtp_550",
                "RCPT|550 no such user|smtp_550",
                "RCPT|501 what is that|smtp_501",
                "RCPT|553 no|smtp_553",
                "RCPT|552 5.2.2 mailbox full|smtp_552"
            })
    void whenThereIsNoSuchAddressThenItIsSaidSo(String to, String answer, String code) throws IOException {
        try (ScriptedPost post = new ScriptedPost(null, false);
                MailLine line = plain(post)) {
            post.answers.put(to, answer);
            assertThat(line.send(MAIL)).isEqualTo(new MailOutcome.NoSuchRecipient(code));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RCPT|450 4.2.1 try later|smtp_450",
                "RCPT|550 5.7.1 relaying denied|smtp_550",
                "RCPT|554 5.7.1 you are on a list|smtp_554",
                "MAIL|530 5.7.0 who are you|smtp_530",
                "MAIL|451 later|smtp_451",
                "DATA|452 4.3.1 no room|smtp_452",
                "END|554 5.6.0 not like this|smtp_554",
                "CONNECT|421 too many of you|unreachable"
            })
    void whenItIsNotTakenThenItMayBeLater(String to, String answer, String code) throws IOException {
        try (ScriptedPost post = new ScriptedPost(null, false);
                MailLine line = plain(post)) {
            post.answers.put(to, answer);
            assertThat(line.send(MAIL)).isEqualTo(new MailOutcome.Failed(code));
        }
    }

    @Test
    void whenTheNameOrThePasswordIsWrongThenItIsSaidSo() throws IOException {
        try (ScriptedPost post = new ScriptedPost(TLS.serving(), true);
                MailLine line = line(post, Security.TLS, new Login("musubi", "wrong"), 1000)) {
            post.answers.put("AUTH", "535 5.7.8 no");
            assertThat(line.send(MAIL)).isEqualTo(new MailOutcome.Failed("login_refused"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END"})
    void whenAServerFallsSilentThenTheDeadlineIsForAllOfIt(String at) throws IOException {
        try (ScriptedPost post = new ScriptedPost(null, false);
                MailLine line = plain(post)) {
            post.answers.put(at, "");
            long before = System.nanoTime();
            assertThat(line.send(MAIL)).isEqualTo(new MailOutcome.Failed("timeout"));
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void whenNobodyListensThenItIsUnreachable() throws IOException {
        ScriptedPost post = new ScriptedPost(null, false);
        post.close();
        try (MailLine line = plain(post)) {
            assertThat(line.send(MAIL)).isEqualTo(new MailOutcome.Failed("unreachable"));
        }
    }

    @Test
    void whenAServerFailsAgainAndAgainThenItIsLeftAloneForAWhile() throws IOException {
        try (ScriptedPost post = new ScriptedPost(null, false);
                MailLine line = line(post, Security.NONE, null, 3)) {
            post.answers.put("MAIL", "451 later");
            for (int i = 0; i < 3; i++) {
                assertThat(line.send(MAIL)).isEqualTo(new MailOutcome.Failed("smtp_451"));
            }
            post.heard.clear();
            assertThat(line.send(MAIL)).isEqualTo(new MailOutcome.NotTried("breaker_open"));
            assertThat(post.heard).isEmpty();
        }
    }

    @Test
    void whenAServerTurnsAddressesAwayThenItIsNoneThatFails() throws IOException {
        try (ScriptedPost post = new ScriptedPost(null, false);
                MailLine line = line(post, Security.NONE, null, 3)) {
            post.answers.put("RCPT", "450 later");
            for (int i = 0; i < 10; i++) {
                assertThat(line.send(MAIL)).isEqualTo(new MailOutcome.Failed("smtp_450"));
            }
        }
    }

    @Test
    void whenACarriersAddressHasDotsWhereTheStandardHasNoneThenItIsWrittenAsItIs() throws IOException {
        try (ScriptedPost post = new ScriptedPost(null, false);
                MailLine line = plain(post)) {
            String odd = "hana..ko.@mail.example";
            assertThat(line.send(new Mail(odd, "x", "x", "ja", "x@y", MAIL.date(), Map.of())))
                    .isEqualTo(new MailOutcome.Taken());
            assertThat(post.heard).contains("RCPT TO:<" + odd + ">", "To: " + odd);
        }
    }

    @Test
    void whenItFailsThenTheLogSaysTheCodeAndNobodysAddress() throws IOException {
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        Logger log = (Logger) LoggerFactory.getLogger(MailLine.class);
        log.addAppender(said);
        try (ScriptedPost post = new ScriptedPost(null, false);
                MailLine line = plain(post)) {
            post.answers.put("RCPT", "450 <hanako@mail.example> later");
            line.send(MAIL);
        } finally {
            log.detachAppender(said);
        }
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("outbound.failed line=mail peer=mail outcome=smtp_450");
        assertThat(MAIL.toString() + new Login("musubi", "secret")).doesNotContain("hanako", "secret");
    }

    @Test
    void whenItIsFromNobodyThenTheIssuerDoesNotStart() throws IOException {
        try (ScriptedPost post = new ScriptedPost(null, false)) {
            MailOptions options = new MailOptions(
                    "localhost", post.port(), Security.NONE, null, null, "nobody", "x", Duration.ofSeconds(1));
            OutboundSettings settings =
                    new OutboundSettings(List.of(), 16, 64, Duration.ofSeconds(1), 3, Duration.ofMinutes(1));
            assertThatThrownBy(() -> new MailLine(options, settings)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
