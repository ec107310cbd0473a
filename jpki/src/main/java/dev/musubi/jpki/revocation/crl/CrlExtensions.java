package dev.musubi.jpki.revocation.crl;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerExtension;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.DerShape;
import dev.musubi.jpki.der.Tag;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of a list (RFC 5280 section 5.2) that matter here.
 *
 * @param crlNumber section 5.2.3
 * @param authorityKeyId the keyIdentifier of section 5.2.1
 * @param directoryName the DER of the name in the issuing distribution point (section 5.2.5)
 * @param limited whether the issuing distribution point limits the list in a way that is not handled
 * @param delta whether there is a delta CRL indicator (section 5.2.4)
 * @param unknownCritical whether there is a critical extension that is not understood
 */
record CrlExtensions(
        @Nullable BigInteger crlNumber,
        @Nullable Octets authorityKeyId,
        @Nullable Octets directoryName,
        boolean limited,
        boolean delta,
        boolean unknownCritical) {

    private static final String CRL_NUMBER = "2.5.29.20";
    private static final String DELTA_CRL_INDICATOR = "2.5.29.27";
    private static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    private static final String AUTHORITY_KEY_ID = "2.5.29.35";
    private static final int MAXIMUM_NUMBER_OCTETS = 20;
    private static final byte[] TRUE = {(byte) 0xff};

    /** Bytes. */
    static final class Octets {
        final byte[] bytes;

        Octets(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    static CrlExtensions read(byte[] extensions) throws DerException {
        DerShape.requireOneValue(extensions);
        DerReader list = new DerReader(extensions).enterOnly(Tag.constructed(0), Tag.SEQUENCE);
        @Nullable BigInteger number = null;
        @Nullable Octets keyId = null;
        @Nullable Octets name = null;
        boolean limited = false;
        boolean delta = false;
        boolean unknownCritical = false;
        for (DerExtension extension : DerExtension.all(list)) {
            DerReader value = extension.value();
            switch (extension.oid()) {
                case CRL_NUMBER -> number = nonNegative(value);
                case AUTHORITY_KEY_ID -> keyId = keyIdentifier(value);
                case DELTA_CRL_INDICATOR -> delta = true;
                case ISSUING_DISTRIBUTION_POINT -> {
                    DerReader point = value.enter(Tag.SEQUENCE);
                    name = directoryName(point);
                    limited = isLimited(point);
                }
                default -> unknownCritical |= extension.critical();
            }
        }
        return new CrlExtensions(number, keyId, name, limited, delta, unknownCritical);
    }

    private static BigInteger nonNegative(DerReader value) throws DerException {
        BigInteger number = value.integer(MAXIMUM_NUMBER_OCTETS);
        if (number.signum() < 0) {
            throw new DerException("a list's number is negative");
        }
        return number;
    }

    private static @Nullable Octets keyIdentifier(DerReader value) throws DerException {
        DerReader sequence = value.enter(Tag.SEQUENCE);
        @Nullable Octets id = sequence.nextIs(Tag.primitive(0)) ? new Octets(sequence.content(Tag.primitive(0))) : null;
        if (sequence.nextIs(Tag.constructed(1))) {
            sequence.skip(); // authorityCertIssuer, never without authorityCertSerialNumber
            sequence.content(Tag.primitive(2));
        }
        sequence.end();
        return id;
    }

    private static @Nullable Octets directoryName(DerReader point) throws DerException {
        if (!point.nextIs(Tag.constructed(0))) {
            return null;
        }
        DerReader pointName = point.enter(Tag.constructed(0));
        if (!pointName.nextIs(Tag.constructed(0))) {
            return null;
        }
        DerReader fullName = pointName.enter(Tag.constructed(0));
        pointName.end();
        if (!fullName.nextIs(Tag.constructed(4))) {
            return null;
        }
        Octets name = new Octets(fullName.elementOnly(Tag.constructed(4)));
        fullName.end();
        return name;
    }

    /** Anything beyond onlyContainsUserCerts ([1]), which is what such a list holds anyway; FALSE is never written out. */
    private static boolean isLimited(DerReader point) throws DerException {
        if (point.nextIs(Tag.primitive(1)) && !Arrays.equals(point.content(Tag.primitive(1)), TRUE)) {
            throw new DerException("a BOOLEAN that is written out where FALSE is the default is TRUE");
        }
        return point.hasMore();
    }
}
