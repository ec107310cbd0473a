package dev.musubi.jpki.der;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/** Builds DER values (ITU-T X.690 clause 10) as byte arrays, for those written here rather than by Bouncy Castle. */
public final class DerOutput {

    private DerOutput() {}

    /** A value with this identifier octet and these contents, one after the other. */
    public static byte[] value(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] content : contents) {
            length += content.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.writeBytes(header(tag, length));
        for (byte[] content : contents) {
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    /** Values one after the other. */
    public static byte[] join(byte[]... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] value : values) {
            out.writeBytes(value);
        }
        return out.toByteArray();
    }

    /** A UTCTime or GeneralizedTime, by the year as RFC 5280 section 4.1.2.5 asks; fractions are cut off. */
    public static byte[] time(Instant instant) {
        byte[] buffer = new byte[2 + Times.GENERALIZED_LENGTH];
        return Arrays.copyOf(buffer, Times.put(instant.getEpochSecond(), buffer, 0));
    }

    /** Identifier and length octets of a value with so many content octets. */
    public static byte[] header(int tag, long length) {
        if (length < 0x80) {
            return new byte[] {(byte) tag, (byte) length};
        }
        int octets = (71 - Long.numberOfLeadingZeros(length)) / 8;
        byte[] header = new byte[2 + octets];
        header[0] = (byte) tag;
        header[1] = (byte) (0x80 | octets);
        for (int i = 0; i < octets; i++) {
            header[2 + i] = (byte) (length >>> (8 * (octets - 1 - i)));
        }
        return header;
    }

    /** An INTEGER. */
    public static byte[] integer(BigInteger number) {
        return value(Tag.INTEGER, number.toByteArray());
    }

    /** An OBJECT IDENTIFIER from its dotted form. */
    public static byte[] oid(String dotted) {
        try {
            return new ASN1ObjectIdentifier(dotted).getEncoded("DER");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
