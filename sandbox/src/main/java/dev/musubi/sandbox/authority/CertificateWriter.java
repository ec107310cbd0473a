package dev.musubi.sandbox.authority;

import dev.musubi.jpki.attributes.FourAttributesCodec;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Writes certificates of the shape of JPKI's (JPKI profile specification; RFC 5280 section 4): the same extensions in
 * the same order with the same criticality and string types. Only the organisation and the policies are the sandbox's
 * own.
 */
public final class CertificateWriter {

    private static final String ALGORITHM = "SHA256withRSA";
    /** In the UUID arc (ITU-T X.667); means nothing to anybody. */
    private static final ASN1ObjectIdentifier PADDING =
            new ASN1ObjectIdentifier("2.25.122368444191728901475023385767888380521.99");

    private final JpkiProfile profile;
    private final Names names;
    private final FourAttributesCodec attributes;
    private final URI publicUri;

    /** Writes certificates of a profile; {@code publicUri} begins the OCSP addresses in them. */
    public CertificateWriter(JpkiProfile profile, URI publicUri) {
        this.profile = profile;
        this.names = new Names(profile);
        this.attributes = new FourAttributesCodec(profile);
        this.publicUri = publicUri;
    }

    /** A self-signed root. Its extensions: keyUsage, subjectAltName, basicConstraints, CRL distribution, key id. */
    byte[] authority(
            AuthorityRole role,
            BigInteger serial,
            Instant notBefore,
            Instant notAfter,
            PublicKey publicKey,
            PrivateKey privateKey) {
        X500Name name = names.authority(role);
        Form form = new Form(name, serial, notBefore, notAfter, name, publicKey);
        form.add(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        form.add(Extension.subjectAlternativeName, false, directory(names.authorityInJapanese(role)));
        form.add(Extension.basicConstraints, true, new BasicConstraints(true));
        form.add(Extension.cRLDistributionPoints, false, distribution(name));
        form.add(Extension.subjectKeyIdentifier, false, form.subjectKeyId());
        return form.sign(privateKey);
    }

    /**
     * An end-entity certificate. Its extensions: keyUsage, then subjectAltName (signature) or extKeyUsage
     * (authentication), certificatePolicies, issuerAltName, CRL distribution, OCSP, authority's and subject's key id.
     */
    public byte[] endEntity(EndEntity content, PrivateKey issuerKey) {
        AuthorityRole role = content.kind().issuedBy();
        boolean signature = content.kind().isSignature();
        X500Name subject = signature
                ? names.signatureSubject(
                        content.municipality().prefectureRomaji(),
                        content.municipality().romaji(),
                        content.identifier())
                : names.authenticationSubject(content.identifier());
        Form form = new Form(
                names.authority(role),
                content.serial(),
                content.notBefore(),
                content.notAfter(),
                subject,
                content.publicKey());
        if (signature) {
            form.add(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
            form.add(Extension.subjectAlternativeName, false, der(attributes.encode(content.attributes())));
        } else {
            form.add(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            form.add(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        }
        form.add(Extension.certificatePolicies, true, policies(content.policyOid()));
        form.add(Extension.issuerAlternativeName, false, directory(names.serviceInJapanese()));
        form.add(
                Extension.cRLDistributionPoints,
                false,
                distribution(X500Name.getInstance(content.partition().directoryName())));
        form.add(Extension.authorityInfoAccess, false, ocsp(role));
        form.add(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(content.issuer().bytes()));
        form.add(Extension.subjectKeyIdentifier, false, form.subjectKeyId());
        if (content.padding() > 0) {
            form.add(PADDING, false, new DEROctetString(new byte[content.padding()]));
        }
        return form.sign(issuerKey);
    }

    /** The certificate of an authorised OCSP responder (RFC 6960 sections 4.2.2.2 and 4.2.2.2.1). */
    public byte[] responder(
            Authority authority, BigInteger serial, Instant notBefore, Instant notAfter, PublicKey publicKey) {
        Form form = new Form(
                names.authority(authority.role()),
                serial,
                notBefore,
                notAfter,
                names.responder(authority.role()),
                publicKey);
        form.add(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        form.add(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
        form.add(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
        form.add(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(authority.keyId().bytes()));
        form.add(Extension.subjectKeyIdentifier, false, form.subjectKeyId());
        return form.sign(authority.privateKey());
    }

    private ASN1Encodable policies(String oid) {
        PolicyQualifierInfo cps = new PolicyQualifierInfo(profile.cps().toString());
        return new DERSequence(new PolicyInformation(new ASN1ObjectIdentifier(oid), new DERSequence(cps)));
    }

    private AuthorityInformationAccess ocsp(AuthorityRole role) {
        String path = switch (role) {
            case SIGNATURE -> "/ocsp/signature";
            case AUTHENTICATION -> "/ocsp/authentication";
        };
        return new AuthorityInformationAccess(new AccessDescription(
                AccessDescription.id_ad_ocsp,
                new GeneralName(GeneralName.uniformResourceIdentifier, new DERIA5String(publicUri + path))));
    }

    private static GeneralNames directory(X500Name name) {
        return new GeneralNames(new GeneralName(name));
    }

    private static CRLDistPoint distribution(X500Name name) {
        return new CRLDistPoint(
                new DistributionPoint[] {new DistributionPoint(new DistributionPointName(directory(name)), null, null)
                });
    }

    private static ASN1Primitive der(byte[] encoded) {
        try {
            return ASN1Primitive.fromByteArray(encoded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A certificate being filled in. */
    private static final class Form {
        private final X509v3CertificateBuilder builder;
        private final SubjectPublicKeyInfo key;

        Form(
                X500Name issuer,
                BigInteger serial,
                Instant notBefore,
                Instant notAfter,
                X500Name subject,
                PublicKey publicKey) {
            key = SubjectPublicKeyInfo.getInstance(publicKey.getEncoded());
            builder = new X509v3CertificateBuilder(
                    issuer, serial, Date.from(notBefore), Date.from(notAfter), subject, key);
        }

        void add(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
            try {
                builder.addExtension(oid, critical, value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        ASN1Encodable subjectKeyId() {
            return new BcX509ExtensionUtils().createSubjectKeyIdentifier(key);
        }

        byte[] sign(PrivateKey issuerKey) {
            try {
                return builder.build(new JcaContentSignerBuilder(ALGORITHM).build(issuerKey))
                        .getEncoded();
            } catch (OperatorCreationException e) {
                throw new IllegalStateException("the authority's key cannot sign", e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
