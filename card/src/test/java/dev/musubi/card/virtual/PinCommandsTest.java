package dev.musubi.card.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.card.CardApplicationId;
import dev.musubi.card.CardPin;
import dev.musubi.card.fixture.Terminal;
import dev.musubi.card.fixture.TestCards;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinCommandsTest {

    private final CardMemory memory = TestCards.memory();
    private final Terminal terminal = new Terminal(TestCards.card(memory)).select(CardApplicationId.JPKI);

    private static String right(CardPin pin) {
        return switch (pin) {
            case AUTHENTICATION -> TestCards.AUTHENTICATION_PIN;
            case SIGNATURE -> TestCards.SIGNATURE_PIN;
            case CARD_SURFACE -> TestCards.SURFACE_PIN;
        };
    }

    private static String wrong(CardPin pin) {
        return pin == CardPin.SIGNATURE ? "WRONG1" : "0000";
    }

    private Terminal applicationOf(CardPin pin) {
        return terminal.select(
                pin == CardPin.CARD_SURFACE ? CardApplicationId.CARD_SURFACE_INPUT : CardApplicationId.JPKI);
    }

    @ParameterizedTest
    @EnumSource(CardPin.class)
    void whenVerifyIsEmptyThenItTellsTheTriesLeftAndSpendsNone(CardPin pin) {
        String tries = "63C" + pin.tries();
        applicationOf(pin).file(pin.fileId());

        for (int i = 0; i < 20; i++) {
            assertThat(terminal.status("00200080")).isEqualTo(tries);
            assertThat(terminal.status("0020008000")).isEqualTo(tries);
            assertThat(terminal.status("00200080000000")).isEqualTo(tries);
        }
        assertThat(terminal.status("002000" + Terminal.hex(0x80 | pin.fileId())))
                .isEqualTo(tries);
    }

    @ParameterizedTest
    @EnumSource(CardPin.class)
    void whenThePinWasGivenThenAnEmptyVerifyStillTellsTheTries(CardPin pin) {
        assertThat(applicationOf(pin).verify(pin, right(pin))).isEqualTo("9000");

        assertThat(terminal.status("00200080")).isEqualTo("63C" + pin.tries());
    }

    @ParameterizedTest
    @EnumSource(CardPin.class)
    void whenThePinIsWrongToTheEndThenItLocksAndStaysLocked(CardPin pin) {
        applicationOf(pin).file(pin.fileId());
        for (int left = pin.tries() - 1; left >= 0; left--) {
            assertThat(terminal.status(Terminal.verifyCommand(wrong(pin)))).isEqualTo("63C" + left);
            assertThat(terminal.status("00200080")).isEqualTo("63C" + left);
        }

        assertThat(terminal.status(Terminal.verifyCommand(right(pin)))).isEqualTo("6984");
        assertThat(terminal.status(Terminal.verifyCommand(wrong(pin)))).isEqualTo("6984");
        assertThat(terminal.status("00200080")).isEqualTo("63C0");
        assertThat(terminal.status(
                        "00240180" + Terminal.verifyCommand(right(pin)).substring(8)))
                .isEqualTo("6984");

        VirtualCard sameCardAnotherDay = TestCards.card(memory);
        Terminal again = new Terminal(sameCardAnotherDay)
                .select(pin == CardPin.CARD_SURFACE ? CardApplicationId.CARD_SURFACE_INPUT : CardApplicationId.JPKI);
        assertThat(again.verify(pin, right(pin))).isEqualTo("6984");
    }

    @ParameterizedTest
    @EnumSource(CardPin.class)
    void whenTheRightPinComesAfterWrongOnesThenTheTriesAreFullAgain(CardPin pin) {
        applicationOf(pin);
        for (int i = 1; i < pin.tries(); i++) {
            terminal.verify(pin, wrong(pin));
        }
        assertThat(terminal.tries(pin)).isEqualTo(1);

        assertThat(terminal.verify(pin, right(pin))).isEqualTo("9000");

        assertThat(terminal.tries(pin)).isEqualTo(pin.tries());
    }

    @Test
    void whenTheCardIsTakenAwayAfterAWrongPinThenTheTryStaysSpent() {
        terminal.verify(CardPin.SIGNATURE, "WRONG1");

        terminal.card().reset();
        Terminal other = new Terminal(TestCards.card(memory)).select(CardApplicationId.JPKI);

        assertThat(other.tries(CardPin.SIGNATURE)).isEqualTo(4);
        assertThat(other.tries(CardPin.AUTHENTICATION)).isEqualTo(3);
    }

    @Test
    void whenAWrongPinFollowsTheRightOneThenTheRightIsLost() {
        terminal.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN);
        assertThat(terminal.file(0x0001).status("00B0000004")).isEqualTo("9000");

        terminal.verify(CardPin.SIGNATURE, "WRONG1");

        assertThat(terminal.file(0x0001).status("00B0000004")).isEqualTo("6982");
    }

    @Test
    void whenThePinIsGivenTwiceThenItIsRightTwice() {
        assertThat(terminal.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN)).isEqualTo("9000");
        assertThat(terminal.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN)).isEqualTo("9000");
    }

    @Test
    void whenThePinIsInSmallLettersThenItIsWrongForTheCard() {
        assertThat(terminal.verify(CardPin.SIGNATURE, "abc123")).isEqualTo("63C4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"00A4040C07A0000001510000", "00A4040C0AD392F000260100000001", "00A4040C0AD3921000310001010408"})
    void whenAnyApplicationIsSelectedThenRightsAreLost(String select) {
        terminal.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN);

        assertThat(terminal.status(select)).isEqualTo("9000");

        assertThat(terminal.select(CardApplicationId.JPKI).file(0x0001).status("00B0000004"))
                .isEqualTo("6982");
    }

    @Test
    void whenAnUnknownApplicationIsAskedForThenNothingChanges() {
        terminal.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN);

        assertThat(terminal.status("00A4040C07A0000000790100")).isEqualTo("6A82");

        assertThat(terminal.file(0x0001).status("00B0000004")).isEqualTo("9000");
    }

    @Test
    void whenTheCardIsResetThenRightsAndSelectionAreLost() {
        terminal.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN);

        terminal.card().reset();

        assertThat(terminal.status("00B0000004")).isEqualTo("6986");
        assertThat(terminal.select(CardApplicationId.JPKI).file(0x0001).status("00B0000004"))
                .isEqualTo("6982");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"00200180", "00200000", "00200001", "002000A0", "0020009F", "002000FF", "00240080", "00240280"})
    void whenParametersAreWrongThenItSaysSo(String command) {
        terminal.file(CardPin.SIGNATURE.fileId());

        assertThat(terminal.status(command)).isEqualTo("6A86");
    }

    @Test
    void whenTheFileIsNoPinThenItIsTheWrongKind() {
        assertThat(terminal.file(0x000A).status("00200080")).isEqualTo("6981");
        assertThat(terminal.file(0x0017).status(Terminal.verifyCommand("1234"))).isEqualTo("6981");
        assertThat(terminal.status("00200089")).isEqualTo("6A82");
    }

    @Test
    void whenAPinIsNamedByItsShortIdentifierThenItCountsAsGiven() {
        assertThat(terminal.status("0020009806" + "303030303030")).isEqualTo("63C2");
        assertThat(terminal.status("002000980431323334")).isEqualTo("9000");
        assertThat(terminal.tries(CardPin.AUTHENTICATION)).isEqualTo(3);
    }

    @Test
    void whenThePinIsChangedThenTheNewOneIsRight() {
        terminal.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN);

        assertThat(terminal.status("0024018007" + "58595A37383930")).isEqualTo("9000");

        assertThat(terminal.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN)).isEqualTo("63C4");
        assertThat(terminal.verify(CardPin.SIGNATURE, "XYZ7890")).isEqualTo("9000");
        Terminal other = new Terminal(TestCards.card(memory)).select(CardApplicationId.JPKI);
        assertThat(other.verify(CardPin.SIGNATURE, "XYZ7890")).isEqualTo("9000");
    }

    @Test
    void whenThePinWasNotGivenThenItIsNotChanged() {
        terminal.verify(CardPin.AUTHENTICATION, TestCards.AUTHENTICATION_PIN);

        assertThat(terminal.file(CardPin.SIGNATURE.fileId()).status("0024018006" + "41414141" + "4141"))
                .isEqualTo("6982");
        assertThat(terminal.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN)).isEqualTo("9000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "05" + "4142433132",
                "06" + "616263313233",
                "06" + "414243313220",
                "11" + "4141414141414141414141414141414141"
            })
    void whenTheNewPinHasNotItsFormThenTheOldOneStays(String dataWithLength) {
        terminal.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN);

        assertThat(terminal.status("00240180" + dataWithLength)).isEqualTo("6A80");
        assertThat(terminal.status("00240180")).isEqualTo("6700");
        assertThat(terminal.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN)).isEqualTo("9000");
    }

    @Test
    void whenMemoryCannotBeWrittenThenThereIsNoRight() {
        CardMemory broken = new CardMemory() {
            @Override
            public PinState read(CardPin pin) {
                return memory.read(pin);
            }

            @Override
            public void write(CardPin pin, PinState state) {
                throw new UncheckedIOException(new IOException("full"));
            }
        };
        Terminal card = new Terminal(TestCards.card(broken)).select(CardApplicationId.JPKI);

        assertThat(card.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN)).isEqualTo("6581");

        assertThat(card.file(0x0001).status("00B0000004")).isEqualTo("6982");
    }

    @Test
    void whenAPinIsKeptThenItsFormIsCheckedAndItIsNotPrinted() {
        assertThatThrownBy(() -> PinState.fresh(CardPin.AUTHENTICATION, "12345"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("12345");
        assertThatThrownBy(() -> PinState.of(CardPin.AUTHENTICATION, new byte[] {'1', '2', '3', '4'}, 4))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CardMemory.inMemory(Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(PinState.fresh(CardPin.SIGNATURE, "ABC123")).hasToString("PinState[redacted]");
    }
}
