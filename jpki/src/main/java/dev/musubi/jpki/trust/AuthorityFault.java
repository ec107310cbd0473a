package dev.musubi.jpki.trust;

/** Why a certificate is not accepted as an authority's. */
public enum AuthorityFault {
    /** Not an X.509 certificate. */
    MALFORMED("authority_malformed", "This is not an X.509 certificate."),
    /** The name is not that of an authority of the environment. */
    WRONG_NAME("authority_wrong_name", "The certificate's name is not that of an authority of this environment."),
    /** Issuer and subject differ, or it is not signed by its own key. */
    NOT_SELF_SIGNED("authority_not_self_signed", "The certificate is not signed with its own key."),
    /** Basic constraints or key usage are not an authority's. */
    NOT_AN_AUTHORITY("authority_not_an_authority", "The certificate may not sign certificates and lists."),
    /** A critical extension that is not understood. */
    UNKNOWN_CRITICAL_EXTENSION(
            "authority_unknown_critical_extension", "The certificate has a critical extension that is not understood."),
    /** Key or signature algorithm not accepted by the profile. */
    ALGORITHM_NOT_ALLOWED("authority_algorithm", "The certificate's key or signature algorithm is not accepted."),
    /** No subject key identifier of 20 bytes. */
    KEY_ID("authority_key_id", "The certificate has no subject key identifier of 20 bytes."),
    /** Production, and the fingerprint is neither shipped nor configured. */
    UNKNOWN_FINGERPRINT(
            "authority_unknown_fingerprint",
            "The certificate's fingerprint is neither that of a known J-LIS root nor one configured."),
    /** Another certificate for the same key is already there. */
    REPEATED("authority_repeated", "Another certificate with the same key identifier is already trusted.");

    private final String code;
    private final String sentence;

    AuthorityFault(String code, String sentence) {
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
