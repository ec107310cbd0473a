package dev.musubi.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.smartcardio.Card;
import javax.smartcardio.CardChannel;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.ResponseAPDU;
import javax.smartcardio.TerminalFactory;

/** A program that sends commands by the JDK's own PC/SC, and prints what came back. */
final class SmartcardIoProgram {

    private static final byte[] JPKI = HexFormat.of().parseHex("D392F000260100000001");
    private static final byte[] SURFACE = HexFormat.of().parseHex("D3921000310001010408");

    private final CardChannel channel;

    private SmartcardIoProgram(CardChannel channel) {
        this.channel = channel;
    }

    /** The authentication PIN. */
    public static void main(String[] arguments) throws Exception {
        for (CardTerminal terminal : TerminalFactory.getDefault().terminals().list()) {
            if (terminal.isCardPresent()) {
                Card card = terminal.connect("*");
                System.out.println("ATR "
                        + HexFormat.of().withUpperCase().formatHex(card.getATR().getBytes()));
                new SmartcardIoProgram(card.getBasicChannel()).speak(arguments[0]);
                card.disconnect(true);
            }
        }
    }

    private void speak(String pin) throws CardException {
        say("select", send(0x00, 0xA4, 0x04, 0x0C, JPKI));
        file(0x06);
        byte[] token = channel.transmit(new CommandAPDU(0x00, 0xB0, 0, 0, 32)).getData();
        System.out.println("token " + new String(token, StandardCharsets.US_ASCII).strip());
        file(0x18);
        say("tries", channel.transmit(new CommandAPDU(0x00, 0x20, 0x00, 0x80)));
        file(0x17);
        say("sign before the PIN", sign());
        file(0x18);
        say("verify", send(0x00, 0x20, 0x00, 0x80, pin.getBytes(StandardCharsets.US_ASCII)));
        file(0x17);
        ResponseAPDU signature = sign();
        System.out.printf("sign %04X, %d bytes%n", signature.getSW(), signature.getData().length);
        ResponseAPDU surface = send(0x00, 0xA4, 0x04, 0x0C, SURFACE);
        if (surface.getSW() != 0x9000) {
            say("My Number application", surface);
            return;
        }
        file(0x01);
        say("My Number", channel.transmit(new CommandAPDU(0x00, 0xB0, 0, 0, 17)));
        send(0x00, 0xA4, 0x04, 0x0C, JPKI);
        say("sign after another application", sign());
    }

    private void file(int id) throws CardException {
        send(0x00, 0xA4, 0x02, 0x0C, new byte[] {0, (byte) id});
    }

    private ResponseAPDU sign() throws CardException {
        byte[] digestInfo = Arrays.copyOf(HexFormat.of().parseHex("3031300D060960864801650304020105000420"), 51);
        return channel.transmit(new CommandAPDU(0x80, 0x2A, 0x00, 0x80, digestInfo, 256));
    }

    private ResponseAPDU send(int cla, int ins, int p1, int p2, byte[] data) throws CardException {
        return channel.transmit(new CommandAPDU(cla, ins, p1, p2, data));
    }

    private static void say(String what, ResponseAPDU answer) {
        System.out.printf("%s %04X%n", what, answer.getSW());
    }
}
