package dev.musubi.jpki.certificate;

/** Why bytes are not a certificate of the environment at hand. */
public enum CertificateFault {
    /** Larger than {@link CertificateReader#MAXIMUM_BYTES}. */
    TOO_LARGE("certificate_too_large", "The certificate is larger than any JPKI certificate."),
    /** Not strict DER, bytes after the end, or not an X.509 v3 certificate. */
    MALFORMED("certificate_malformed", "The certificate is not well-formed."),
    /** The organisation or the policy is that of another environment. */
    WRONG_ENVIRONMENT("wrong_environment", "The certificate was issued in another environment."),
    /** No policy, several, or one that is not accepted. */
    POLICY_NOT_ALLOWED("policy_not_allowed", "The certificate was not issued under an accepted policy."),
    /** Issuer and policy do not belong together. */
    ISSUER_NAME("issuer_name", "The issuer named by the certificate does not issue certificates of its policy."),
    /** A critical extension that is not understood. */
    UNKNOWN_CRITICAL_EXTENSION(
            "unknown_critical_extension", "The certificate has a critical extension that is not understood."),
    /** The key usage is not exactly that of the kind, or an authority's certificate was offered. */
    KEY_USAGE("key_usage", "The certificate's key may not be used for this."),
    /** The signature algorithm is not accepted. */
    ALGORITHM_NOT_ALLOWED("algorithm_not_allowed", "The certificate is signed with an algorithm that is not accepted."),
    /** The key is of a type or size that is not accepted. */
    WEAK_KEY("weak_key", "The certificate's key is too weak or of a kind that is not accepted."),
    /** The validity period is longer than, or does not end as, the specification says. */
    VALIDITY_NOT_ALLOWED(
            "validity_not_allowed", "The certificate's validity period is not one the specification allows."),
    /** No authority key identifier, or not of 20 bytes. */
    AUTHORITY_KEY_ID("authority_key_id", "The certificate does not say which key it is signed with."),
    /** No CRL distribution point, or not the name of a partition. */
    CRL_PARTITION("crl_partition", "The certificate does not say which revocation list it belongs to."),
    /** The four attributes of a signature certificate cannot be read. */
    ATTRIBUTES("attributes", "The certificate does not carry name, address, date of birth and sex as it should.");

    private final String code;
    private final String sentence;

    CertificateFault(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** A stable code. */
    public String code() {
        return code;
    }

    /** A sentence for a person. */
    public String sentence() {
        return sentence;
    }
}
