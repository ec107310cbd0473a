package dev.musubi.jpki.profile;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.DerShape;
import dev.musubi.jpki.der.Tag;
import java.math.BigInteger;

/**
 * The form of ECDSA signatures, which verifiers are lenient about: a value in two encodings is two signatures of what should be
 * one. (Of each signature (r, s) there is a second one, (r, n-s), which is another value and as valid; that no form can help.)
 */
final class EcdsaValue {

    private EcdsaValue() {}

    /**
     * Whether this is the DER of an ECDSA-Sig-Value (RFC 3279 section 2.2.3): two integers of the shortest form (ITU-T X.690
     * clause 8.3.2), nothing after them, both from 1 to n-1 (FIPS 186-5 section 6.4.2).
     */
    static boolean isDer(byte[] value, NamedCurve curve) {
        int octets = octets(curve) + 1;
        try {
            DerShape.requireOneValue(value);
            DerReader pair = new DerReader(value).enter(Tag.SEQUENCE);
            BigInteger r = pair.integer(octets);
            BigInteger s = pair.integer(octets);
            pair.end();
            return isScalar(r, curve) && isScalar(s, curve);
        } catch (DerException e) {
            return false;
        }
    }

    /** Whether this is r and s, each as long as n, one after the other (RFC 7518 section 3.4), both from 1 to n-1. */
    static boolean isConcatenation(byte[] value, NamedCurve curve) {
        int octets = octets(curve);
        return value.length == 2 * octets
                && isScalar(new BigInteger(1, value, 0, octets), curve)
                && isScalar(new BigInteger(1, value, octets, octets), curve);
    }

    private static boolean isScalar(BigInteger number, NamedCurve curve) {
        return number.signum() > 0 && number.compareTo(curve.order()) < 0;
    }

    private static int octets(NamedCurve curve) {
        return (curve.order().bitLength() + 7) / 8;
    }
}
