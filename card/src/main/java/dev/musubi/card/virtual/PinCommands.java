package dev.musubi.card.virtual;

import dev.musubi.card.CardPin;
import dev.musubi.card.apdu.CommandApdu;
import dev.musubi.card.apdu.ResponseApdu;
import dev.musubi.card.apdu.StatusWord;

/** VERIFY and CHANGE REFERENCE DATA (ISO/IEC 7816-4 sections 11.6.6 and 11.6.7). */
final class PinCommands {

    private final CardMemory memory;

    PinCommands(CardMemory memory) {
        this.memory = memory;
    }

    /** {@code 00 20 00 80}. Without data it tells the tries left, even when the PIN was given already. */
    ResponseApdu verify(SelectedApplication selected, CommandApdu command) throws StatusException {
        if (command.p1() != 0) {
            throw new StatusException(StatusWord.WRONG_P1_P2);
        }
        CardPin pin = pin(selected, command);
        PinState state = memory.read(pin);
        byte[] candidate = command.data();
        if (candidate.length == 0) {
            return ResponseApdu.of(StatusWord.tries(state.triesLeft()));
        }
        if (state.isLocked()) {
            selected.withdraw(pin);
            throw new StatusException(StatusWord.PIN_LOCKED);
        }
        selected.withdraw(pin);
        int left = state.triesLeft() - 1;
        memory.write(pin, state.withTries(left));
        if (!state.is(candidate)) {
            throw new StatusException(StatusWord.tries(left));
        }
        memory.write(pin, state.withTries(pin.tries()));
        selected.grant(pin);
        return ResponseApdu.of(StatusWord.OK);
    }

    /** {@code 00 24 01 80}: a new PIN in place of the one just given. */
    ResponseApdu change(SelectedApplication selected, CommandApdu command) throws StatusException {
        if (command.p1() != 1) {
            throw new StatusException(StatusWord.WRONG_P1_P2);
        }
        CardPin pin = pin(selected, command);
        if (memory.read(pin).isLocked()) {
            throw new StatusException(StatusWord.PIN_LOCKED);
        }
        selected.requireVerified(pin);
        byte[] next = command.data();
        if (next.length == 0) {
            throw new StatusException(StatusWord.WRONG_LENGTH);
        }
        if (!pin.fits(next)) {
            throw new StatusException(StatusWord.WRONG_DATA);
        }
        memory.write(pin, PinState.of(pin, next, pin.tries()));
        return ResponseApdu.of(StatusWord.OK);
    }

    private static CardPin pin(SelectedApplication selected, CommandApdu command) throws StatusException {
        if (selected.byReference(command.p2()) instanceof CardFile.Pin file) {
            return file.pin();
        }
        throw new StatusException(StatusWord.WRONG_FILE_KIND);
    }
}
