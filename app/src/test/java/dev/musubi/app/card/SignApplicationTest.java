package dev.musubi.app.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.musubi.app.client.AppKey;
import dev.musubi.app.client.Applications;
import dev.musubi.card.client.CardFinder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens before a card is there; the rest is played with a reader in the acceptance tests. */
class SignApplicationTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void whenThereIsNoReaderThenNobodyIsAskedForAnything() {
        Terminal terminal = Terminals.lines(
                new ByteArrayInputStream(new byte[0]), new PrintStream(printed, true, StandardCharsets.UTF_8));
        SignApplication application =
                new SignApplication(new CardFinder(List::of), terminal, InstantSource.fixed(Instant.EPOCH));
        assertThatExceptionOfType(CardTrouble.class)
                .isThrownBy(() -> application.enrol(
                        new Applications(URI.create("https://127.0.0.1:1/v1/applications"), AppKey.generate(), null),
                        true))
                .satisfies(trouble -> assertThat(trouble.line())
                        .contains("カードリーダーが見つかりません", "No card reader", "no_reader")
                        .doesNotContain("\n"));
        assertThat(printed.size()).isZero();
    }
}
