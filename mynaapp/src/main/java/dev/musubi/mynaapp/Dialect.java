package dev.musubi.mynaapp;

import java.time.Duration;
import java.util.Set;

/**
 * Everything in the talk with the app's server that is not known from public texts: guessed, or decided here. Client and
 * sandbox both take it from this file, and a test fails where one of its names stands anywhere else, so that the day the real
 * ones are known there is one file to change.
 *
 * <p>Each line says how sure it is. <b>Second hand</b>: a working client's code or a text about the reference says so.
 * <b>Ours</b>: nobody outside knows; this is our proposal and never to be quoted as the agency's.
 */
public final class Dialect {

    // ---- asking for a signature -------------------------------------------------------------------------------------

    /** Request member: what the card is to sign, in standard base64 with padding. Second hand. */
    public static final String DATA = "data";

    /** Request member, optional: the client's id once more, which must be the token's. Ours. */
    public static final String CLIENT_ID = "client_id";

    /** Answer member: the transaction's UUID. Ours; the parameter of the same name is known. */
    public static final String TRANSACTION_ID = Wire.SIGN_TRANSACTION_ID;

    /** Status of the answer to a transaction that has begun. Ours. */
    public static final int STARTED = 201;

    // ---- fetching what came of it -----------------------------------------------------------------------------------

    /** Answer member: certificate and signature in one JWE. Ours; a platform's request has a member of this name (second hand). */
    public static final String RESULT_JWE = "sign_certificate_jwe";

    /** Status while nothing is signed yet. Ours. */
    public static final int NOT_SIGNED = 409;

    /** Status where there is no such transaction, or it is another client's. Ours. */
    public static final int UNKNOWN = 404;

    /** Status after the one successful read, or after the transaction's time. Ours. */
    public static final int GONE = 410;

    /** Error member's word beside {@link #NOT_SIGNED}. Ours. */
    public static final String ERROR_NOT_SIGNED = "sign_transaction_not_signed";

    /** Error member's word beside {@link #UNKNOWN}. Ours. */
    public static final String ERROR_UNKNOWN = "sign_transaction_unknown";

    /** Error member's word beside {@link #GONE}. Ours. */
    public static final String ERROR_GONE = "sign_transaction_gone";

    // ---- inside the JWE ---------------------------------------------------------------------------------------------

    /** Payload member: the signature certificate, DER in standard base64. That it is inside is second hand, the name ours. */
    public static final String CERTIFICATE = "certificate";

    /** Payload member: the card's 256 bytes in standard base64. That it is inside is second hand, the name ours. */
    public static final String SIGNATURE = "signature";

    /** What the payload is, in the JWE's header. Ours. */
    public static final String PAYLOAD_TYPE = "application/json";

    /** How the content key is wrapped for a verifier's RSA key. Ours, after an open platform's design. */
    public static final String JWE_RSA = "RSA-OAEP-256";

    /** How it is wrapped for a verifier's elliptic-curve key. Ours. */
    public static final String JWE_EC = "ECDH-ES+A256KW";

    /** How the payload is encrypted, the first being the sandbox's choice. Ours, after an open platform's design. */
    public static final Set<String> JWE_CONTENT = Set.of("A256GCM", "A128CBC-HS256");

    /** Which of them the sandbox uses. Ours. */
    public static final String JWE_CONTENT_SENT = "A256GCM";

    // ---- what the card signs ----------------------------------------------------------------------------------------

    /** The length of a bare SHA-256 hash. Known. */
    public static final int BARE_HASH_LENGTH = 32;

    /** The length of a DigestInfo of SHA-256 in DER. Known. */
    public static final int DIGEST_INFO_LENGTH = 51;

    // ---- how the holder is to be checked ----------------------------------------------------------------------------

    /** First word of {@code acr_values}; also what the ID token's {@code acr} says. The word is known from one example; that {@code acr} repeats it is ours. */
    public static final String ACR = "aal3";

    /** Second word: revocation by list. Known from one example. */
    public static final String BY_CRL = "crl";

    /** Second word: revocation by asking. Second hand. */
    public static final String BY_OCSP = "ocsp";

    // ---- why nothing came of it: error_description beside access_denied
    // -----------------------------------------------

    /** The holder cancelled. Ours. */
    public static final String CANCELLED = "mynaapp:cancelled";

    /** The PIN is locked. Ours. */
    public static final String PIN_LOCKED = "mynaapp:pin_locked";

    /** The certificate was revoked. Ours. */
    public static final String CERTIFICATE_REVOKED = "mynaapp:certificate_revoked";

    /** The certificate has expired. Ours. */
    public static final String CERTIFICATE_EXPIRED = "mynaapp:certificate_expired";

    /** There is no such certificate on the card. Ours. */
    public static final String CERTIFICATE_MISSING = "mynaapp:certificate_missing";

    /** Nobody came, or too late. Ours. */
    public static final String TOO_LATE = "mynaapp:too_late";

    // ---- how long things live ---------------------------------------------------------------------------------------

    /** A client assertion of ours. Ours; samples have five seconds to a day. */
    public static final Duration ASSERTION_LIFE = Duration.ofSeconds(60);

    /** The longest assertion the sandbox takes. Ours. */
    public static final Duration LONGEST_ASSERTION = Duration.ofMinutes(5);

    /** A transaction, until it is signed. Ours. */
    public static final Duration TRANSACTION_LIFE = Duration.ofMinutes(15);

    /** What came of it, until it is fetched. Ours. */
    public static final Duration RESULT_LIFE = Duration.ofMinutes(10);

    /** A code. Ours. */
    public static final Duration CODE_LIFE = Duration.ofSeconds(60);

    /** An access token. Ours; a client goes by {@code expires_in}. */
    public static final Duration ACCESS_TOKEN_LIFE = Duration.ofMinutes(5);

    /** An ID token. Ours. */
    public static final Duration ID_TOKEN_LIFE = Duration.ofMinutes(5);

    /** The link in the QR code, and the page that waits for the phone. Ours. */
    public static final Duration LINK_LIFE = Duration.ofMinutes(5);

    /** By how much two clocks may differ. Ours. */
    public static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    // ---- algorithms -------------------------------------------------------------------------------------------------

    /** What signs a client assertion. That there is more than one is seen; the list is ours. */
    public static final Set<String> ASSERTION_ALGORITHMS = Set.of("ES256", "RS256");

    /** What signs an ID token. Known. */
    public static final String ID_TOKEN_ALGORITHM = "ES256";

    /** What signs an access token. Known from one sample; clients do not look inside. */
    public static final String ACCESS_TOKEN_ALGORITHM = "RS256";

    // ---- addresses --------------------------------------------------------------------------------------------------

    /** Below the host: what the QR code and the link to the app begin with; a random id follows. Ours. */
    public static final String LINK = "/l/";

    // ---- sizes a client takes, in bytes or characters
    // -----------------------------------------------------------------

    /** A token answer, the server's keys, an answer about a transaction. Ours. */
    public static final int LARGEST_ANSWER = 64 << 10;

    /** One token. Ours. */
    public static final int LARGEST_TOKEN = 16 << 10;

    /** A sealed result: a certificate of J-LIS has about 2 KiB. Ours. */
    public static final int LARGEST_JWE = 32 << 10;

    /** A certificate inside it. Ours. */
    public static final int LARGEST_CERTIFICATE = 16 << 10;

    /** A signature inside it. Ours; the card's has 256 bytes. */
    public static final int LARGEST_SIGNATURE = 512;

    /** The query of a callback. Ours. */
    public static final int LARGEST_CALLBACK = 8 << 10;

    private Dialect() {}
}
