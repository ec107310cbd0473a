package dev.musubi.sandbox.repository;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;

/** Far more octets than anybody should read: the beginning of a long DER OCTET STRING, then zeros. */
final class Zeros {

    private static final int BLOCK = 1 << 16;
    private static final int HEAD = 6;

    private Zeros() {}

    static void send(HttpServletResponse response, String type, int length) throws IOException {
        response.setContentType(type);
        response.setContentLength(length);
        byte[] block = new byte[BLOCK];
        int body = length - HEAD;
        try (OutputStream out = response.getOutputStream()) {
            out.write(new byte[] {
                0x04, (byte) 0x84, (byte) (body >> 24), (byte) (body >> 16), (byte) (body >> 8), (byte) body
            });
            for (int left = body; left > 0; left -= BLOCK) {
                out.write(block, 0, Math.min(left, BLOCK));
            }
        }
    }
}
