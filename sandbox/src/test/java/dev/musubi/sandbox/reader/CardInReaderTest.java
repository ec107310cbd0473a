package dev.musubi.sandbox.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.card.trace.Exchange;
import dev.musubi.sandbox.card.Device;
import dev.musubi.sandbox.fixture.FakeVirtualReader;
import dev.musubi.sandbox.fixture.TestWorld;
import dev.musubi.sandbox.register.ResidentPin;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardInReaderTest {

    private static final String JPKI = "00A4040C0AD392F000260100000001";

    @TempDir
    Path folder;

    private TestWorld test;
    private FakeVirtualReader vpcd;

    @BeforeEach
    void begin() throws Exception {
        test = TestWorld.in(folder);
        vpcd = new FakeVirtualReader();
    }

    @AfterEach
    void end() throws Exception {
        vpcd.close();
        test.close();
    }

    private CardInReader reader() {
        return test.world().reader();
    }

    private FakeVirtualReader.Card inserted(int resident, Device device) throws Exception {
        CompletableFuture<Optional<CardInReader.Inserted>> told =
                CompletableFuture.supplyAsync(() -> reader().insert(resident, device, vpcd.port()));
        FakeVirtualReader.Card card = vpcd.card();
        assertThat(card.atr()).isEqualTo("3BE000FF8131FE4514");
        assertThat(told.get()).hasValue(new CardInReader.Inserted(resident, device, vpcd.port(), true));
        return card;
    }

    @Test
    void whenACardIsInsertedThenItAnswersWithTheResidentsPinsAndCounters() throws Exception {
        try (FakeVirtualReader.Card card = inserted(3, Device.CARD)) {
            assertThat(reader().inserted()).isPresent();
            assertThat(card.transmit(JPKI)).isEqualTo("9000");
            card.transmit("00A4020C020018");
            assertThat(card.transmit("002000800430303030")).isEqualTo("63C2");
            assertThat(test.world().register().find(3).orElseThrow().triesLeft(ResidentPin.CARD_AUTHENTICATION))
                    .isEqualTo(2);
            assertThat(card.transmit("002000800431323334")).isEqualTo("9000");
        }
    }

    @Test
    void whenTheReaderResetsTheCardThenRightsAreGone() throws Exception {
        try (FakeVirtualReader.Card card = inserted(3, Device.CARD)) {
            card.transmit(JPKI);
            card.transmit("00A4020C020018");
            assertThat(card.transmit("002000800431323334")).isEqualTo("9000");
            card.reset();
            card.transmit(JPKI);
            card.transmit("00A4020C020017");
            assertThat(card.transmit("802A0080014200")).isEqualTo("6982");
        }
    }

    @Test
    void whenTheCardIsRemovedThenTheReaderSeesItGo() throws Exception {
        try (FakeVirtualReader.Card card = inserted(3, Device.CARD)) {
            assertThat(reader().remove()).isTrue();
            assertThat(card.gone()).isTrue();
            assertThat(reader().inserted()).isEmpty();
            assertThat(reader().remove()).isFalse();
        }
    }

    @Test
    void whenAnotherIsInsertedThenTheFirstIsTakenAway() throws Exception {
        try (FakeVirtualReader.Card first = inserted(3, Device.CARD);
                FakeVirtualReader.Card second = inserted(4, Device.SMARTPHONE)) {
            assertThat(first.gone()).isTrue();
            assertThat(second.transmit(JPKI)).isEqualTo("9000");
            assertThat(reader().inserted().orElseThrow().resident()).isEqualTo(4);
        }
    }

    @Test
    void whenTheReaderHangsUpThenTheCardComesBackWithoutTheRightsItHad() throws Exception {
        try (FakeVirtualReader.Card card = inserted(3, Device.CARD)) {
            card.transmit(JPKI);
            card.transmit("00A4020C020018");
            assertThat(card.transmit("002000800430303030")).isEqualTo("63C2");
            assertThat(card.transmit("002000800431323334")).isEqualTo("9000");
        }
        try (FakeVirtualReader.Card again = vpcd.card()) {
            assertThat(again.atr()).isEqualTo("3BE000FF8131FE4514");
            again.transmit(JPKI);
            again.transmit("00A4020C020017");
            assertThat(again.transmit("802A0080014200")).isEqualTo("6982");
            assertThat(reader().inserted()).hasValue(new CardInReader.Inserted(3, Device.CARD, vpcd.port(), true));
        }
    }

    @Test
    void whenNothingListensThenItSaysSo() throws Exception {
        int port = vpcd.port();
        vpcd.close();
        assertThat(reader().insert(3, Device.CARD, port)).isEmpty();
        assertThat(reader().inserted()).isEmpty();
    }

    @Test
    void whenTheReaderNeverLooksThenItIsSaid() {
        assertThat(reader().insert(3, Device.CARD, vpcd.port()))
                .hasValue(new CardInReader.Inserted(3, Device.CARD, vpcd.port(), false));
    }

    @Test
    void whenCommandsWereSentThenTheTraceNamesThemAndHidesThePin() throws Exception {
        try (FakeVirtualReader.Card card = inserted(3, Device.CARD)) {
            card.transmit(JPKI);
            card.transmit("00A4020C020018");
            card.transmit("002000800431323334");
            assertThat(reader().trace(0))
                    .extracting(Exchange::name)
                    .containsSubsequence(
                            "SELECT application JPKI",
                            "SELECT file 0018 (authentication PIN)",
                            "VERIFY 0018 (authentication PIN)");
            assertThat(reader().trace(0).toString())
                    .doesNotContain("31 32 33 34")
                    .doesNotContain("1234");
            long last = reader().trace(0).getLast().number();
            assertThat(reader().trace(last)).isEmpty();
            assertThat(reader().trace(last - 1)).hasSize(1);
        }
    }
}
