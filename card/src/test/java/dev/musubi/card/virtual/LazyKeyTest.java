package dev.musubi.card.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.card.CardApplicationId;
import dev.musubi.card.CardKey;
import dev.musubi.card.CardPin;
import dev.musubi.card.TokenKind;
import dev.musubi.card.fixture.Terminal;
import dev.musubi.card.fixture.TestCards;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** Keys that are made when a command first needs them. */
class LazyKeyTest {

    private static final String SIGN = "802A0080014200";

    private int made;
    private boolean broken;
    private final Terminal terminal = new Terminal(new VirtualCard(
            new CardContent(TokenKind.CARD, KeyOnCard.lazily(KeyAlgorithm.RSA_2048_SHA_256, this::make), null, null),
            TestCards.memory()));

    private KeyOnCard make() {
        if (broken) {
            throw new UncheckedIOException(new IOException("no room"));
        }
        made++;
        var certificate = TestCards.certificate(CardKey.AUTHENTICATION, KeyAlgorithm.RSA_2048_SHA_256);
        return KeyOnCard.of(
                CardSigner.of(KeyAlgorithm.RSA_2048_SHA_256, certificate.keys().getPrivate()),
                certificate.x509(),
                TestCards.authority(CardKey.AUTHENTICATION, KeyAlgorithm.RSA_2048_SHA_256)
                        .certificate());
    }

    @Test
    void whenNothingOfTheKeyIsAskedForThenItIsNotMade() {
        terminal.select(CardApplicationId.JPKI);
        terminal.verify(CardPin.AUTHENTICATION, TestCards.AUTHENTICATION_PIN);
        terminal.file(0x17).file(0x0A).file(0x0B);
        assertThat(made).isZero();
    }

    @Test
    void whenItIsUsedThenItIsMadeOnce() {
        terminal.select(CardApplicationId.JPKI).file(0x0A);
        assertThat(terminal.data("00B0000004")).hasSize(4);
        terminal.verify(CardPin.AUTHENTICATION, TestCards.AUTHENTICATION_PIN);
        assertThat(terminal.file(0x17).status(SIGN)).isEqualTo("9000");
        assertThat(terminal.file(0x0B).data("00B0000004")).hasSize(4);
        assertThat(made).isEqualTo(1);
    }

    @Test
    void whenItCannotBeMadeThenTheCardSaysSoAndTriesAgain() {
        broken = true;
        terminal.select(CardApplicationId.JPKI);
        terminal.verify(CardPin.AUTHENTICATION, TestCards.AUTHENTICATION_PIN);
        assertThat(terminal.file(0x17).status(SIGN)).isEqualTo("6581");
        assertThat(terminal.file(0x0A).status("00B0000004")).isEqualTo("6581");
        broken = false;
        assertThat(terminal.file(0x17).status(SIGN)).isEqualTo("9000");
    }

    @Test
    void whenThePinWasNotGivenThenItIsNotMadeForSomebodyWhoMayNotSign() {
        terminal.select(CardApplicationId.JPKI);
        assertThat(terminal.file(0x17).status(SIGN)).isEqualTo("6982");
        assertThat(made).isZero();
    }
}
