package dev.musubi.card.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.card.CardKey;
import dev.musubi.card.apdu.CardReader;
import dev.musubi.card.fixture.PcscTerminal;
import dev.musubi.card.fixture.TestCards;
import dev.musubi.card.virtual.VirtualReader;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client over readers as the JDK shows them. */
class PcscChannelTest {

    private final VirtualReader reader = VirtualReader.with(TestCards.card());
    private final PcscTerminal terminal = new PcscTerminal("first", reader);
    private final CardFinder finder = new CardFinder(() -> List.<CardReader>of(new PcscReaders.Reader(terminal)));
    private final JpkiCard card = found(finder.find());

    private static JpkiCard found(CardResult<JpkiCard> result) {
        assertThat(result).isInstanceOf(CardResult.Done.class);
        return ((CardResult.Done<JpkiCard>) result).value();
    }

    private static String code(CardResult<?> result) {
        return result instanceof CardResult.Failed<?> failed ? failed.problem().code() : "done";
    }

    @AfterEach
    void letGo() {
        card.close();
    }

    @ParameterizedTest
    @CsvSource({
        "SCARD_E_NOT_TRANSACTED, card_removed, card_silent, reader_failed",
        "SCARD_F_COMM_ERROR, card_removed, card_silent, reader_failed",
        "SCARD_W_UNRESPONSIVE_CARD, card_removed, card_silent, reader_failed",
        "SCARD_E_COMM_DATA_LOST, card_removed, card_silent, reader_failed",
        "Unknown error 0x8010002f, card_removed, card_silent, reader_failed",
        "SCARD_E_READER_UNAVAILABLE, card_removed, card_silent, reader_failed",
        "SCARD_E_UNKNOWN_READER, card_removed, card_silent, reader_failed",
        "SCARD_E_INVALID_HANDLE, card_removed, card_silent, reader_failed",
        "SCARD_E_TIMEOUT, card_removed, card_silent, reader_failed",
        "SCARD_F_INTERNAL_ERROR, card_removed, card_silent, reader_failed",
        "SCARD_W_REMOVED_CARD, card_removed, card_removed, card_removed",
        "SCARD_W_RESET_CARD, card_removed, card_removed, card_removed",
        "SCARD_W_UNPOWERED_CARD, card_removed, card_removed, card_removed",
        "SCARD_E_NO_SMARTCARD, card_removed, card_removed, card_removed",
        "SCARD_W_UNSUPPORTED_CARD, wrong_card, wrong_card, wrong_card",
        "SCARD_E_PROTO_MISMATCH, wrong_card, wrong_card, wrong_card",
        "SCARD_E_SHARING_VIOLATION, reader_busy, reader_busy, reader_busy",
        "SCARD_E_NO_SERVICE, reader_failed, reader_failed, reader_failed",
        "SCARD_F_WAITED_TOO_LONG, reader_failed, reader_failed, reader_failed",
    })
    void whenPcscFailsInTheMiddleThenTheReaderIsAskedWhereTheCodeDoesNotTell(
            String failure, String withoutCard, String withCard, String withoutReader) {
        terminal.failWith(failure);

        assertThat(code(card.authenticationCertificate())).isEqualTo(withCard);
        reader.remove();
        assertThat(code(card.authenticationCertificate())).isEqualTo(withoutCard);
        terminal.unplug();
        assertThat(code(card.authenticationCertificate())).isEqualTo(withoutReader);
    }

    @ParameterizedTest
    @CsvSource({
        "SCARD_W_UNRESPONSIVE_CARD, card_silent, no_card",
        "SCARD_E_NO_SMARTCARD, no_card, no_card",
        "SCARD_W_REMOVED_CARD, no_card, no_card",
        "SCARD_W_UNSUPPORTED_CARD, wrong_card, wrong_card",
        "SCARD_E_SHARING_VIOLATION, reader_busy, reader_busy",
        "SCARD_E_NO_SERVICE, reader_failed, reader_failed",
    })
    void whenPcscFailsToConnectThenItSaysWhatToDo(String failure, String withCard, String withoutCard) {
        card.close();
        terminal.failWith(failure);

        assertThat(code(finder.find())).isEqualTo(withCard);
        reader.remove();
        assertThat(code(finder.find())).isEqualTo(withoutCard);
    }

    @Test
    void whenThereIsASecondSearchWhileACardIsInUseThenItIsBusyAndTheFirstGoesOn() {
        assertThat(code(finder.find())).isEqualTo("reader_busy");
        assertThat(code(card.triesLeft(CardKey.SIGNATURE))).isEqualTo("done");

        card.close();
        card.close();
        JpkiCard next = found(finder.find());
        assertThat(code(next.triesLeft(CardKey.SIGNATURE))).isEqualTo("done");
        assertThat(code(card.triesLeft(CardKey.SIGNATURE))).isEqualTo("card_removed");
        next.close();
    }

    @Test
    void whenAnotherReaderHasACardTooThenTheSecondSearchFindsThat() {
        PcscTerminal second = new PcscTerminal("second", VirtualReader.with(TestCards.card()));
        CardFinder both = new CardFinder(
                () -> List.<CardReader>of(new PcscReaders.Reader(terminal), new PcscReaders.Reader(second)));

        JpkiCard other = found(both.find());
        assertThat(code(both.find())).isEqualTo("reader_busy");
        other.close();
        assertThat(new PcscReaders.Reader(second).name()).isEqualTo("second");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whenConnectingFailedThenTheReaderIsFreeAgain(int times) {
        card.close();
        for (int i = 0; i < times; i++) {
            reader.remove();
            assertThat(code(finder.find())).isEqualTo("no_card");
            reader.insert(TestCards.card());
            JpkiCard again = found(finder.find());
            again.close();
        }
    }
}
