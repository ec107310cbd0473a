package dev.musubi.sandbox.phone;

import java.io.IOException;
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
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Puts signatures into the two forms a verifier may ask for: compact JWS (RFC 7515), detached CMS (RFC 5652). */
final class Signatures {

    private static final String ALGORITHM = "SHA256withRSA";
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Signatures() {}

    /** A compact JWS with RS256 and the end-entity certificate, if there is one, in x5c. */
    static String jws(byte[] document, @Nullable String type, PrivateKey key, byte @Nullable [] certificate) {
        String input = URL.encodeToString(header("RS256", type, certificate)) + '.' + URL.encodeToString(document);
        return input + '.' + URL.encodeToString(sign(key, input.getBytes(StandardCharsets.US_ASCII)));
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

    /** A detached CMS signature in DER, with signed attributes, the signing time among them. */
    static byte[] cms(byte[] document, Signer signer, boolean withCertificate, Instant at) {
        try {
            X509CertificateHolder certificate = new X509CertificateHolder(signer.certificate());
            ASN1EncodableVector attributes = new ASN1EncodableVector();
            attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(at)))));
            var info = new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build());
            info.setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes)));
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    info.build(new JcaContentSignerBuilder(ALGORITHM).build(signer.key()), certificate));
            if (withCertificate) {
                generator.addCertificate(certificate);
            }
            return generator
                    .generate(new CMSProcessableByteArray(document), false)
                    .getEncoded("DER");
        } catch (OperatorCreationException | CMSException | IOException e) {
            throw new IllegalStateException("this Java cannot sign", e);
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

    private static byte[] sign(PrivateKey key, byte[] input) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(input);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign", e);
        }
    }
}
