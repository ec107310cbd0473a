package dev.musubi.sandbox.card;

import dev.musubi.card.virtual.EmulatedCard;
import dev.musubi.card.virtual.VirtualCard;
import dev.musubi.sandbox.register.ResidentRegister;

/**
 * A resident's card in somebody's reader. Each time it gets power it holds what the resident's latest visit to the counter put
 * on it; a card that stays under power keeps what it had. While it answers, nothing else happens to the resident.
 */
final class ResidentCard implements EmulatedCard {

    private final ResidentRegister register;
    private final DeviceContent content;
    private volatile VirtualCard powered;

    ResidentCard(ResidentRegister register, DeviceContent content) {
        this.register = register;
        this.content = content;
        this.powered = content.card();
    }

    @Override
    public byte[] atr() {
        return powered.atr();
    }

    @Override
    public void reset() {
        powered = content.card();
    }

    @Override
    public byte[] transmit(byte[] command) {
        return register.alone(content.resident(), () -> powered.transmit(command));
    }
}
