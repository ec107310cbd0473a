package dev.musubi.jpki.profile;

/**
 * The world a verifier lives in. A verifier is set to exactly one, and neither accepts a certificate of the other:
 * the organisation in the issuer's name, the policy OIDs and the trusted authorities all differ.
 */
public enum Environment {
    /** The Japanese Public Key Infrastructure as run by J-LIS ({@code O=JPKI}). */
    PRODUCTION,
    /** Musubi's own stand-in for J-LIS ({@code O=JPKI-SANDBOX}). Its certificates identify nobody. */
    SANDBOX
}
