package dev.musubi.mynaapp.evidence;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.musubi.mynaapp.Dialect;
import dev.musubi.mynaapp.DocumentHash;
import dev.musubi.mynaapp.JsonObjects;
import dev.musubi.mynaapp.SealedEvidence;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens sealed evidence with a signature verifier's keys. It belongs where those keys are and nowhere else. Keys that were
 * rotated away stay until the transactions begun under them are over.
 */
public final class EvidenceOpener {

    private static final int RSA_BITS = 2048;
    private static final int LONGEST_EXPONENT_BITS = 32;

    private final Map<String, JWK> keys = new LinkedHashMap<>();
    private final Set<Pkcs1Form> accepted;

    /**
     * An opener that takes signatures over a DigestInfo alone, which is what the client of this module asks for.
     *
     * @param keys private keys, each with a {@code kid}: RSA of 2048 bits or more, or P-256 or P-384; RSA may be a handle of a hardware
     *     module
     */
    public EvidenceOpener(Collection<? extends JWK> keys) {
        this(keys, Set.of(Pkcs1Form.DIGEST_INFO));
    }

    /** An opener that takes these forms: for a verifier who opens for services that send the bare hash. */
    public EvidenceOpener(Collection<? extends JWK> keys, Set<Pkcs1Form> accepted) {
        this.accepted = Set.copyOf(accepted);
        for (JWK key : keys) {
            if (!key.isPrivate() || key.getKeyID() == null || !fits(key)) {
                throw new IllegalArgumentException("private keys of 2048 bits, P-256 or P-384, with a kid, are needed");
            }
            if (this.keys.put(key.getKeyID(), key) != null) {
                throw new IllegalArgumentException("two keys have one kid");
            }
        }
    }

    private static boolean fits(JWK key) {
        return key instanceof RSAKey
                ? key.size() >= RSA_BITS
                : key instanceof ECKey ec && Set.of(Curve.P_256, Curve.P_384).contains(ec.getCurve());
    }

    /**
     * Opens it and says which form the signature has.
     *
     * @param document what was sent to be signed, from one's own records and never from whoever brings the evidence: nothing inside is
     *     known to say it
     */
    public OpenedEvidence open(SealedEvidence sealed, DocumentHash document) {
        try {
            return opened(sealed, document);
        } catch (FaultException e) {
            return new OpenedEvidence.Refused(e.fault);
        }
    }

    private OpenedEvidence opened(SealedEvidence sealed, DocumentHash document) throws FaultException {
        Map<String, Object> payload = payload(sealed);
        byte[] certificate = bytes(payload, Dialect.CERTIFICATE, Dialect.LARGEST_CERTIFICATE);
        byte[] signature = bytes(payload, Dialect.SIGNATURE, Dialect.LARGEST_SIGNATURE);
        Optional<Pkcs1Form> form = Pkcs1.form(key(certificate), signature, document);
        if (form.isEmpty()) {
            throw new FaultException(EvidenceFault.SIGNATURE_NOT_OVER_DOCUMENT);
        }
        if (!accepted.contains(form.get())) {
            throw new FaultException(EvidenceFault.FORM_NOT_ACCEPTED);
        }
        return new OpenedEvidence.Evidence(certificate, signature, form.get());
    }

    private Map<String, Object> payload(SealedEvidence sealed) throws FaultException {
        JWEObject jwe;
        try {
            jwe = JWEObject.parse(sealed.compact());
        } catch (ParseException e) {
            throw new FaultException(EvidenceFault.NOT_A_JWE);
        }
        JWK key = allowedKey(jwe.getHeader());
        try {
            jwe.decrypt(decrypter(key));
        } catch (JOSEException | RuntimeException e) {
            // Whatever was wrong: nobody is told which step it was.
            throw new FaultException(EvidenceFault.DOES_NOT_OPEN);
        }
        try {
            return JsonObjects.read(jwe.getPayload().toString(), Dialect.LARGEST_JWE);
        } catch (ParseException e) {
            throw new FaultException(EvidenceFault.CONTENT_NOT_UNDERSTOOD);
        }
    }

    private JWK allowedKey(JWEHeader header) throws FaultException {
        if (header.getCompressionAlgorithm() != null || header.getCriticalParams() != null) {
            throw new FaultException(EvidenceFault.HEADER_NOT_ALLOWED);
        }
        String algorithm = header.getAlgorithm().getName();
        if (!algorithm.equals(Dialect.JWE_RSA) && !algorithm.equals(Dialect.JWE_EC)) {
            throw new FaultException(EvidenceFault.ALGORITHM_NOT_ALLOWED);
        }
        if (!Dialect.JWE_CONTENT.contains(header.getEncryptionMethod().getName())) {
            throw new FaultException(EvidenceFault.ENCRYPTION_NOT_ALLOWED);
        }
        JWK key = header.getKeyID() == null ? null : keys.get(header.getKeyID());
        if (key == null) {
            throw new FaultException(EvidenceFault.KEY_UNKNOWN);
        }
        boolean ofThisKind = algorithm.equals(key instanceof RSAKey ? Dialect.JWE_RSA : Dialect.JWE_EC)
                && (key.getAlgorithm() == null || key.getAlgorithm().getName().equals(algorithm));
        if (!ofThisKind) {
            throw new FaultException(EvidenceFault.ALGORITHM_NOT_ALLOWED);
        }
        return key;
    }

    private static JWEDecrypter decrypter(JWK key) throws JOSEException {
        return key instanceof RSAKey ? new RSADecrypter(key.toRSAKey()) : new ECDHDecrypter(key.toECKey());
    }

    private static byte[] bytes(Map<String, Object> payload, String name, int most) throws FaultException {
        if (payload.get(name) instanceof String text && text.length() <= (most + 2) / 3 * 4) {
            try {
                byte[] bytes = Base64.getDecoder().decode(text);
                if (bytes.length > 0
                        && Base64.getEncoder().encodeToString(bytes).equals(text)) {
                    return bytes;
                }
            } catch (IllegalArgumentException e) {
                // Told below.
            }
        }
        throw new FaultException(EvidenceFault.CONTENT_NOT_UNDERSTOOD);
    }

    private static RSAPublicKey key(byte[] der) throws FaultException {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            // The parser stops at the certificate's end; nothing may come after it.
            if (certificate != null
                    && Arrays.equals(certificate.getEncoded(), der)
                    && isStrong(certificate.getPublicKey())) {
                return (RSAPublicKey) certificate.getPublicKey();
            }
        } catch (CertificateException e) {
            // Told below.
        }
        throw new FaultException(EvidenceFault.CERTIFICATE_NOT_UNDERSTOOD);
    }

    private static boolean isStrong(java.security.@Nullable PublicKey key) {
        return key instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() == RSA_BITS
                && rsa.getPublicExponent().bitLength() <= LONGEST_EXPONENT_BITS;
    }

    private static final class FaultException extends Exception {

        private static final long serialVersionUID = 1L;

        private final EvidenceFault fault;

        FaultException(EvidenceFault fault) {
            super(fault.code(), null, false, false);
            this.fault = fault;
        }
    }
}
