package dev.musubi.card.apdu;

import java.util.Arrays;
import java.util.Optional;

/** A card's answer (ISO/IEC 7816-4 section 5.2): data, often none, and a status word. {@link #toString()} has no data. */
public final class ResponseApdu {

    /** The longest answer looked at, in bytes. */
    public static final int MAXIMUM_BYTES = 65536 + 2;

    private final byte[] data;
    private final StatusWord status;

    private ResponseApdu(byte[] data, StatusWord status) {
        this.data = data;
        this.status = status;
    }

    /** An answer without data. */
    public static ResponseApdu of(StatusWord status) {
        return new ResponseApdu(new byte[0], status);
    }

    /** Data and {@code 9000}. */
    public static ResponseApdu of(byte[] data) {
        return new ResponseApdu(data.clone(), StatusWord.OK);
    }

    /** Reads an answer; empty if the bytes are too few or too many to be one. */
    public static Optional<ResponseApdu> parse(byte[] bytes) {
        if (bytes.length < 2 || bytes.length > MAXIMUM_BYTES) {
            return Optional.empty();
        }
        int end = bytes.length - 2;
        int status = (bytes[end] & 0xFF) << 8 | (bytes[end + 1] & 0xFF);
        return Optional.of(new ResponseApdu(Arrays.copyOf(bytes, end), new StatusWord(status)));
    }

    /** The encoded answer. */
    public byte[] bytes() {
        byte[] bytes = Arrays.copyOf(data, data.length + 2);
        bytes[data.length] = (byte) (status.value() >> 8);
        bytes[data.length + 1] = (byte) status.value();
        return bytes;
    }

    /** The data, empty if there are none. */
    public byte[] data() {
        return data.clone();
    }

    /** The status word. */
    public StatusWord status() {
        return status;
    }

    @Override
    public String toString() {
        return "ResponseApdu[" + data.length + " bytes, " + status + "]";
    }
}
