package dev.musubi.card.vpcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.card.fixture.Terminal;
import dev.musubi.card.fixture.TestCards;
import dev.musubi.card.virtual.VirtualCard;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VpcdLinkTest {

    private static final String SELECT_JPKI = "00A4040C0AD392F000260100000001";

    private final VirtualCard card = TestCards.card();
    private FakeVpcd reader = newReader();
    private VpcdLink link = connect();
    private FutureTask<Boolean> serving = new FutureTask<>(() -> true);

    private static FakeVpcd newReader() {
        try {
            return new FakeVpcd();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private VpcdLink connect() {
        try {
            return VpcdLink.connect(reader.address(), card);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void serve() throws IOException {
        reader.accept();
        serving = new FutureTask<>(() -> {
            link.serve();
            return true;
        });
        new Thread(serving, "virtual card").start();
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        reader.close();
    }

    @Test
    void whenTheReaderPowersTheCardThenItTellsItsAtrAndAnswersCommands() throws Exception {
        reader.order(1);
        reader.order(4);
        assertThat(reader.read()).isEqualTo("3BE000FF8131FE4514");

        assertThat(reader.ask("00A4040009A00000030800001000")).isEqualTo("6A82");
        assertThat(reader.ask(SELECT_JPKI)).isEqualTo("9000");
        assertThat(reader.ask("00A4020C020008")).isEqualTo("9000");
        assertThat(reader.ask("00B0000000")).isEqualTo("8F8F009000");
        assertThat(reader.ask("00A4020C02000A")).isEqualTo("9000");
        assertThat(reader.ask("00B00000000000")).startsWith("3082").endsWith("9000");
    }

    @Test
    void whenTheReaderResetsTheCardThenRightsAreLost() throws Exception {
        for (int order = 0; order <= 2; order++) {
            reader.ask(SELECT_JPKI);
            reader.ask("00A4020C02001B");
            assertThat(reader.ask(Terminal.verifyCommand(TestCards.SIGNATURE_PIN)))
                    .isEqualTo("9000");
            reader.ask("00A4020C02001A");
            assertThat(reader.ask("802A00800142" + "00")).hasSize(2 * 258);

            reader.order(order);

            assertThat(reader.ask("802A00800142" + "00")).isEqualTo("6986");
        }
    }

    @Test
    void whenFramesAreEmptyOrOrdersUnknownThenTheLinkGoesOn() throws Exception {
        reader.write(new byte[0]);
        reader.order(3);
        reader.order(0xFF);

        assertThat(reader.ask("0000")).isEqualTo("6700");
        assertThat(reader.ask(SELECT_JPKI)).isEqualTo("9000");
    }

    @Test
    void whenACommandComesInPiecesThenItIsPutTogether() throws Exception {
        for (byte piece : new byte[] {0, 5, 0, (byte) 0xB0, 0, 0, 0}) {
            reader.raw(new byte[] {piece});
        }

        assertThat(reader.read()).isEqualTo("6986");
    }

    @Test
    void whenTheReaderHangsUpBetweenFramesThenServingEndsAndRightsAreLost() throws Exception {
        reader.ask(SELECT_JPKI);

        reader.hangUp();

        assertThat(serving.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(new Terminal(card).status("00A4020C02000A")).isEqualTo("6A82");
    }

    @Test
    void whenTheReaderHangsUpInsideAFrameThenServingFails() throws Exception {
        reader.raw(new byte[] {0, 5, 0});

        reader.hangUp();

        assertThatThrownBy(() -> serving.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void whenTheLinkIsClosedThenServingEnds() throws Exception {
        reader.ask(SELECT_JPKI);

        link.close();

        assertThat(serving.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whenNothingListensThenConnectingFails() throws Exception {
        InetSocketAddress nobody = reader.address();
        link.close();
        reader.close();

        assertThatThrownBy(() -> VpcdLink.connect(nobody, card)).isInstanceOf(ConnectException.class);
        assertThat(VpcdLink.thisMachine().getPort()).isEqualTo(35963);
        assertThat(VpcdLink.thisMachine().getAddress().isLoopbackAddress()).isTrue();
    }
}
