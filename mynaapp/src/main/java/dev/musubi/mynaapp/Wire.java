package dev.musubi.mynaapp;

/**
 * The names and paths of the app's server that public texts or working clients show, and those of the standards it speaks
 * (RFC 6749, RFC 7523, RFC 7636, OpenID Connect Core). What nobody outside has seen is in {@link Dialect}.
 */
public final class Wire {

    /** Below the issuer (of the form of a Keycloak realm): where the browser is sent. */
    public static final String AUTHORIZATION = "/protocol/openid-connect/auth";

    /** Below the issuer: where tokens are had. */
    public static final String TOKEN = "/protocol/openid-connect/token";

    /** Below the issuer: what is said of the person, for an access token. */
    public static final String USERINFO = "/protocol/openid-connect/userinfo";

    /** Below the issuer: the server's keys. */
    public static final String CERTS = "/protocol/openid-connect/certs";

    /** Below the issuer: OpenID Connect Discovery 1.0. */
    public static final String DISCOVERY = "/.well-known/openid-configuration";

    /** Outside the realm, at the same host: where a signature is asked for. */
    public static final String SIGN_TRANSACTIONS = "/api/sign-transactions";

    /** Below a transaction: what came of it. */
    public static final String RESULT = "/result";

    /** The scope of every authorization request. */
    public static final String OPENID = "openid";

    /** The scope of a signature. */
    public static final String SIGN = "sign";

    /** In the authorization request: which transaction is to be signed; a UUID. */
    public static final String SIGN_TRANSACTION_ID = "sign_transaction_id";

    /** The kind of client assertion, RFC 7523. */
    public static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** The longest client id, redirect URI, state and nonce. */
    public static final int LONGEST_PARAMETER = 255;

    /** The longest code challenge. */
    public static final int LONGEST_CHALLENGE = 128;

    /** A client id. */
    public static final String CLIENT_ID_FORM = "[0-9a-zA-Z]{1,255}";

    /** State and nonce. */
    public static final String PRINTABLE_FORM = "[\\x20-\\x7E]{1,255}";

    /** A code challenge. */
    public static final String CHALLENGE_FORM = "[0-9a-zA-Z_-]{1,128}";

    private Wire() {}
}
