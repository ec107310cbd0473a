package dev.musubi.jpki.profile;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.Tag;
import java.util.Optional;

/**
 * AlgorithmIdentifiers of signatures (RFC 5280 section 4.1.1.2), read strictly: in OCSP they are outside of what is signed.
 */
public final class AlgorithmIdentifiers {

    private AlgorithmIdentifiers() {}

    /**
     * The OID, dotted, of the DER of one. Of the algorithms known the parameters are looked at as well: with RSA NULL or nothing
     * (RFC 4055 section 5), with ECDSA nothing (RFC 5758 section 3.2). Of others nothing but the OID is read, since they are
     * refused anyway.
     */
    public static String oid(byte[] der) throws DerException {
        DerReader outer = new DerReader(der);
        String oid = oid(outer);
        outer.end();
        return oid;
    }

    /** The same of the next value. */
    public static String oid(DerReader reader) throws DerException {
        DerReader identifier = reader.enter(Tag.SEQUENCE);
        String oid = identifier.oid();
        Optional<KeyAlgorithm> known = KeyAlgorithm.ofSignatureOid(oid);
        if (known.isPresent()) {
            if (known.get() == KeyAlgorithm.RSA_2048_SHA_256) {
                skipNull(identifier);
            }
            identifier.end();
        }
        return oid;
    }

    /** The OID, dotted, of a hash's: parameters NULL or nothing (RFC 5754 section 2). */
    public static String hashOid(DerReader reader) throws DerException {
        DerReader identifier = reader.enter(Tag.SEQUENCE);
        String oid = identifier.oid();
        skipNull(identifier);
        identifier.end();
        return oid;
    }

    private static void skipNull(DerReader identifier) throws DerException {
        if (identifier.nextIs(Tag.NULL) && identifier.content(Tag.NULL).length != 0) {
            throw new DerException("a NULL is not empty");
        }
    }
}
