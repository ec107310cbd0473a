package dev.musubi.jpki.profile;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * A key type together with the one signature scheme used with it. Which of them an environment accepts is said by its
 * {@link JpkiProfile}.
 */
public enum KeyAlgorithm {
    /** RSA with a modulus of exactly 2048 bits, PKCS #1 v1.5 with SHA-256 (JPKI today). */
    RSA_2048_SHA_256("RSA", "SHA256withRSA", "SHA256withRSA", "RS256", "SHA-256", "1.2.840.113549.1.1.11"),
    /** ECDSA on NIST P-384 with SHA-384 (the next My Number Card). */
    ECDSA_P384_SHA_384(
            "EC", "SHA384withECDSA", "SHA384withECDSAinP1363Format", "ES384", "SHA-384", "1.2.840.10045.4.3.3");

    /** Order of the P-384 group (FIPS 186-5, SP 800-186 section 3.2.1.4). */
    private static final BigInteger P384_ORDER = new BigInteger(
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16);

    private static final KeyAlgorithm[] ALL = values();

    private static final BigInteger F4 = BigInteger.valueOf(65537);

    private final String keyAlgorithm;
    private final String signatureAlgorithm;
    private final String jwsSignatureAlgorithm;
    private final String jwsName;
    private final String digestAlgorithm;
    private final String signatureOid;

    KeyAlgorithm(
            String keyAlgorithm,
            String signatureAlgorithm,
            String jwsSignatureAlgorithm,
            String jwsName,
            String digestAlgorithm,
            String signatureOid) {
        this.keyAlgorithm = keyAlgorithm;
        this.signatureAlgorithm = signatureAlgorithm;
        this.jwsSignatureAlgorithm = jwsSignatureAlgorithm;
        this.jwsName = jwsName;
        this.digestAlgorithm = digestAlgorithm;
        this.signatureOid = signatureOid;
    }

    /** The algorithm a key is of, or empty if the key is weaker than, or simply other than, all we know. */
    public static Optional<KeyAlgorithm> of(PublicKey key) {
        if (key instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() == 2048
                && rsa.getPublicExponent().compareTo(F4) >= 0) {
            return Optional.of(RSA_2048_SHA_256);
        }
        if (key instanceof ECPublicKey ec
                && ec.getParams() != null
                && ec.getParams().getOrder().equals(P384_ORDER)) {
            return Optional.of(ECDSA_P384_SHA_384);
        }
        return Optional.empty();
    }

    /** The algorithm with this signature OID in dotted form. */
    public static Optional<KeyAlgorithm> ofSignatureOid(String oid) {
        for (KeyAlgorithm algorithm : ALL) {
            if (algorithm.signatureOid.equals(oid)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The algorithm with this JWS {@code alg} value (RFC 7518 section 3.1). */
    public static Optional<KeyAlgorithm> ofJwsName(String name) {
        for (KeyAlgorithm algorithm : ALL) {
            if (algorithm.jwsName.equals(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The JCA key algorithm name, {@code RSA} or {@code EC}. */
    public String keyAlgorithm() {
        return keyAlgorithm;
    }

    /** The JCA signature algorithm name for X.509, CRL, OCSP and CMS (ECDSA values as DER). */
    public String signatureAlgorithm() {
        return signatureAlgorithm;
    }

    /** The JCA signature algorithm name for JWS (ECDSA values as r || s, RFC 7518 section 3.4). */
    public String jwsSignatureAlgorithm() {
        return jwsSignatureAlgorithm;
    }

    /** The JWS {@code alg} value. */
    public String jwsName() {
        return jwsName;
    }

    /** The JCA digest name. */
    public String digestAlgorithm() {
        return digestAlgorithm;
    }

    /** The signature algorithm OID in dotted form. */
    public String signatureOid() {
        return signatureOid;
    }
}
