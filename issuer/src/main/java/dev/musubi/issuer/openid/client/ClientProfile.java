package dev.musubi.issuer.openid.client;

/** How strictly a client speaks. New clients are {@link #FAPI2} unless an operator says otherwise. */
public enum ClientProfile {
    /** FAPI 2.0 Security Profile (Final): pushed requests, PKCE, {@code private_key_jwt} or mutual TLS, bound tokens. */
    FAPI2,
    /** FAPI 2.0 Message Signing (Final) on top: signed request objects and signed responses (JARM). */
    FAPI2_MESSAGE_SIGNING,
    /** OpenID Connect Core 1.0 with the code flow, for clients that can do no better. */
    BASIC;

    /** True for both FAPI profiles. */
    public boolean fapi() {
        return this != BASIC;
    }
}
