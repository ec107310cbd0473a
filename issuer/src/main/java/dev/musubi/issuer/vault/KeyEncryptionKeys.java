package dev.musubi.issuer.vault;

/**
 * The keys that wrap the data keys of persons. They never leave their holder: a file key store by default, an HSM where
 * there is one. Several issuers share them, and what one wraps the others unwrap.
 */
public interface KeyEncryptionKeys {

    /** The name of the key that new data keys are wrapped with, as of now: another issuer may have changed it. */
    String current();

    /**
     * Wraps a data key under the current key, which is on disk by then.
     *
     * @param boundTo what the wrapped key belongs to; unwrapping demands the same bytes
     */
    Wrapped wrap(byte[] dataKey, byte[] boundTo);

    /**
     * What {@link #wrap} made. The two belong together: the current key may change between two questions.
     *
     * @param keyId the name of the key that wrapped it
     * @param bytes the wrapped key
     */
    record Wrapped(String keyId, byte[] bytes) {}

    /**
     * Unwraps a data key.
     *
     * @param keyId the name of the key that wrapped it; older ones stay available until nothing is wrapped by them
     * @throws VaultException if the key is gone or the bytes are not what was wrapped
     */
    byte[] unwrap(String keyId, byte[] wrapped, byte[] boundTo);

    /**
     * Makes a new current key; the older ones stay for unwrapping.
     *
     * @param from the key that is to be followed; where another issuer has followed it already, nothing is made
     * @return the current key's name, as {@link #current()}
     */
    String rotate(String from);
}
