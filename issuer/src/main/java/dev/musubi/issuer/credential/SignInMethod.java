package dev.musubi.issuer.credential;

import java.util.List;

/**
 * How a holder signed in.
 *
 * <p>Each has a class of its own a client may ask for (a URN of ours, since no public registry has one for the My Number
 * Card), and its {@code amr} by RFC 8176. What it is worth on the levels of others is computed elsewhere, and falls.
 */
public enum SignInMethod {
    /** A passkey that its holder's devices share, with the device having verified its user (WebAuthn Level 3). */
    PASSKEY("urn:musubi:acr:passkey", "passkey-synced", List.of("pop", "user", "mfa")),
    /** A passkey that says it never leaves its device. */
    PASSKEY_ON_DEVICE("urn:musubi:acr:passkey", "passkey-device-bound", List.of("pop", "user", "mfa")),
    /** The user-authentication certificate of the card or the smartphone, and its PIN. */
    JPKI_AUTHENTICATION("urn:musubi:acr:jpki-authentication", "card-code", List.of("sc", "pin", "mfa")),
    /** A signature just made with the signature certificate: an issue, or a re-issue. */
    JPKI_SIGNATURE("urn:musubi:acr:jpki-signature", "card-code", List.of("sc", "pin", "mfa")),
    /** The fixed holder of a conformance test. Exists in that mode only. */
    TEST_HOLDER("urn:musubi:acr:test", "app-token", List.of("user"));

    private final String acr;
    private final String authenticator;

    @SuppressWarnings("ImmutableEnumChecker") // List.of gives an immutable list.
    private final List<String> amr;

    SignInMethod(String acr, String authenticator, List<String> amr) {
        this.acr = acr;
        this.authenticator = authenticator;
        this.amr = amr;
    }

    /** The authentication context class reference (OpenID Connect Core 1.0 section 2). */
    public String acr() {
        return acr;
    }

    /** The authenticator, by its id in the catalogue of assurance; what it is worth, that catalogue says. */
    public String authenticator() {
        return authenticator;
    }

    /** Whether it shows that the holder was there: a test's fixed holder does not. */
    public boolean verifiesItsHolder() {
        return this != TEST_HOLDER;
    }

    /** The authentication methods references (RFC 8176). */
    public List<String> amr() {
        return amr;
    }
}
