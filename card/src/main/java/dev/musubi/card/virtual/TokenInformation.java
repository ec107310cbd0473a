package dev.musubi.card.virtual;

import dev.musubi.card.TokenKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * EF 0006 of the JPKI application: 160 bytes laid out like {@code CK_TOKEN_INFO} of PKCS #11, numbers with the highest byte
 * first. Only the label is known from real cards; the rest says that this card is virtual.
 */
final class TokenInformation {

    private static final int LENGTH = 160;
    private static final int NUMBERS = 11;
    private static final int MOST_PIN = 5;
    private static final int LEAST_PIN = 6;

    private TokenInformation() {}

    static byte[] of(TokenKind kind) {
        ByteBuffer information = ByteBuffer.allocate(LENGTH);
        information.put(text(kind.label(), 32));
        information.put(text("MUSUBI VIRTUAL CARD", 32));
        information.put(text("VIRTUAL", 16));
        information.put(text("0", 16));
        for (int number = 0; number < NUMBERS; number++) {
            information.putInt(
                    switch (number) {
                        case MOST_PIN -> 16;
                        case LEAST_PIN -> 4;
                        default -> 0;
                    });
        }
        information.put(new byte[] {1, 0, 1, 0});
        information.put(text("", 16));
        return information.array();
    }

    private static byte[] text(String text, int length) {
        byte[] padded = new byte[length];
        Arrays.fill(padded, (byte) ' ');
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, padded, 0, bytes.length);
        return padded;
    }
}
