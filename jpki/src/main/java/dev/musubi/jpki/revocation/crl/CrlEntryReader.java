package dev.musubi.jpki.revocation.crl;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerExtension;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.DerShape;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.der.Times;
import dev.musubi.jpki.revocation.RevocationReason;
import java.io.IOException;
import java.security.SignatureException;
import java.util.Arrays;

/**
 * Reads revokedCertificates (RFC 5280 section 5.1.2.6) in place. The usual entry, with a reason code and nothing else,
 * takes the short way; extensions of any other form are taken apart in full.
 */
final class CrlEntryReader {

    private static final String REASON_CODE = "2.5.29.21";

    /** crlEntryExtensions with only a reason code, up to the code itself. */
    private static final byte[] REASON_ONLY = {
        0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01
    };

    private static final int MAXIMUM_ENTRY = 4 * 1024;
    private static final int MAXIMUM_SERIAL = 20;
    private static final int MAXIMUM_EXPECTED = 1_200_000;
    private static final int REMOVE_FROM_CRL = 8;
    private static final long LATEST = 0xffff_ffffL;

    private final DerStream stream;
    private final CrlIndexBuilder index = new CrlIndexBuilder();

    CrlEntryReader(DerStream stream) {
        this.stream = stream;
    }

    /** Reads so many bytes of entries. */
    CrlIndexBuilder read(long length) throws IOException, SignatureException, CrlFaultException {
        long end = stream.offset() + length;
        boolean first = true;
        while (stream.offset() < end) {
            long before = stream.offset();
            readEntry();
            if (first) {
                // All entries are about as long as the first, or longer; the builder grows if they are not. What a list
                // claims of its length is not worth more than so much memory before it is there.
                index.expect(Math.min(length / Math.max(20, stream.offset() - before), MAXIMUM_EXPECTED) + 16);
                first = false;
            }
        }
        if (stream.offset() != end) {
            throw DerStream.malformed();
        }
        return index;
    }

    private void readEntry() throws IOException, SignatureException, CrlFaultException {
        long length = stream.enter(Tag.SEQUENCE);
        if (length > MAXIMUM_ENTRY) {
            throw DerStream.malformed();
        }
        stream.ensure((int) length);
        byte[] data = stream.buffer();
        int at = stream.position();
        int end = at + (int) length;

        if (end - at < 2 || data[at] != Tag.INTEGER) {
            throw DerStream.malformed();
        }
        int serialLength = data[at + 1];
        int serial = at + 2;
        if (serialLength < 1 || serialLength > MAXIMUM_SERIAL || serialLength > end - serial || data[serial] < 0) {
            throw DerStream.malformed();
        }
        if (data[serial] == 0 && (serialLength == 1 || data[serial + 1] >= 0)) {
            throw DerStream.malformed(); // zero, or not of the shortest form
        }
        at = serial + serialLength;

        if (end - at < 2 || data[at + 1] < 0 || data[at + 1] > end - at - 2) {
            throw DerStream.malformed();
        }
        long time;
        int timeLength = data[at + 1];
        try {
            time = switch (data[at]) {
                case Tag.UTC_TIME -> Times.utcTime(data, at + 2, timeLength);
                case Tag.GENERALIZED_TIME -> Times.generalizedTime(data, at + 2, timeLength);
                default -> throw DerStream.malformed();
            };
        } catch (DerException e) {
            throw DerStream.malformed();
        }
        if (time < 0 || time > LATEST) {
            throw DerStream.malformed();
        }
        at += 2 + timeLength;
        int reason = at == end ? RevocationReason.UNSPECIFIED.code() : reason(data, at, end);
        index.add(data, serial, serialLength, time, reason);
        stream.advance((int) length);
    }

    private static int reason(byte[] data, int from, int end) throws CrlFaultException {
        int code;
        if (end - from == REASON_ONLY.length + 1
                && Arrays.equals(data, from, end - 1, REASON_ONLY, 0, REASON_ONLY.length)) {
            code = data[end - 1];
        } else {
            code = reasonAmongExtensions(Arrays.copyOfRange(data, from, end));
        }
        if (code == REMOVE_FROM_CRL) {
            throw new CrlFaultException(CrlFault.DELTA);
        }
        if (!isKnown(code)) {
            throw new CrlFaultException(CrlFault.UNKNOWN_REASON);
        }
        return code;
    }

    private static boolean isKnown(int code) {
        return code >= 0 && code <= 10 && code != 7;
    }

    private static int reasonAmongExtensions(byte[] extensions) throws CrlFaultException {
        try {
            DerShape.requireOneValue(extensions);
            int code = RevocationReason.UNSPECIFIED.code();
            for (DerExtension extension : DerExtension.all(new DerReader(extensions).enter(Tag.SEQUENCE))) {
                if (extension.oid().equals(REASON_CODE)) {
                    code = extension.value().enumerated();
                } else if (extension.critical()) {
                    // Among them certificateIssuer (section 5.3.3): lists for others' certificates are not JPKI's.
                    throw new CrlFaultException(CrlFault.UNKNOWN_CRITICAL_EXTENSION);
                }
            }
            return code;
        } catch (DerException e) {
            throw DerStream.malformed();
        }
    }
}
