package dev.musubi.jpki.certificate;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** The X.500 names of revocation list partitions. */
final class CrlPartitionNames {

    private static final String POINTS = "CRL Distribution Points";
    private static final String SUFFIX = " CRLDP";
    private static final int MAXIMUM_LENGTH = 64;

    record Place(String prefecture, String municipality) {}

    private CrlPartitionNames() {}

    static byte[] encode(JpkiProfile profile, AuthorityRole role, String prefecture, String municipality) {
        if (!isPlace(prefecture) || !isPlace(municipality)) {
            throw new IllegalArgumentException("prefecture and municipality are in romaji, at most 64 characters");
        }
        X500NameBuilder name = new X500NameBuilder();
        name.addRDN(BCStyle.C, new DERPrintableString("JP"));
        name.addRDN(BCStyle.O, new DERUTF8String(profile.organization()));
        name.addRDN(BCStyle.OU, new DERUTF8String(profile.issuerUnit(role)));
        name.addRDN(BCStyle.OU, new DERUTF8String(POINTS));
        name.addRDN(BCStyle.OU, new DERUTF8String(prefecture));
        name.addRDN(BCStyle.CN, new DERUTF8String(municipality + SUFFIX));
        try {
            return name.build().getEncoded("DER");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<Place> decode(JpkiProfile profile, AuthorityRole role, byte[] directoryName) {
        NameParts name;
        try {
            name = NameParts.read(directoryName);
        } catch (DerException e) {
            return Optional.empty();
        }
        int size = name.parts().size();
        boolean head = (size == 5 || size == 6)
                && name.has(0, NameParts.COUNTRY, "JP")
                && name.has(1, NameParts.ORGANIZATION, profile.organization())
                && name.has(2, NameParts.UNIT, profile.issuerUnit(role))
                && name.has(3, NameParts.UNIT, POINTS);
        if (!head) {
            return Optional.empty();
        }
        String prefecture = "";
        if (size == 6) {
            NameParts.Part part = name.parts().get(4);
            if (!part.type().equals(NameParts.UNIT) || !isPlace(part.value())) {
                return Optional.empty();
            }
            prefecture = part.value();
        }
        NameParts.Part last = name.parts().get(size - 1);
        if (!last.type().equals(NameParts.COMMON_NAME) || !last.value().endsWith(SUFFIX)) {
            return Optional.empty();
        }
        String municipality = last.value().substring(0, last.value().length() - SUFFIX.length());
        return isPlace(municipality) ? Optional.of(new Place(prefecture, municipality)) : Optional.empty();
    }

    /** Romaji, safe in a path: letters and digits, and further on spaces, apostrophes, dots and hyphens. */
    private static boolean isPlace(String place) {
        if (place.isEmpty() || place.length() > MAXIMUM_LENGTH) {
            return false;
        }
        for (int i = 0; i < place.length(); i++) {
            char c = place.charAt(i);
            boolean alphanumeric = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            boolean other = i > 0 && (c == ' ' || c == '\'' || c == '.' || c == '-');
            if (!alphanumeric && !other) {
                return false;
            }
        }
        return true;
    }
}
