package dev.musubi.jpki.revocation.crl;

import java.io.IOException;
import java.io.InputStream;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pulls DER (ITU-T X.690 clause 10) out of a stream through one buffer, and hands the bytes that pass to a signature
 * while it is asked to. Lengths are definite and of the shortest form, tags have one octet. Not thread-safe.
 */
final class DerStream {

    /** The largest value that can be held in the buffer whole, in bytes. */
    static final int MAXIMUM_WHOLE = 16 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[128 * 1024];
    private int position;
    private int limit;
    /** What has left the buffer: the place in the stream of the buffer's first byte. */
    private long discarded;

    private @Nullable Signature signature;
    private int signedUpTo;

    DerStream(InputStream in) {
        this.in = in;
    }

    /** The place in the stream. */
    long offset() {
        return discarded + position;
    }

    /** The buffer, for those who read values in place after {@link #ensure(int)}. */
    byte[] buffer() {
        return buffer;
    }

    /** The place in the buffer. */
    int position() {
        return position;
    }

    /** Goes on by so many bytes, which must have been ensured. */
    void advance(int bytes) {
        position += bytes;
    }

    /** From here on, bytes that pass are handed to the signature. */
    void startSigning(Signature with) {
        signature = with;
        signedUpTo = position;
    }

    /** Hands over what has passed, and stops. */
    void stopSigning() throws SignatureException {
        handOver();
        signature = null;
    }

    /** Has at least so many bytes in the buffer; false if the stream ends before. */
    boolean available(int bytes) throws IOException, SignatureException {
        if (limit - position >= bytes) {
            return true;
        }
        if (bytes > buffer.length) {
            throw new IllegalArgumentException("more than the buffer holds");
        }
        handOver();
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        discarded += position;
        limit -= position;
        position = 0;
        signedUpTo = 0;
        while (limit < bytes) {
            int read = in.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                return false;
            }
            limit += read;
        }
        return true;
    }

    /** Has at least so many bytes in the buffer. */
    void ensure(int bytes) throws IOException, SignatureException, CrlFaultException {
        if (limit - position < bytes && !available(bytes)) {
            throw malformed();
        }
    }

    /** The identifier octet of the next value, which stays unread. */
    int peekTag() throws IOException, SignatureException, CrlFaultException {
        ensure(1);
        return buffer[position] & 0xff;
    }

    /** Reads identifier and length of a value of this kind; returns the length of its content. */
    long enter(int tag) throws IOException, SignatureException, CrlFaultException {
        ensure(2);
        if ((buffer[position] & 0xff) != tag) {
            throw malformed();
        }
        int first = buffer[position + 1];
        if (first >= 0) {
            position += 2;
            return first;
        }
        int octets = first & 0x7f;
        if (octets == 0 || octets > 5) {
            throw malformed();
        }
        ensure(2 + octets);
        long length = 0;
        for (int i = 0; i < octets; i++) {
            length = (length << 8) | (buffer[position + 2 + i] & 0xff);
        }
        if (length < 0x80 || (octets > 1 && (length >>> (8 * (octets - 1))) == 0)) {
            throw malformed();
        }
        position += 2 + octets;
        return length;
    }

    /** Reads a small value whole, with identifier and length octets. */
    byte[] element(int tag) throws IOException, SignatureException, CrlFaultException {
        long before = offset();
        long length = enter(tag);
        int header = (int) (offset() - before);
        if (length > MAXIMUM_WHOLE) {
            throw malformed();
        }
        position -= header; // still in the buffer: enter() had it whole
        ensure(header + (int) length);
        byte[] whole = Arrays.copyOfRange(buffer, position, position + header + (int) length);
        position += whole.length;
        return whole;
    }

    /** Asserts that the stream ends here. */
    void end() throws IOException, SignatureException, CrlFaultException {
        if (available(1)) {
            throw malformed();
        }
    }

    private void handOver() throws SignatureException {
        if (signature != null && position > signedUpTo) {
            signature.update(buffer, signedUpTo, position - signedUpTo);
        }
        signedUpTo = position;
    }

    static CrlFaultException malformed() {
        return new CrlFaultException(CrlFault.MALFORMED);
    }
}
