package dev.musubi.jpki.verification;

import dev.musubi.jpki.profile.KeyAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * A detached SignedData (RFC 5652 section 5): one signer, whose certificate is in it, and signed attributes, without
 * which a signature could be moved from a content to the attributes of another.
 */
final class DetachedCms implements SignedDocument {

    private static final int MAXIMUM_CANDIDATES = 4;

    private final List<byte[]> certificates;
    private final SignerInformation signer;
    private final SignedContent content;

    private DetachedCms(List<byte[]> certificates, SignerInformation signer, SignedContent content) {
        this.certificates = certificates;
        this.signer = signer;
        this.content = content;
    }

    static DetachedCms read(byte[] content, byte[] signature) throws SignatureRefusedException {
        BerShape.requireOneValue(signature);
        try {
            CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(content), signature);
            if (!CMSObjectIdentifiers.signedData.equals(cms.toASN1Structure().getContentType())) {
                throw malformed("not signed data");
            }
            if (!cms.isDetachedSignature()) {
                throw malformed("not detached");
            }
            Collection<SignerInformation> signers = cms.getSignerInfos().getSigners();
            if (signers.size() != 1) {
                throw malformed("not one signer");
            }
            SignerInformation signer = signers.iterator().next();
            if (signer.getSignedAttributes() == null || !CMSObjectIdentifiers.data.equals(signer.getContentType())) {
                throw malformed("no signed attributes, or not data");
            }
            @SuppressWarnings("unchecked") // Bouncy Castle's SignerId is an untyped Selector
            Collection<X509CertificateHolder> certificates =
                    cms.getCertificates().getMatches(signer.getSID());
            return new DetachedCms(candidates(certificates), signer, new SignedContent(content, null));
        } catch (CMSException | IOException | RuntimeException e) {
            // Bouncy Castle throws several unchecked exceptions on malformed structures.
            throw malformed("CMS");
        }
    }

    /**
     * Nothing signs the set of certificates: anybody may add to it on the way, and a certificate may well stand in it twice
     * (section 10.2.3). So whatever is named as the signer's is a candidate.
     */
    private static List<byte[]> candidates(Collection<X509CertificateHolder> certificates)
            throws SignatureRefusedException, IOException {
        Map<ByteBuffer, byte[]> distinct = new LinkedHashMap<>();
        for (X509CertificateHolder certificate : certificates) {
            byte[] der = certificate.getEncoded();
            distinct.putIfAbsent(ByteBuffer.wrap(der), der);
        }
        if (distinct.isEmpty()) {
            throw new SignatureRefusedException(RefusalReason.CERTIFICATE_MISSING, "");
        }
        if (distinct.size() > MAXIMUM_CANDIDATES) {
            throw malformed("too many certificates of the signer");
        }
        return List.copyOf(distinct.values());
    }

    @Override
    public SignedContent content() {
        return content;
    }

    @Override
    public List<byte[]> certificates() {
        return certificates;
    }

    @Override
    public boolean isMadeWith(KeyAlgorithm algorithm) {
        String signature = signer.getEncryptionAlgOID();
        String digest = signer.getDigestAlgOID();
        return switch (algorithm) {
            case RSA_2048_SHA_256 ->
                NISTObjectIdentifiers.id_sha256.getId().equals(digest)
                        && (algorithm.signatureOid().equals(signature)
                                || PKCSObjectIdentifiers.rsaEncryption.getId().equals(signature));
            case ECDSA_P384_SHA_384 ->
                NISTObjectIdentifiers.id_sha384.getId().equals(digest)
                        && algorithm.signatureOid().equals(signature);
        };
    }

    @Override
    public boolean isSignedBy(PublicKey key, KeyAlgorithm with) throws SignatureRefusedException {
        if (!with.isSignatureValue(signer.getSignature())) {
            return false;
        }
        try {
            return signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(key));
        } catch (CMSException | OperatorCreationException | RuntimeException e) {
            return false; // the digest or the signature does not match, or an attribute is malformed
        }
    }

    private static SignatureRefusedException malformed(String detail) {
        return new SignatureRefusedException(RefusalReason.MALFORMED_SIGNATURE, detail);
    }
}
