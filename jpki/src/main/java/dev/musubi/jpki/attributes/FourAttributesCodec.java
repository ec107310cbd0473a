package dev.musubi.jpki.attributes;

import dev.musubi.jpki.attributes.AttributesReading.Read;
import dev.musubi.jpki.attributes.AttributesReading.Refused;
import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.profile.AttributeOids;
import dev.musubi.jpki.profile.JpkiProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;

/**
 * Reads and writes the subjectAltName of a signature certificate: six otherName entries of UTF8String (RFC 5280 section
 * 4.2.1.6; JPKI profile specification, personalData). Reading goes by OID; writing uses the order of real cards.
 * Thread-safe.
 */
public final class FourAttributesCodec {

    private static final int OTHER_NAME = Tag.constructed(0);

    private final AttributeOids oids;
    private final Set<String> known;

    /** A codec for the OIDs of a profile. */
    public FourAttributesCodec(JpkiProfile profile) {
        oids = profile.attributeOids();
        known = Set.of(
                oids.name(),
                oids.nameSubstitutes(),
                oids.sex(),
                oids.dateOfBirth(),
                oids.address(),
                oids.addressSubstitutes());
    }

    /** The DER of the GeneralNames, that is the content of the extension's OCTET STRING. */
    public byte[] encode(FourAttributes attributes) {
        ASN1EncodableVector names = new ASN1EncodableVector();
        names.add(otherName(oids.name(), attributes.name().value()));
        names.add(otherName(oids.dateOfBirth(), attributes.dateOfBirth().encode()));
        names.add(otherName(oids.sex(), attributes.sex().certificateCode()));
        names.add(otherName(oids.address(), attributes.address().value()));
        names.add(otherName(oids.nameSubstitutes(), attributes.name().substituteFlags()));
        names.add(otherName(oids.addressSubstitutes(), attributes.address().substituteFlags()));
        try {
            return new DERSequence(names).getEncoded("DER");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the DER of a GeneralNames. Names of other kinds in it are passed over. */
    public AttributesReading decode(byte[] generalNames) {
        Map<String, String> values = new HashMap<>();
        try {
            DerReader outer = new DerReader(generalNames);
            DerReader names = outer.enter(Tag.SEQUENCE);
            outer.end();
            while (names.hasMore()) {
                if (!names.nextIs(OTHER_NAME)) {
                    names.skip();
                } else if (!readOtherName(names.enter(OTHER_NAME), values)) {
                    return new Refused(AttributesFault.REPEATED);
                }
            }
        } catch (DerException e) {
            return new Refused(AttributesFault.MALFORMED);
        }
        if (!values.keySet().containsAll(known)) {
            return new Refused(AttributesFault.MISSING);
        }
        return interpret(values);
    }

    /** Returns false if the entry was there already. */
    private boolean readOtherName(DerReader otherName, Map<String, String> values) throws DerException {
        String oid = otherName.oid();
        DerReader explicit = otherName.enter(Tag.constructed(0));
        otherName.end();
        if (!known.contains(oid)) {
            explicit.skip();
            explicit.end();
            return true;
        }
        String value = explicit.utf8String();
        explicit.end();
        return values.put(oid, value) == null;
    }

    private AttributesReading interpret(Map<String, String> values) {
        try {
            return new Read(new FourAttributes(
                    new PersonText(value(values, oids.name()), value(values, oids.nameSubstitutes())),
                    new PersonText(value(values, oids.address()), value(values, oids.addressSubstitutes())),
                    DateOfBirth.parse(value(values, oids.dateOfBirth())),
                    Sex.fromCertificateCode(value(values, oids.sex()))
                            .orElseThrow(() -> new IllegalArgumentException("no such code"))));
        } catch (IllegalArgumentException e) {
            return new Refused(AttributesFault.BAD_VALUE);
        }
    }

    private static String value(Map<String, String> values, String oid) {
        return values.getOrDefault(oid, "");
    }

    private static DERTaggedObject otherName(String oid, String value) {
        ASN1EncodableVector otherName = new ASN1EncodableVector(2);
        otherName.add(new ASN1ObjectIdentifier(oid));
        otherName.add(new DERTaggedObject(true, 0, new DERUTF8String(value)));
        return new DERTaggedObject(false, 0, new DERSequence(otherName));
    }
}
