package dev.musubi.jpki.revocation.crl;

import dev.musubi.jpki.der.DerOutput;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.der.Times;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.revocation.RevocationReason;
import java.io.IOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Writes the parts of a list in their order (RFC 5280 sections 5.1 to 5.3), having measured the entries beforehand. */
final class TbsCertListWriter {

    private static final byte[] REASON = {0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01};
    private static final int MAXIMUM_SERIAL_BITS = 20 * 8 - 1;
    private static final int MAXIMUM_ENTRY = 128;

    private final Iterable<CrlEntry> entries;
    private final byte[] algorithm;
    private final byte[] head;
    private final byte[] tail;
    private final long count;
    private final long entriesLength;

    TbsCertListWriter(CrlDescription list, KeyAlgorithm key, Iterable<CrlEntry> entries) {
        this.entries = entries;
        byte[] parameters = key == KeyAlgorithm.RSA_2048_SHA_256 ? new byte[] {Tag.NULL, 0} : new byte[0];
        algorithm = DerOutput.value(Tag.SEQUENCE, DerOutput.oid(key.signatureOid()), parameters);
        head = DerOutput.join(
                DerOutput.integer(BigInteger.ONE),
                algorithm,
                list.authority().certificate().getSubjectX500Principal().getEncoded(),
                DerOutput.time(list.thisUpdate()),
                DerOutput.time(list.nextUpdate()));
        tail = extensions(list);
        long length = 0;
        long seen = 0;
        @Nullable BigInteger previous = null;
        for (CrlEntry entry : entries) {
            requireAscending(previous, entry.serial());
            previous = entry.serial();
            length += 2 + contentLength(entry);
            seen++;
        }
        entriesLength = length;
        count = seen;
    }

    private long revokedLength() {
        return count == 0 ? 0 : DerOutput.header(Tag.SEQUENCE, entriesLength).length + entriesLength;
    }

    private long contentLength() {
        return head.length + revokedLength() + tail.length;
    }

    void writeOuterHeader(CrlOutput out, int signatureLength) throws IOException {
        long tbs = DerOutput.header(Tag.SEQUENCE, contentLength()).length + contentLength();
        long bits = DerOutput.header(Tag.BIT_STRING, signatureLength + 1).length + signatureLength + 1L;
        out.write(DerOutput.header(Tag.SEQUENCE, tbs + algorithm.length + bits));
    }

    void write(CrlOutput out) throws IOException {
        out.write(DerOutput.header(Tag.SEQUENCE, contentLength()));
        out.write(head);
        if (count > 0) {
            out.write(DerOutput.header(Tag.SEQUENCE, entriesLength));
            writeEntries(out);
        }
        out.write(tail);
    }

    private void writeEntries(CrlOutput out) throws IOException {
        long left = entriesLength;
        for (CrlEntry entry : entries) {
            int length = contentLength(entry);
            left -= 2 + length;
            byte[] to = out.room(MAXIMUM_ENTRY);
            int at = out.size();
            to[at++] = Tag.SEQUENCE;
            to[at++] = (byte) length;
            byte[] serial = entry.serial().toByteArray();
            to[at++] = Tag.INTEGER;
            to[at++] = (byte) serial.length;
            System.arraycopy(serial, 0, to, at, serial.length);
            at += serial.length;
            at = Times.put(entry.revokedAt().getEpochSecond(), to, at);
            if (entry.reason() != RevocationReason.UNSPECIFIED) {
                System.arraycopy(REASON, 0, to, at, REASON.length);
                at += REASON.length;
                to[at++] = (byte) entry.reason().code();
            }
            out.wrote(at);
        }
        if (left != 0) {
            throw new IllegalArgumentException("the entries changed while they were written");
        }
    }

    void writeSignature(CrlOutput out, byte[] signature, int expectedLength) throws IOException {
        if (signature.length != expectedLength) {
            throw new IllegalArgumentException("the key is not the authority's");
        }
        out.write(algorithm);
        out.write(DerOutput.value(Tag.BIT_STRING, new byte[1], signature));
    }

    /** The unspecified reason is left out, as RFC 5280 section 5.3.1 asks. */
    private static int contentLength(CrlEntry entry) {
        int serial = entry.serial().bitLength() / 8 + 1;
        int time =
                2 + (Times.isUtcTime(entry.revokedAt().getEpochSecond()) ? Times.UTC_LENGTH : Times.GENERALIZED_LENGTH);
        int reason = entry.reason() == RevocationReason.UNSPECIFIED ? 0 : REASON.length + 1;
        return 2 + serial + time + reason;
    }

    private static void requireAscending(@Nullable BigInteger previous, BigInteger serial) {
        if (serial.signum() <= 0 || serial.bitLength() > MAXIMUM_SERIAL_BITS) {
            throw new IllegalArgumentException("a serial is positive and has at most 20 bytes");
        }
        if (previous != null && previous.compareTo(serial) >= 0) {
            throw new IllegalArgumentException("entries are ascending by serial without repetition");
        }
    }

    private static byte[] extensions(CrlDescription list) {
        byte[] keyId = DerOutput.value(
                Tag.SEQUENCE,
                DerOutput.value(Tag.primitive(0), list.authority().keyId().bytes()));
        byte[] name = DerOutput.value(Tag.constructed(4), list.partition().directoryName());
        byte[] point = DerOutput.value(
                Tag.SEQUENCE, DerOutput.value(Tag.constructed(0), DerOutput.value(Tag.constructed(0), name)));
        byte[] critical = {Tag.BOOLEAN, 1, -1};
        return DerOutput.value(
                Tag.constructed(0),
                DerOutput.value(
                        Tag.SEQUENCE,
                        extension("2.5.29.35", new byte[0], keyId),
                        extension("2.5.29.20", new byte[0], DerOutput.integer(list.crlNumber())),
                        extension("2.5.29.28", critical, point)));
    }

    private static byte[] extension(String oid, byte[] critical, byte[] value) {
        return DerOutput.value(Tag.SEQUENCE, DerOutput.oid(oid), critical, DerOutput.value(Tag.OCTET_STRING, value));
    }
}
