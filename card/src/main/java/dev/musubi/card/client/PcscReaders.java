package dev.musubi.card.client;

import dev.musubi.card.apdu.ApduChannel;
import dev.musubi.card.apdu.CardReader;
import dev.musubi.card.apdu.ChannelException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.TerminalFactory;

/** The readers of this machine as PC/SC has them: pcscd on Linux, the system's own service on Windows and macOS. */
public final class PcscReaders {

    private PcscReaders() {}

    /**
     * All readers; none if there are none, or if the service does not run. After the service was started anew, the JDK
     * needs a new process to find it again.
     */
    public static List<CardReader> list() {
        try {
            // Not getDefault(), which would remember for good that the service was not running.
            return list(TerminalFactory.getInstance("PC/SC", null));
        } catch (NoSuchAlgorithmException e) {
            return List.of();
        }
    }

    private static List<CardReader> list(TerminalFactory factory) {
        try {
            return factory.terminals().list().stream()
                    .<CardReader>map(Reader::new)
                    .toList();
        } catch (CardException e) {
            return List.of();
        }
    }

    /** A reader of the JDK's as one of ours. */
    record Reader(CardTerminal terminal) implements CardReader {

        @Override
        public String name() {
            return terminal.getName();
        }

        @Override
        public ApduChannel connect() throws ChannelException {
            return PcscChannel.connect(terminal);
        }
    }
}
