package dev.musubi.jpki.revocation.crl;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.DerShape;
import dev.musubi.jpki.der.Tag;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
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

    /** Bytes. */
    static final class Octets {
        final byte[] bytes;

        Octets(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    static CrlExtensions read(byte[] extensions) throws DerException {
        DerShape.requireOneValue(extensions);
        DerReader outer = new DerReader(extensions);
        DerReader list = outer.enter(Tag.constructed(0)).enter(Tag.SEQUENCE);
        @Nullable BigInteger number = null;
        @Nullable Octets keyId = null;
        @Nullable Octets name = null;
        boolean limited = false;
        boolean delta = false;
        boolean unknownCritical = false;
        Set<String> seen = new HashSet<>();
        while (list.hasMore()) {
            DerReader extension = list.enter(Tag.SEQUENCE);
            String oid = extension.oid();
            boolean critical = extension.nextIs(Tag.BOOLEAN) && extension.bool();
            DerReader value = extension.enterOctetString();
            extension.end();
            if (!seen.add(oid)) {
                throw new DerException("an extension is repeated");
            }
            switch (oid) {
                case CRL_NUMBER -> number = nonNegative(value);
                case AUTHORITY_KEY_ID -> keyId = keyIdentifier(value);
                case DELTA_CRL_INDICATOR -> delta = true;
                case ISSUING_DISTRIBUTION_POINT -> {
                    DerReader point = value.enter(Tag.SEQUENCE);
                    value.end();
                    name = directoryName(point);
                    limited = isLimited(point);
                }
                default -> unknownCritical |= critical;
            }
        }
        return new CrlExtensions(number, keyId, name, limited, delta, unknownCritical);
    }

    private static BigInteger nonNegative(DerReader value) throws DerException {
        BigInteger number = value.integer(MAXIMUM_NUMBER_OCTETS);
        value.end();
        if (number.signum() < 0) {
            throw new DerException("a list's number is negative");
        }
        return number;
    }

    private static @Nullable Octets keyIdentifier(DerReader value) throws DerException {
        DerReader sequence = value.enter(Tag.SEQUENCE);
        value.end();
        return sequence.nextIs(Tag.primitive(0)) ? new Octets(sequence.content(Tag.primitive(0))) : null;
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
        if (!fullName.nextIs(Tag.constructed(4))) {
            return null;
        }
        DerReader name = fullName.enter(Tag.constructed(4));
        fullName.end();
        return new Octets(name.element());
    }

    /** Anything beyond onlyContainsUserCerts ([1]), which is what such a list holds anyway. */
    private static boolean isLimited(DerReader point) throws DerException {
        if (point.nextIs(Tag.primitive(1))) {
            point.skip();
        }
        return point.hasMore();
    }
}
