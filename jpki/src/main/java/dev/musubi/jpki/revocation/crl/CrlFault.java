package dev.musubi.jpki.revocation.crl;

/** Why a revocation list is not accepted. Codes are stable; sentences are for an operator. */
public enum CrlFault {
    /** Larger than the reader takes. */
    TOO_LARGE("crl_too_large", "The list is larger than allowed."),
    /** Not strict DER, not a v2 list, cut off, or bytes after the end. */
    MALFORMED("crl_malformed", "The list is not well-formed or was cut off."),
    /** The algorithm is not the authority key's. */
    ALGORITHM_NOT_ALLOWED("crl_algorithm_not_allowed", "The list is signed with an algorithm that is not accepted."),
    /** Another issuer's name, or another key's identifier. */
    WRONG_ISSUER("crl_wrong_issuer", "The list was issued by another authority or another key."),
    /** The signature does not match. */
    SIGNATURE_MISMATCH("crl_signature_mismatch", "The list is not signed with the authority's key."),
    /** The issuing distribution point is missing, another's, or limits the list in a way we do not handle. */
    WRONG_PARTITION("crl_wrong_partition", "The list is not that of the partition asked for."),
    /** No CRL number. */
    NUMBER_MISSING("crl_number_missing", "The list has no number."),
    /** An older list than the one we had. */
    NUMBER_WENT_BACK("crl_number_went_back", "The list is older than the one already known."),
    /** thisUpdate lies in the future. */
    NOT_YET_VALID("crl_not_yet_valid", "The list is from the future."),
    /** nextUpdate has passed. */
    EXPIRED("crl_expired", "The list is out of date."),
    /** A delta list, or an entry that takes another back. */
    DELTA("crl_delta", "The list only tells changes, which is not supported."),
    /** A critical extension that is not understood, of the list or of an entry. */
    UNKNOWN_CRITICAL_EXTENSION(
            "crl_unknown_critical_extension", "The list has a critical extension that is not understood."),
    /** A reason code that does not exist. */
    UNKNOWN_REASON("crl_unknown_reason", "The list gives a reason for revocation that does not exist."),
    /** One serial twice. */
    REPEATED_SERIAL("crl_repeated_serial", "The list names one certificate twice."),
    /** The stream could not be read. */
    UNREADABLE("crl_unreadable", "The list could not be read.");

    private final String code;
    private final String sentence;

    CrlFault(String code, String sentence) {
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
