package dev.musubi.jpki.certificate;

import java.util.Arrays;
import javax.security.auth.x500.X500Principal;

/**
 * Compares X.500 names by the rules of RFC 5280 section 7.1: the string type, capital letters and runs of white space make no
 * difference, the order of the relative names does. The one place where names as DER are compared; never compare bytes.
 */
public final class DistinguishedNames {

    private DistinguishedNames() {}

    /** Whether two names, as DER, are the same. What is no name is the same as nothing but itself. */
    public static boolean same(byte[] one, byte[] other) {
        if (Arrays.equals(one, other)) {
            return true;
        }
        try {
            return new X500Principal(one).equals(new X500Principal(other));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The same, of one that is taken apart already. */
    public static boolean same(X500Principal one, byte[] other) {
        return same(one.getEncoded(), other);
    }
}
