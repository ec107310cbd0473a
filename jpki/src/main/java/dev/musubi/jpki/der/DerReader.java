package dev.musubi.jpki.der;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Pulls DER values (ITU-T X.690 clause 10) out of a byte array, one after the other. Lengths are definite and of the
 * shortest form, tags have one octet, and nothing is read past the value that was entered. Not thread-safe.
 */
public final class DerReader {

    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] data;
    private final int end;
    private int position;

    /** A reader of all of the bytes, which must not change meanwhile. */
    public DerReader(byte[] data) {
        this(data, 0, data.length);
    }

    private DerReader(byte[] data, int from, int end) {
        this.data = data;
        this.position = from;
        this.end = end;
    }

    /** Whether there is another value. */
    public boolean hasMore() {
        return position < end;
    }

    /** Whether there is another value and it has this identifier octet. */
    public boolean nextIs(int tag) {
        return position < end && (data[position] & 0xff) == tag;
    }

    /** Where the next value starts in the array first given. */
    public int position() {
        return position;
    }

    /** Asserts that all has been read. */
    public void end() throws DerException {
        if (position != end) {
            throw new DerException("there are bytes after the end of a value");
        }
    }

    /** Enters a constructed value: the reader returned reads what is in it, this one goes on after it. */
    public DerReader enter(int tag) throws DerException {
        int length = header(tag);
        DerReader inner = new DerReader(data, position, position + length);
        position += length;
        return inner;
    }

    /** Enters a constructed value that must hold exactly one value, of that kind, as explicit tags do; and enters that. */
    public DerReader enterOnly(int outer, int inner) throws DerException {
        DerReader only = enter(outer);
        DerReader value = only.enter(inner);
        only.end();
        return value;
    }

    /** The content octets of the one value that an explicit tag holds. */
    public byte[] contentOnly(int outer, int inner) throws DerException {
        DerReader only = enter(outer);
        byte[] content = only.content(inner);
        only.end();
        return content;
    }

    /** The one value that an explicit tag holds, whole. */
    public byte[] elementOnly(int outer) throws DerException {
        DerReader only = enter(outer);
        byte[] element = only.element();
        only.end();
        return element;
    }

    /** Enters what is in an OCTET STRING, which must be one strict value ({@link DerShape}) and nothing after it. */
    public DerReader enterOctetString() throws DerException {
        DerReader inner = enter(Tag.OCTET_STRING);
        DerShape.requireOneValue(inner.data, inner.position, inner.end);
        return inner;
    }

    /** The content octets of a value. */
    public byte[] content(int tag) throws DerException {
        int length = header(tag);
        position += length;
        return Arrays.copyOfRange(data, position - length, position);
    }

    /** The next value whole, with identifier and length octets, whatever it is. */
    public byte[] element() throws DerException {
        int start = position;
        skip();
        return Arrays.copyOfRange(data, start, position);
    }

    /** Passes over the next value, whatever it is. */
    public void skip() throws DerException {
        if (position >= end) {
            throw truncated();
        }
        int length = header(data[position] & 0xff);
        position += length;
    }

    /** A BOOLEAN; 00 or FF. */
    public boolean bool() throws DerException {
        int length = header(Tag.BOOLEAN);
        if (length != 1 || (data[position] != 0 && data[position] != (byte) 0xff)) {
            throw new DerException("a BOOLEAN is 00 or FF");
        }
        return data[position++] != 0;
    }

    /** An INTEGER of at most so many content octets. */
    public BigInteger integer(int maximumOctets) throws DerException {
        int length = header(Tag.INTEGER);
        requireShortest(length);
        if (length > maximumOctets) {
            throw new DerException("an INTEGER is too large");
        }
        position += length;
        return new BigInteger(data, position - length, length);
    }

    /** An ENUMERATED of one octet, 0 to 127. */
    public int enumerated() throws DerException {
        int length = header(Tag.ENUMERATED);
        if (length != 1 || data[position] < 0) {
            throw new DerException("an ENUMERATED is too large");
        }
        return data[position++];
    }

    /** An OBJECT IDENTIFIER in dotted form. */
    public String oid() throws DerException {
        int length = header(Tag.OID);
        String oid = Oids.decode(data, position, length);
        position += length;
        return oid;
    }

    /** The octets of a BIT STRING without unused bits. */
    public byte[] bitStringOctets() throws DerException {
        byte[] content = content(Tag.BIT_STRING);
        if (content.length == 0 || content[0] != 0) {
            throw new DerException("a BIT STRING has unused bits where none are expected");
        }
        return Arrays.copyOfRange(content, 1, content.length);
    }

    /** A UTF8String. */
    public String utf8String() throws DerException {
        return text(Tag.UTF8_STRING, StandardCharsets.UTF_8);
    }

    /** A text in ASCII under some tag, such as IA5String or an implicit one. */
    public String asciiString(int tag) throws DerException {
        return text(tag, StandardCharsets.US_ASCII);
    }

    /** A UTCTime or GeneralizedTime in the forms of RFC 5280 section 4.1.2.5: with seconds, in UTC. */
    public Instant time() throws DerException {
        return nextIs(Tag.UTC_TIME) ? utcTime() : generalizedTime();
    }

    /** A GeneralizedTime with seconds, in UTC, without fractions. */
    public Instant generalizedTime() throws DerException {
        int length = header(Tag.GENERALIZED_TIME);
        position += length;
        return Instant.ofEpochSecond(Times.generalizedTime(data, position - length, length));
    }

    private Instant utcTime() throws DerException {
        int length = header(Tag.UTC_TIME);
        position += length;
        return Instant.ofEpochSecond(Times.utcTime(data, position - length, length));
    }

    private String text(int tag, Charset charset) throws DerException {
        int length = header(tag);
        position += length;
        String text = new String(data, position - length, length, charset);
        // Malformed octets become U+FFFD; only then is it worth asking whether there were any.
        return text.indexOf(REPLACEMENT) < 0 ? text : textStrictly(charset, length);
    }

    private String textStrictly(Charset charset, int length) throws DerException {
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(data, position - length, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DerException("a string is not in its character set");
        }
    }

    private void requireShortest(int length) throws DerException {
        if (length == 0) {
            throw new DerException("an INTEGER has no octets");
        }
        if (length == 1) {
            return;
        }
        boolean padded =
                (data[position] == 0 && data[position + 1] >= 0) || (data[position] == -1 && data[position + 1] < 0);
        if (padded) {
            throw new DerException("an INTEGER is not of the shortest form");
        }
    }

    /** Reads identifier and length; leaves the position at the content, all of which is there. */
    private int header(int tag) throws DerException {
        if (position >= end) {
            throw truncated();
        }
        int actual = data[position] & 0xff;
        if ((actual & 0x1f) == 0x1f) {
            throw new DerException("a tag has more than one octet");
        }
        if (actual != tag) {
            throw new DerException("another kind of value is expected");
        }
        position++;
        int length = length();
        if (length > end - position) {
            throw truncated();
        }
        return length;
    }

    private int length() throws DerException {
        if (position >= end) {
            throw truncated();
        }
        int first = data[position++];
        if (first >= 0) {
            return first;
        }
        int octets = first & 0x7f;
        if (octets == 0) {
            throw new DerException("a length is indefinite");
        }
        if (octets > 4 || octets > end - position) {
            throw truncated();
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = (length << 8) | (data[position++] & 0xff);
        }
        boolean shortest = length >= 0x80 && (octets == 1 || (length >>> (8 * (octets - 1))) != 0);
        if (length < 0 || !shortest) {
            throw new DerException("a length is not of the shortest form");
        }
        return length;
    }

    private static DerException truncated() {
        return new DerException("a value is cut off");
    }
}
