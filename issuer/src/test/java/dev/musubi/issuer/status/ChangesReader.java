package dev.musubi.issuer.status;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.InflaterInputStream;

/** Applies changes as their specification says, written apart from what writes them. */
final class ChangesReader {

    private ChangesReader() {}

    static void apply(StatusBits bits, byte[] compressed) {
        byte[] changes;
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
            changes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int next = 0;
        int at = 0;
        while (at < changes.length) {
            int number = 0;
            int shift = 0;
            int octet;
            do {
                octet = changes[at++];
                number |= (octet & 0x7F) << shift;
                shift += 7;
            } while (octet < 0);
            int index = next + (number >>> 2);
            bits.set(index, StatusValue.of(number & 3));
            next = index + 1;
        }
    }
}
