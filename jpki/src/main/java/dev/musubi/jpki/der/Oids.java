package dev.musubi.jpki.der;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** OBJECT IDENTIFIER content octets (ITU-T X.690 clause 8.19). */
final class Oids {

    /** More than any OID met in a certificate; arcs under 2.25 alone have 19 octets. */
    private static final int MAXIMUM_OCTETS = 64;

    /** Certificates say the same few OIDs over and over. */
    private static final Memo<String> KNOWN = new Memo<>(256);

    private Oids() {}

    /** Checks the content octets without reading what they say. */
    static void require(byte[] data, int from, int length) throws DerException {
        if (length == 0 || length > MAXIMUM_OCTETS || data[from + length - 1] < 0) {
            throw malformed();
        }
        boolean arcStarts = true;
        for (int i = from; i < from + length; i++) {
            if (arcStarts && data[i] == (byte) 0x80) {
                throw malformed(); // not of the shortest form
            }
            arcStarts = data[i] >= 0;
        }
    }

    /** The dotted form. */
    static String decode(byte[] data, int from, int length) throws DerException {
        require(data, from, length);
        @Nullable String known = KNOWN.recall(data, from, length);
        if (known != null) {
            return known;
        }
        StringBuilder dotted = new StringBuilder(32);
        int arcStart = from;
        for (int i = from; i < from + length; i++) {
            if (data[i] >= 0) {
                appendArc(dotted, data, arcStart, i + 1);
                arcStart = i + 1;
            }
        }
        return KNOWN.remember(data, from, length, dotted.toString());
    }

    private static DerException malformed() {
        return new DerException("an OBJECT IDENTIFIER is malformed");
    }

    private static void appendArc(StringBuilder dotted, byte[] data, int from, int to) {
        if (to - from > 8) {
            appendLargeArc(dotted, data, from, to);
            return;
        }
        long arc = 0;
        for (int i = from; i < to; i++) {
            arc = (arc << 7) | (data[i] & 0x7f);
        }
        if (dotted.isEmpty()) {
            long root = Math.min(arc / 40, 2);
            dotted.append(root).append('.').append(arc - root * 40);
        } else {
            dotted.append('.').append(arc);
        }
    }

    private static void appendLargeArc(StringBuilder dotted, byte[] data, int from, int to) {
        BigInteger arc = BigInteger.ZERO;
        for (int i = from; i < to; i++) {
            arc = arc.shiftLeft(7).or(BigInteger.valueOf(data[i] & 0x7f));
        }
        if (dotted.isEmpty()) {
            dotted.append("2.").append(arc.subtract(BigInteger.valueOf(80)));
        } else {
            dotted.append('.').append(arc);
        }
    }
}
