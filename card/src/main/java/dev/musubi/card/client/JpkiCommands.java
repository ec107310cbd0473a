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
    private static final int MOST_PARTS = 16;

    private final ApduChannel channel;

    JpkiCommands(ApduChannel channel) {
        this.channel = channel;
    }

    /** SELECT by name; what the card says. Cards that have no such application say so in many ways. */
    StatusWord selectApplication(CardApplicationId application) throws ChannelException {
        return channel.transmit(CommandApdu.of(0x00, 0xA4, 0x04, 0x0C, application.bytes()))
                .status();
    }

    /** SELECT of a file; whether the card says it has it. */
    boolean hasFile(int fileId) throws ChannelException {
        return trySelectFile(fileId).isOk();
    }

    /** SELECT of a file; a card without it is the wrong card. */
    void selectFile(int fileId) throws ChannelException, CardProblemException {
        StatusWord status = trySelectFile(fileId);
        if (status.equals(StatusWord.NOT_FOUND)) {
            throw new CardProblemException(new CardProblem.WrongCard());
        }
        if (!status.isOk()) {
            throw fault("select file", status);
        }
    }

    private StatusWord trySelectFile(int fileId) throws ChannelException {
        byte[] id = {(byte) (fileId >> 8), (byte) fileId};
        return channel.transmit(CommandApdu.of(0x00, 0xA4, 0x02, 0x0C, id)).status();
    }

    /**
     * READ BINARY from the start of the selected file until so many bytes are there or the file ends. How many one answer has
     * is up to card and reader: Le is the most that is wanted (ISO/IEC 7816-4 section 5.3.1), and readers cut it to 253 or 128.
     *
     * @return the bytes with the status {@code 9000}; or none, with the status that refused the first
     */
    ResponseApdu read(String doing, int length) throws ChannelException, CardProblemException {
        return read(doing, new ByteArrayOutputStream(length), length);
    }

    private ResponseApdu read(String doing, ByteArrayOutputStream file, int length)
            throws ChannelException, CardProblemException {
        while (file.size() < length) {
            int wanted = Math.min(PAGE, length - file.size());
            ResponseApdu page = readPage(file.size(), wanted);
            boolean ended = page.status().equals(StatusWord.END_OF_FILE);
            byte[] data = page.data();
            if (!page.status().isOk() && !ended) {
                if (file.size() == 0) {
                    return page;
                }
                throw fault(doing, page.status());
            }
            if (data.length > wanted || (data.length == 0 && file.size() == 0)) {
                throw fault(doing, page.status());
            }
            file.writeBytes(data);
            if (ended || data.length == 0) {
                break;
            }
        }
        return ResponseApdu.of(file.toByteArray());
    }

    private ResponseApdu readPage(int offset, int wanted) throws ChannelException {
        ResponseApdu answer = channel.transmit(readBinary(offset, wanted));
        OptionalInt other = answer.status().otherLength();
        if (other.isPresent() && other.getAsInt() <= wanted) {
            // Asking again changes nothing on the card; with a PIN or a signature this would never be done.
            answer = channel.transmit(readBinary(offset, other.getAsInt()));
        }
        return rest(answer);
    }

    private static CommandApdu readBinary(int offset, int length) {
        return CommandApdu.of(0x00, 0xB0, offset >> 8, offset & 0xFF, length);
    }

    /** The answer with what the card still has of it, fetched with GET RESPONSE (ISO/IEC 7816-4 section 11.8.1). */
    private ResponseApdu rest(ResponseApdu answer) throws ChannelException {
        OptionalInt more = answer.status().moreData();
        if (more.isEmpty()) {
            return answer;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(answer.data());
        ResponseApdu last = answer;
        for (int parts = 0; more.isPresent() && parts < MOST_PARTS; parts++) {
            last = channel.transmit(CommandApdu.of(0x00, 0xC0, 0x00, 0x00, more.getAsInt()));
            whole.writeBytes(last.data());
            more = last.status().moreData();
        }
        return last.status().isOk() ? ResponseApdu.of(whole.toByteArray()) : last;
    }

    /**
     * The selected file, which is one DER value: its length is in its first four bytes.
     *
     * @return its bytes with {@code 9000}, or none with the status that refused it
     */
    ResponseApdu readDer(String doing) throws ChannelException, CardProblemException {
        ResponseApdu head = read(doing, DER_HEADER);
        if (!head.status().isOk()) {
            return head;
        }
        byte[] first = head.data();
        if (first.length != DER_HEADER || !isLongSequence(first)) {
            throw fault(doing, head.status());
        }
        int length = ((first[2] & 0xFF) << 8 | (first[3] & 0xFF)) + DER_HEADER;
        if (length > LARGEST_FILE) {
            throw fault(doing, head.status());
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream(length);
        ResponseApdu whole = read(doing, file, length);
        if (!whole.status().isOk() || whole.data().length != length) {
            throw fault(doing, whole.status());
        }
        return whole;
    }

    /** Whether the selected file may be read by anybody and begins as a certificate does. */
    boolean beginsAsCertificate() throws ChannelException, CardProblemException {
        ResponseApdu head = read("look at card", DER_HEADER);
        return head.status().isOk() && head.data().length == DER_HEADER && isLongSequence(head.data());
    }

    private static boolean isLongSequence(byte[] der) {
        return der[0] == 0x30 && (der[1] & 0xFF) == 0x82;
    }

    /** VERIFY without data, which spends nothing. */
    int triesLeft() throws ChannelException, CardProblemException {
        StatusWord status =
                channel.transmit(CommandApdu.of(0x00, 0x20, 0x00, 0x80)).status();
        if (status.isPinLocked()) {
            return 0;
        }
        OptionalInt left = status.triesLeft();
        if (left.isPresent()) {
            return left.getAsInt();
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
        ResponseApdu response = rest(channel.transmit(CommandApdu.of(0x80, 0x2A, 0x00, 0x80, input, PAGE)));
        if (!response.status().isOk()) {
            throw fault("sign", response.status());
        }
        return response.data();
    }

    static CardProblemException fault(String doing, StatusWord status) {
        return new CardProblemException(new CardProblem.CardFault(doing, status.toString()));
    }
}
