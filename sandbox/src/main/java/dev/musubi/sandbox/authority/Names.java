package dev.musubi.sandbox.authority;

import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * The distinguished names of JPKI, with the string types of real certificates: the country is a PrintableString,
 * everything else a UTF8String (JPKI profile specification).
 */
final class Names {

    private static final String AGENCY = "Japan Agency for Local Authority Information Systems";
    private static final String SERVICE_IN_JAPANESE = "公的個人認証サービス";
    private static final String AGENCY_IN_JAPANESE = "地方公共団体情報システム機構";

    private final JpkiProfile profile;

    Names(JpkiProfile profile) {
        this.profile = profile;
    }

    /** The one name all generations of an authority share. */
    X500Name authority(AuthorityRole role) {
        return new Builder()
                .add(BCStyle.O, profile.organization())
                .add(BCStyle.OU, profile.issuerUnit(role))
                .add(BCStyle.OU, AGENCY)
                .build();
    }

    /** The authority's name in Japanese, its subjectAltName. */
    X500Name authorityInJapanese(AuthorityRole role) {
        return new Builder()
                .add(BCStyle.O, SERVICE_IN_JAPANESE)
                .add(
                        BCStyle.OU,
                        SERVICE_IN_JAPANESE
                                + switch (role) {
                                    case SIGNATURE -> "署名用";
                                    case AUTHENTICATION -> "利用者証明用";
                                })
                .add(BCStyle.OU, AGENCY_IN_JAPANESE)
                .build();
    }

    /** The issuerAltName of end-entity certificates. */
    X500Name serviceInJapanese() {
        return new Builder().add(BCStyle.O, SERVICE_IN_JAPANESE).build();
    }

    /** The subject of a signature certificate: no name of a person, only where it was issued. */
    X500Name signatureSubject(String prefecture, String municipality, String identifier) {
        return new Builder()
                .add(BCStyle.L, prefecture)
                .add(BCStyle.L, municipality)
                .add(BCStyle.CN, identifier)
                .build();
    }

    /** The subject of an authentication certificate. */
    X500Name authenticationSubject(String identifier) {
        return new Builder().add(BCStyle.CN, identifier).build();
    }

    /** The name of an OCSP responder. */
    X500Name responder(AuthorityRole role) {
        return new Builder()
                .add(BCStyle.O, profile.organization())
                .add(BCStyle.OU, profile.issuerUnit(role))
                .add(BCStyle.CN, "OCSP Responder")
                .build();
    }

    private static final class Builder {
        private final List<RDN> rdns = new ArrayList<>();

        Builder() {
            rdns.add(rdn(BCStyle.C, new DERPrintableString("JP")));
        }

        Builder add(ASN1ObjectIdentifier type, String value) {
            rdns.add(rdn(type, new DERUTF8String(value)));
            return this;
        }

        X500Name build() {
            return new X500Name(rdns.toArray(RDN[]::new));
        }

        private static RDN rdn(ASN1ObjectIdentifier type, ASN1Encodable value) {
            return new RDN(new AttributeTypeAndValue(type, value));
        }
    }
}
