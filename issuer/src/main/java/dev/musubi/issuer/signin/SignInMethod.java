package dev.musubi.issuer.signin;

import java.util.List;

/**
 * How a holder signed in.
 *
 * <p>Each has its own {@code acr} (a URN of ours, since no public registry has one for the My Number Card) and its
 * {@code amr} by RFC 8176.
 */
public enum SignInMethod {
    /** A passkey, with the device having verified its user (WebAuthn Level 3). */
    PASSKEY("urn:musubi:acr:passkey", List.of("pop", "user", "mfa")),
    /** The user-authentication certificate of the card or the smartphone, and its PIN. */
    JPKI_AUTHENTICATION("urn:musubi:acr:jpki-authentication", List.of("sc", "pin", "mfa")),
    /** A signature just made with the signature certificate: an issue, or a re-issue. */
    JPKI_SIGNATURE("urn:musubi:acr:jpki-signature", List.of("sc", "pin", "mfa")),
    /** The fixed holder of a conformance test. Exists in that mode only. */
    TEST_HOLDER("urn:musubi:acr:test", List.of("user"));

    private final String acr;

    @SuppressWarnings("ImmutableEnumChecker") // List.of gives an immutable list.
    private final List<String> amr;

    SignInMethod(String acr, List<String> amr) {
        this.acr = acr;
        this.amr = amr;
    }

    /** The authentication context class reference (OpenID Connect Core 1.0 section 2). */
    public String acr() {
        return acr;
    }

    /** The authentication methods references (RFC 8176). */
    public List<String> amr() {
        return amr;
    }
}
