package dev.musubi.jpki.der;

/**
 * Checks that bytes are one DER value through and through (ITU-T X.690 clauses 8, 10 and 11): definite and shortest
 * lengths, shortest integers, 00/FF booleans, zero unused bits, no constructed strings, bounded nesting, and nothing
 * after the end. What lies inside OCTET STRINGs and primitive context tags is not looked at.
 */
public final class DerShape {

    private static final int MAXIMUM_DEPTH = 24;
    private static final int CONSTRUCTED = 0x20;
    private static final int CLASS_MASK = 0xc0;

    private DerShape() {}

    /** @throws DerException if the bytes are anything but one strict DER value */
    public static void requireOneValue(byte[] der) throws DerException {
        requireOneValue(der, 0, der.length);
    }

    /** The same of a part of the bytes. */
    static void requireOneValue(byte[] data, int from, int to) throws DerException {
        if (walk(data, from, to, 0) != to) {
            throw new DerException("there are bytes after the end of a value");
        }
    }

    private static int walk(byte[] data, int from, int end, int depth) throws DerException {
        if (depth > MAXIMUM_DEPTH) {
            throw new DerException("values are nested too deeply");
        }
        if (end - from < 2) {
            throw new DerException("a value is cut off");
        }
        int tag = data[from] & 0xff;
        if ((tag & 0x1f) == 0x1f) {
            throw new DerException("a tag has more than one octet");
        }
        int first = data[from + 1];
        int content = from + 2;
        int length = first;
        if (first < 0) {
            int octets = first & 0x7f;
            if (octets == 0) {
                throw new DerException("a length is indefinite");
            }
            if (octets > 3 || octets > end - content) {
                throw new DerException("a value is cut off");
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = (length << 8) | (data[content++] & 0xff);
            }
            if (length < 0x80 || (octets > 1 && (length >>> (8 * (octets - 1))) == 0)) {
                throw new DerException("a length is not of the shortest form");
            }
        }
        if (length > end - content) {
            throw new DerException("a value is cut off");
        }
        int contentEnd = content + length;
        if ((tag & CONSTRUCTED) != 0) {
            if ((tag & CLASS_MASK) == 0 && tag != Tag.SEQUENCE && tag != Tag.SET) {
                throw new DerException("a string is constructed");
            }
            for (int next = content; next < contentEnd; ) {
                next = walk(data, next, contentEnd, depth + 1);
            }
        } else {
            primitive(tag, data, content, length);
        }
        return contentEnd;
    }

    private static void primitive(int tag, byte[] data, int from, int length) throws DerException {
        switch (tag) {
            case Tag.BOOLEAN -> require(length == 1 && (data[from] == 0 || data[from] == -1), "a BOOLEAN is 00 or FF");
            case Tag.INTEGER, Tag.ENUMERATED ->
                require(isShortest(data, from, length), "an INTEGER is not of the shortest form");
            case Tag.NULL -> require(length == 0, "a NULL is not empty");
            case Tag.OID -> Oids.require(data, from, length);
            case Tag.BIT_STRING -> bitString(data, from, length);
            case Tag.UTC_TIME -> Times.utcTime(data, from, length);
            case Tag.GENERALIZED_TIME -> Times.generalizedTime(data, from, length);
            case 0x10, 0x11 -> throw new DerException("a SEQUENCE or SET is primitive");
            default -> {}
        }
    }

    private static void bitString(byte[] data, int from, int length) throws DerException {
        require(length >= 1 && data[from] >= 0 && data[from] <= 7, "a BIT STRING is malformed");
        int unused = data[from];
        require(
                unused == 0 || (length > 1 && (data[from + length - 1] & ((1 << unused) - 1)) == 0),
                "unused bits of a BIT STRING are not zero");
    }

    private static boolean isShortest(byte[] data, int from, int length) {
        if (length < 2) {
            return length == 1;
        }
        boolean padded = (data[from] == 0 && data[from + 1] >= 0) || (data[from] == -1 && data[from + 1] < 0);
        return !padded;
    }

    private static void require(boolean condition, String otherwise) throws DerException {
        if (!condition) {
            throw new DerException(otherwise);
        }
    }
}
