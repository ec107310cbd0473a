package dev.musubi.jpki.revocation.crl;

import java.io.IOException;
import java.io.OutputStream;
import java.security.Signature;
import java.security.SignatureException;

/** A buffered output that also feeds a signature while it is asked to. Not thread-safe. */
final class CrlOutput {

    private final OutputStream out;
    private final Signature signature;
    private final byte[] buffer = new byte[64 * 1024];
    private int size;
    private boolean signing;

    CrlOutput(OutputStream out, Signature signature) {
        this.out = out;
        this.signature = signature;
    }

    /** Whether what is written from here on is signed. */
    CrlOutput signing(boolean on) throws IOException {
        drain();
        signing = on;
        return this;
    }

    /** The buffer, with room for so many bytes from {@link #size()} on. */
    byte[] room(int bytes) throws IOException {
        if (buffer.length - size < bytes) {
            drain();
        }
        return buffer;
    }

    int size() {
        return size;
    }

    /** Takes over what was put in the buffer. */
    void wrote(int newSize) {
        size = newSize;
    }

    void write(byte[] bytes) throws IOException {
        byte[] to = room(bytes.length);
        System.arraycopy(bytes, 0, to, size, bytes.length);
        size += bytes.length;
    }

    void flush() throws IOException {
        drain();
        out.flush();
    }

    private void drain() throws IOException {
        if (size == 0) {
            return;
        }
        if (signing) {
            try {
                signature.update(buffer, 0, size);
            } catch (SignatureException e) {
                throw new IOException("the signature cannot be made", e);
            }
        }
        out.write(buffer, 0, size);
        size = 0;
    }
}
