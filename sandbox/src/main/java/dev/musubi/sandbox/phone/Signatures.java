package dev.musubi.sandbox.phone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The two forms a verifier may ask for: compact JWS (RFC 7515), detached CMS (RFC 5652), made ready for a card's signature. A
 * card is given a digest and gives back a signature, so both forms are built around a hole.
 */
final class Signatures {

    private static final String ALGORITHM = "SHA256withRSA";
    private static final int SIGNATURE_LENGTH = 256;
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Signatures() {}

    /** A compact JWS with RS256 and the end-entity certificate, if there is one, in x5c. */
    static Draft jws(byte[] document, @Nullable String type, byte @Nullable [] certificate) {
        String input = URL.encodeToString(header("RS256", type, certificate)) + '.' + URL.encodeToString(document);
        return new Draft(
                input.getBytes(StandardCharsets.US_ASCII), signature -> input + '.' + URL.encodeToString(signature));
    }

    /** An unsecured JWS (RFC 7515 appendix A.5). */
    static String unsecuredJws(byte[] document, @Nullable String type, byte[] certificate) {
        return URL.encodeToString(header("none", type, certificate)) + '.' + URL.encodeToString(document) + '.';
    }

    /** The same JWS with another document in it. */
    static String withOtherDocument(String jws, byte[] document) {
        int first = jws.indexOf('.');
        int second = jws.indexOf('.', first + 1);
        return jws.substring(0, first + 1) + URL.encodeToString(document) + jws.substring(second);
    }

    /**
     * A detached CMS signature in DER, base64, with signed attributes, the signing time among them. It is put together twice:
     * once to see what is signed, once around the signature.
     */
    static Draft cms(byte[] document, byte[] certificate, boolean withCertificate, Instant at) {
        Hole hole = new Hole(new byte[SIGNATURE_LENGTH]);
        cms(document, certificate, withCertificate, at, hole);
        return new Draft(
                hole.signed.toByteArray(),
                signature -> Base64.getEncoder()
                        .encodeToString(cms(document, certificate, withCertificate, at, new Hole(signature))));
    }

    private static byte[] cms(
            byte[] document, byte[] certificate, boolean withCertificate, Instant at, ContentSigner signer) {
        try {
            X509CertificateHolder holder = new X509CertificateHolder(certificate);
            ASN1EncodableVector attributes = new ASN1EncodableVector();
            attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(at)))));
            var info = new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build());
            info.setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes)));
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(info.build(signer, holder));
            if (withCertificate) {
                generator.addCertificate(holder);
            }
            return generator
                    .generate(new CMSProcessableByteArray(document), false)
                    .getEncoded("DER");
        } catch (OperatorCreationException | CMSException | IOException e) {
            throw new IllegalStateException("this Java cannot write CMS", e);
        }
    }

    private static byte[] header(String algorithm, @Nullable String type, byte @Nullable [] certificate) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", algorithm);
        if (type != null) {
            header.put("typ", type);
        }
        if (certificate != null) {
            header.put("x5c", List.of(Base64.getEncoder().encodeToString(certificate)));
        }
        return JSON.writeValueAsBytes(header);
    }

    /** The signature of a key that is not the card's. */
    static byte[] sign(PrivateKey key, byte[] input) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(input);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign", e);
        }
    }

    /** Keeps what is to be signed and gives a signature that is known already. */
    private static final class Hole implements ContentSigner {

        private final ByteArrayOutputStream signed = new ByteArrayOutputStream();
        private final byte[] signature;

        Hole(byte[] signature) {
            this.signature = signature;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new DefaultSignatureAlgorithmIdentifierFinder().find(ALGORITHM);
        }

        @Override
        public OutputStream getOutputStream() {
            return signed;
        }

        @Override
        public byte[] getSignature() {
            return signature;
        }
    }
}
