package dev.musubi.issuer.openid.claims;

/** A {@code claims} parameter says what no such parameter says. The message is for the client's developer and quotes nothing. */
public final class MalformedClaimsException extends RuntimeException {

    /** With what is wrong, in one sentence. */
    public MalformedClaimsException(String message) {
        super(message, null, false, false);
    }
}
