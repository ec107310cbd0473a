package dev.musubi.jpki.revocation;

/** Why a certificate's status is not known. Codes are stable; sentences are for an operator. */
public enum UnknownReason {
    /** The responder answered "unknown": it knows of no such certificate. */
    NOT_KNOWN_TO_RESPONDER("not_known_to_responder", "The responder does not know the certificate."),
    /** No connection, or it broke. */
    UNREACHABLE("unreachable", "The source could not be reached."),
    /** No answer in time. */
    TIMEOUT("timeout", "The source did not answer in time."),
    /** An HTTP status other than 200, or a wrong media type. */
    HTTP_ERROR("http_error", "The source answered with an HTTP error or with something else."),
    /** The answer is larger than we read. */
    TOO_LARGE("too_large", "The answer is too large."),
    /** The answer is not what the standard says. */
    MALFORMED("malformed", "The answer is not well-formed."),
    /** OCSP tryLater. */
    TRY_LATER("try_later", "The responder asks to try later."),
    /** OCSP malformedRequest, internalError, sigRequired, unauthorized. */
    RESPONDER_ERROR("responder_error", "The responder refused to answer."),
    /** Answer not signed by the authority or a responder it authorised. */
    RESPONDER_NOT_AUTHORIZED("responder_not_authorized", "The answer does not come from an authorised responder."),
    /** The answer's signature does not match. */
    SIGNATURE_MISMATCH("signature_mismatch", "The answer's signature does not match."),
    /** The answer is signed with an algorithm that is not accepted. */
    ALGORITHM_NOT_ALLOWED("algorithm_not_allowed", "The answer is signed with an algorithm that is not accepted."),
    /** The answer is about another certificate. */
    OTHER_CERTIFICATE("other_certificate", "The answer is about another certificate."),
    /** A nonce was required and there is none. */
    NONCE_MISSING("nonce_missing", "The answer does not repeat the nonce."),
    /** The nonce is another's. */
    NONCE_MISMATCH("nonce_mismatch", "The answer repeats another nonce."),
    /** The answer is from the future. */
    NOT_YET_VALID("not_yet_valid", "The answer is from the future."),
    /** The answer's own times do not go together, such as signed before what it says was known. */
    TIMES_CONTRADICT("times_contradict", "The answer's own times contradict each other."),
    /** The clock here stepped back: no age can be told. */
    CLOCK_IN_DOUBT("clock_in_doubt", "The clock here stepped back, so that the age of no answer can be told."),
    /** The answer, or the list, is too old. */
    STALE("stale", "The answer is too old."),
    /** A critical extension that is not understood, or a revocation reason that does not exist. */
    NOT_UNDERSTOOD("not_understood", "The answer has a part that is not understood.");

    private final String code;
    private final String sentence;

    UnknownReason(String code, String sentence) {
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
