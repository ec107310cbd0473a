package dev.musubi.sandbox.phone;

/** What a phone does wrong on purpose, so that a verifier can be seen to notice. */
public enum Forgery {
    /** Nothing. */
    NONE,
    /** Signs with a key that is not the certificate's. */
    OTHER_KEY,
    /** A certificate that says everything right but is signed by nobody known. */
    RIGHT_NAME_WRONG_CA_KEY,
    /** Signs with the authentication certificate instead of the signature certificate. */
    AUTHENTICATION_CERTIFICATE,
    /** A certificate under J-LIS's production policy, signed by the sandbox. */
    PRODUCTION_POLICY,
    /** A certificate that ended yesterday. */
    EXPIRED,
    /** A certificate that begins next year. */
    NOT_YET_VALID,
    /** A certificate for an RSA key of 1024 bits, and a signature with it. */
    WEAK_KEY,
    /** Two octets after the end of the certificate. */
    TRAILING_BYTES,
    /** The certificate in BER of indefinite length. */
    INDEFINITE_LENGTH,
    /** A certificate of more than 64 KiB. */
    HUGE_CERTIFICATE,
    /** Another document than the one that was signed. */
    ALTERED_DOCUMENT,
    /** No certificate beside the signature. */
    NO_X5C,
    /** A JWS that says it needs no signature. */
    ALG_NONE
}
