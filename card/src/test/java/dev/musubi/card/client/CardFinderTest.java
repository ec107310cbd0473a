package dev.musubi.card.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.card.CardKey;
import dev.musubi.card.apdu.ApduChannel;
import dev.musubi.card.apdu.CardReader;
import dev.musubi.card.apdu.ChannelException;
import dev.musubi.card.apdu.CommandApdu;
import dev.musubi.card.apdu.ResponseApdu;
import dev.musubi.card.apdu.StatusWord;
import dev.musubi.card.fixture.TestCards;
import dev.musubi.card.virtual.VirtualReader;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.smartcardio.CardException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardFinderTest {

    private final VirtualReader empty = new VirtualReader("empty");
    private final CardReader other = reader(() -> new OtherCard(StatusWord.NOT_FOUND));

    private static String code(CardReader... readers) {
        CardResult<JpkiCard> found = new CardFinder(() -> List.of(readers)).find();
        return found instanceof CardResult.Failed<JpkiCard> failed
                ? failed.problem().code()
                : "found";
    }

    private static CardReader failing(ChannelException.Cause cause) {
        return reader(() -> {
            throw new ChannelException(cause);
        });
    }

    private interface Connecting {
        ApduChannel connect() throws ChannelException;
    }

    private static CardReader reader(Connecting connecting) {
        return new CardReader() {
            @Override
            public String name() {
                return "reader";
            }

            @Override
            public ApduChannel connect() throws ChannelException {
                return connecting.connect();
            }
        };
    }

    /** A bank card, say. */
    private record OtherCard(StatusWord status) implements ApduChannel {
        @Override
        public ResponseApdu transmit(CommandApdu command) {
            return ResponseApdu.of(status);
        }

        @Override
        public void close() {}
    }

    @Test
    void whenThereIsNoReaderThenItSaysSo() {
        assertThat(code()).isEqualTo("no_reader");
    }

    @Test
    void whenThereIsNoCardThenItSaysSo() {
        assertThat(code(empty, empty)).isEqualTo("no_card");
    }

    @Test
    void whenTheCardIsAnotherThenItSaysSoEvenBesideEmptyReaders() {
        assertThat(code(other)).isEqualTo("wrong_card");
        assertThat(code(empty, other, empty)).isEqualTo("wrong_card");
        assertThat(code(reader(() -> new OtherCard(StatusWord.UNKNOWN_CLASS)))).isEqualTo("card_fault");
    }

    @Test
    void whenAReaderFailsThenItSaysSo() {
        assertThat(code(failing(ChannelException.Cause.BUSY))).isEqualTo("reader_busy");
        assertThat(code(failing(ChannelException.Cause.FAILED), empty)).isEqualTo("reader_failed");
        assertThat(code(failing(ChannelException.Cause.CARD_REMOVED))).isEqualTo("card_removed");
    }

    @Test
    void whenACardIsOnAnyReaderThenItIsFound() {
        VirtualReader right = VirtualReader.with(TestCards.card());

        assertThat(code(empty, other, failing(ChannelException.Cause.FAILED), right))
                .isEqualTo("found");
    }

    @Test
    void whenTheCardIsLaidOnLaterThenTheNextSearchFindsIt() {
        CardFinder finder = new CardFinder(() -> List.of(empty));
        assertThat(finder.find()).isInstanceOf(CardResult.Failed.class);

        empty.insert(TestCards.card());

        assertThat(finder.find()).isInstanceOfSatisfying(CardResult.Done.class, done -> {
            if (done.value() instanceof JpkiCard card) {
                assertThat(card.triesLeft(CardKey.SIGNATURE)).isEqualTo(new CardResult.Done<>(5));
                card.close();
                assertThat(card.triesLeft(CardKey.SIGNATURE))
                        .isEqualTo(new CardResult.Failed<>(new CardProblem.CardRemoved()));
            }
        });
    }

    @Test
    void whenThisMachineHasNoReaderServiceThenThereIsSimplyNoReader() {
        assertThat(PcscReaders.list()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "SCARD_W_REMOVED_CARD, CARD_REMOVED",
        "SCARD_W_RESET_CARD, CARD_REMOVED",
        "SCARD_E_NO_SMARTCARD, NO_CARD",
        "SCARD_E_SHARING_VIOLATION, BUSY",
        "SCARD_E_TIMEOUT, FAILED",
    })
    void whenPcscFailsThenItsCodeTellsWhy(String code, ChannelException.Cause cause) {
        assertThat(PcscChannel.failure(new CardException("transmit failed", new CardException(code)))
                        .reason())
                .isEqualTo(cause);
        assertThat(PcscChannel.failure(new CardException(code)).reason()).isEqualTo(cause);
    }

    @Test
    void whenThereIsAProblemThenItHasItsOwnCodeAndTwoSentencesWithoutSecrets() throws Exception {
        List<CardProblem> problems = new ArrayList<>();
        for (Class<?> kind : CardProblem.class.getPermittedSubclasses()) {
            for (CardKey key : CardKey.values()) {
                problems.add(make(kind, key));
            }
        }
        Set<String> codes = new HashSet<>();
        for (CardProblem problem : problems) {
            codes.add(problem.code());
            assertThat(problem.code()).matches("[a-z_]+");
            assertThat(problem.sentence()).endsWith(".");
            assertThat(problem.sentenceJa()).endsWith("。");
            assertThat(problem.toString()).doesNotContain("1970");
        }
        assertThat(codes).hasSize(CardProblem.class.getPermittedSubclasses().length);
    }

    private static CardProblem make(Class<?> kind, CardKey key) throws Exception {
        List<Object> values = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        for (RecordComponent component : kind.getRecordComponents()) {
            types.add(component.getType());
            if (component.getType() == CardKey.class) {
                values.add(key);
            } else if (component.getType() == int.class) {
                values.add(2);
            } else if (component.getType() == Instant.class) {
                values.add(Instant.EPOCH);
            } else {
                values.add("sign");
            }
        }
        var constructor = kind.getDeclaredConstructor(types.toArray(Class<?>[]::new));
        return (CardProblem) constructor.newInstance(values.toArray());
    }
}
