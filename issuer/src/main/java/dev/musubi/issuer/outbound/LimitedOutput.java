package dev.musubi.issuer.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Where a body goes, up to a limit. */
final class LimitedOutput {

    private static final int BUFFER = 16 * 1024;

    private final OutputStream out;
    private final long most;

    LimitedOutput(OutputStream out, long most) {
        this.out = out;
        this.most = most;
    }

    /** The body is longer than allowed. */
    static final class TooLongException extends IOException {}

    /** The body could not be written where it goes. */
    static final class NotWrittenException extends IOException {
        NotWrittenException(IOException cause) {
            super(cause);
        }
    }

    long most() {
        return most;
    }

    void take(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long taken = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            taken += n;
            if (taken > most) {
                throw new TooLongException();
            }
            try {
                out.write(buffer, 0, n);
            } catch (IOException e) {
                throw new NotWrittenException(e);
            }
        }
    }
}
