package dev.musubi.mynaapp.evidence;

import java.util.Locale;

/** Why sealed evidence was not taken. {@link #code()} is stable. */
public enum EvidenceFault {
    /** The header cannot be read. */
    NOT_A_JWE,
    /** Wrapped in a way that is not allowed, or not for this kind of key. */
    ALGORITHM_NOT_ALLOWED,
    /** Encrypted in a way that is not allowed. */
    ENCRYPTION_NOT_ALLOWED,
    /** Compressed, or with a header that has to be understood and is not. */
    HEADER_NOT_ALLOWED,
    /** For a key that is not ours; it may be one that was rotated away. */
    KEY_UNKNOWN,
    /** It does not open with the key it names. */
    DOES_NOT_OPEN,
    /** What is inside is not of the form agreed. */
    CONTENT_NOT_UNDERSTOOD,
    /** The certificate inside cannot be read, or has no RSA key of 2048 bits. */
    CERTIFICATE_NOT_UNDERSTOOD,
    /** The signature is not by this certificate's key over this document, in no form. */
    SIGNATURE_NOT_OVER_DOCUMENT,
    /** The signature is right, but in a form that was not asked for. */
    FORM_NOT_ACCEPTED;

    /** A stable code. */
    public String code() {
        return "evidence_" + name().toLowerCase(Locale.ROOT);
    }
}
