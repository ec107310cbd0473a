package dev.musubi.jpki.der;

import java.util.ArrayList;
import java.util.List;

/**
 * An Extension (RFC 5280 section 4.2) of a certificate, a list, an entry of a list, or an OCSP message: they all have one
 * form, so they are read here alone.
 *
 * @param oid which, dotted
 * @param critical whether who does not understand it must refuse the whole
 * @param value reads the one strict value that is in the OCTET STRING; to be read once
 */
public record DerExtension(String oid, boolean critical, DerReader value) {

    private static final int MAXIMUM_COUNT = 32;

    /**
     * Reads what is in an Extensions value: at least one, at most 32, each OID once (RFC 5280 sections 4.1, 4.2), no default
     * written out (ITU-T X.690 clause 11.5).
     */
    public static List<DerExtension> all(DerReader sequence) throws DerException {
        List<DerExtension> extensions = new ArrayList<>(12);
        do {
            DerExtension extension = read(sequence.enter(Tag.SEQUENCE));
            for (DerExtension before : extensions) {
                if (before.oid.equals(extension.oid)) {
                    throw new DerException("an extension is repeated");
                }
            }
            extensions.add(extension);
            if (extensions.size() > MAXIMUM_COUNT) {
                throw new DerException("there are too many extensions");
            }
        } while (sequence.hasMore());
        return extensions;
    }

    private static DerExtension read(DerReader extension) throws DerException {
        String oid = extension.oid();
        boolean critical = extension.nextIs(Tag.BOOLEAN);
        if (critical && !extension.bool()) {
            throw new DerException("a default value is written out");
        }
        DerReader value = extension.enterOctetString();
        extension.end();
        return new DerExtension(oid, critical, value);
    }

    @Override
    public String toString() {
        return "DerExtension[" + oid + "]";
    }
}
