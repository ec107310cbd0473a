package dev.musubi.jpki.verification;

/**
 * Looks through a BER value (ITU-T X.690 clause 8) before a general parser sees it. CMS may be BER, with indefinite
 * lengths, so the strict DER check does not do; but nesting and the number of values are bounded, and nothing may follow.
 */
final class BerShape {

    private static final int MAXIMUM_DEPTH = 32;
    private static final int MAXIMUM_VALUES = 8192;

    private final byte[] data;
    private int position;
    private int values;

    private BerShape(byte[] data) {
        this.data = data;
    }

    static void requireOneValue(byte[] ber) throws SignatureRefusedException {
        BerShape shape = new BerShape(ber);
        shape.walk(ber.length, 0);
        if (shape.position != ber.length) {
            throw malformed();
        }
    }

    private void walk(int end, int depth) throws SignatureRefusedException {
        if (depth > MAXIMUM_DEPTH || ++values > MAXIMUM_VALUES || end - position < 2) {
            throw malformed();
        }
        int tag = data[position++] & 0xff;
        if ((tag & 0x1f) == 0x1f) {
            throw malformed(); // CMS has no tags of several octets
        }
        boolean constructed = (tag & 0x20) != 0;
        int length = data[position++];
        if (length == (byte) 0x80) {
            if (!constructed) {
                throw malformed();
            }
            while (!endOfContents(end)) {
                walk(end, depth + 1);
            }
            position += 2;
            return;
        }
        if (length < 0) {
            length = longLength(length & 0x7f, end);
        }
        if (length > end - position) {
            throw malformed();
        }
        int contentEnd = position + length;
        while (constructed && position < contentEnd) {
            walk(contentEnd, depth + 1);
        }
        position = contentEnd;
    }

    private int longLength(int octets, int end) throws SignatureRefusedException {
        if (octets > 3 || octets > end - position) {
            throw malformed();
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = (length << 8) | (data[position++] & 0xff);
        }
        return length;
    }

    private boolean endOfContents(int end) throws SignatureRefusedException {
        if (end - position < 2) {
            throw malformed();
        }
        return data[position] == 0 && data[position + 1] == 0;
    }

    private static SignatureRefusedException malformed() {
        return new SignatureRefusedException(RefusalReason.MALFORMED_SIGNATURE, "BER");
    }
}
