package dev.musubi.issuer.vault;

/** Something sealed could not be opened, or a key is missing. The message never holds what was sealed. */
public final class VaultException extends RuntimeException {

    /** With a reason that names no person. */
    public VaultException(String message) {
        super(message);
    }

    /** With a reason that names no person, and what lay below it. */
    public VaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
