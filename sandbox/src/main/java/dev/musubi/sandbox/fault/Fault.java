package dev.musubi.sandbox.fault;

/** A way to misbehave. */
public enum Fault {
    /** OCSP responses carry a signature that is none. */
    OCSP_UNSIGNED,
    /** OCSP responses are of last month. */
    OCSP_STALE,
    /** OCSP responses are signed by a responder no authority has authorised. */
    OCSP_WRONG_RESPONDER,
    /** OCSP responses carry another nonce. */
    OCSP_WRONG_NONCE,
    /** OCSP responses carry no nonce. */
    OCSP_NO_NONCE,
    /** OCSP answers tryLater. */
    OCSP_TRY_LATER,
    /** OCSP answers a page of HTML. */
    OCSP_HTML,
    /** OCSP does not answer for a minute. */
    OCSP_HANGS,
    /** OCSP answers 64 MiB. */
    OCSP_HUGE,
    /** CRLs end in the middle. */
    CRL_TRUNCATED,
    /** The list before the last is served. */
    CRL_OLDER,
    /** The list of another municipality is served. */
    CRL_OTHER_MUNICIPALITY,
    /** A CRL of 512 MiB. */
    CRL_HUGE,
    /** CRLs have a critical extension nobody knows. */
    CRL_UNKNOWN_CRITICAL_EXTENSION,
    /** CRLs are signed with another key. */
    CRL_WRONG_KEY,
    /** CRLs are past their nextUpdate. */
    CRL_EXPIRED,
    /** The services for signature verifiers answer 503. */
    VERIFIER_SERVICES_DOWN,
    /** The server of the state's app answers 503. */
    MYNAAPP_DOWN,
    /** Repository, services for signature verifiers and the state's app's server answer 503; the control interface goes on. */
    ALL_DOWN
}
