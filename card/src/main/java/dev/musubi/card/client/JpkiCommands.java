package dev.musubi.card.client;

import dev.musubi.card.CardApplicationId;
import dev.musubi.card.apdu.ApduChannel;
import dev.musubi.card.apdu.ChannelException;
import dev.musubi.card.apdu.CommandApdu;
import dev.musubi.card.apdu.ResponseApdu;
import dev.musubi.card.apdu.StatusWord;
import java.io.ByteArrayOutputStream;
import java.util.OptionalInt;

/** The few commands a client sends, each with what its answers mean. Short APDUs only: every reader takes them. */
final class JpkiCommands {

    private static final int PAGE = 256;
    private static final int LARGEST_FILE = 16 * 1024;
    private static final int DER_HEADER = 4;

    private final ApduChannel channel;

    JpkiCommands(ApduChannel channel) {
        this.channel = channel;
    }

    /** SELECT by name; whether there is such an application. */
    boolean selectApplication(CardApplicationId application) throws ChannelException, CardProblemException {
        StatusWord status = channel.transmit(CommandApdu.of(0x00, 0xA4, 0x04, 0x0C, application.bytes()))
                .status();
        if (status.isOk()) {
            return true;
        }
        if (status.equals(StatusWord.NOT_FOUND)) {
            return false;
        }
        throw fault("select application", status);
    }

    /** SELECT of a file; a card without it is the wrong card. */
    void selectFile(int fileId) throws ChannelException, CardProblemException {
        byte[] id = {(byte) (fileId >> 8), (byte) fileId};
        StatusWord status =
                channel.transmit(CommandApdu.of(0x00, 0xA4, 0x02, 0x0C, id)).status();
        if (status.equals(StatusWord.NOT_FOUND)) {
            throw new CardProblemException(new CardProblem.WrongCard());
        }
        if (!status.isOk()) {
            throw fault("select file", status);
        }
    }

    /** READ BINARY of one page. */
    ResponseApdu read(int offset, int length) throws ChannelException {
        return channel.transmit(CommandApdu.of(0x00, 0xB0, offset >> 8, offset & 0xFF, length));
    }

    /** The selected file, which is one DER value: its length is in its first four bytes. */
    byte[] readDer(ResponseApdu head) throws ChannelException, CardProblemException {
        byte[] first = head.data();
        if (first.length != DER_HEADER || first[0] != 0x30 || (first[1] & 0xFF) != 0x82) {
            throw fault("read certificate", head.status());
        }
        int length = ((first[2] & 0xFF) << 8 | (first[3] & 0xFF)) + DER_HEADER;
        if (length > LARGEST_FILE) {
            throw fault("read certificate", head.status());
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream(length);
        while (file.size() < length) {
            int wanted = Math.min(PAGE, length - file.size());
            ResponseApdu page = read(file.size(), wanted);
            byte[] data = page.data();
            if (!page.status().isOk() || data.length != wanted) {
                throw fault("read certificate", page.status());
            }
            file.writeBytes(data);
        }
        return file.toByteArray();
    }

    ResponseApdu readDerHeader() throws ChannelException {
        return read(0, DER_HEADER);
    }

    /** VERIFY without data, which spends nothing. */
    int triesLeft() throws ChannelException, CardProblemException {
        StatusWord status =
                channel.transmit(CommandApdu.of(0x00, 0x20, 0x00, 0x80)).status();
        OptionalInt left = status.triesLeft();
        if (left.isPresent()) {
            return left.getAsInt();
        }
        if (status.equals(StatusWord.PIN_LOCKED)) {
            return 0;
        }
        throw fault("ask tries left", status);
    }

    /** VERIFY, once. */
    StatusWord verify(byte[] pin) throws ChannelException {
        return channel.transmit(CommandApdu.of(0x00, 0x20, 0x00, 0x80, pin)).status();
    }

    /** CHANGE REFERENCE DATA. */
    StatusWord change(byte[] pin) throws ChannelException {
        return channel.transmit(CommandApdu.of(0x00, 0x24, 0x01, 0x80, pin)).status();
    }

    /** COMPUTE DIGITAL SIGNATURE of what the caller made ready. */
    byte[] sign(byte[] input) throws ChannelException, CardProblemException {
        ResponseApdu response = channel.transmit(CommandApdu.of(0x80, 0x2A, 0x00, 0x80, input, PAGE));
        if (!response.status().isOk()) {
            throw fault("sign", response.status());
        }
        return response.data();
    }

    static CardProblemException fault(String doing, StatusWord status) {
        return new CardProblemException(new CardProblem.CardFault(doing, status.toString()));
    }
}
