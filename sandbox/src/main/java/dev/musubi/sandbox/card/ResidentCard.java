package dev.musubi.sandbox.card;

import dev.musubi.card.apdu.ResponseApdu;
import dev.musubi.card.apdu.StatusWord;
import dev.musubi.card.virtual.EmulatedCard;
import dev.musubi.card.virtual.VirtualCard;
import dev.musubi.sandbox.journal.JournalException;
import dev.musubi.sandbox.register.ResidentRegister;

/**
 * A resident's card in somebody's reader. Each time it gets power it holds what the resident's latest visit to the counter put
 * on it; a card that stays under power keeps what it had. While it answers, nothing else happens to the resident.
 */
final class ResidentCard implements EmulatedCard {

    private final ResidentRegister register;
    private final DeviceContent content;
    private final PinMemory memory;
    private volatile VirtualCard powered;

    ResidentCard(ResidentRegister register, DeviceContent content) {
        this.register = register;
        this.content = content;
        this.memory = new PinMemory(register, content.resident(), content.device());
        this.powered = content.card(memory);
    }

    @Override
    public byte[] atr() {
        return powered.atr();
    }

    @Override
    public void reset() {
        powered = content.card(memory);
    }

    @Override
    public byte[] transmit(byte[] command) {
        return register.alone(content.resident(), () -> {
            byte[] answer = powered.transmit(command);
            try {
                memory.settle();
                return answer;
            } catch (JournalException e) {
                // What the command gave, a right or a signature, is not given.
                reset();
                return ResponseApdu.of(StatusWord.MEMORY_FAILURE).bytes();
            }
        });
    }
}
