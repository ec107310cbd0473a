package dev.musubi.issuer.vault;

/**
 * The keys that wrap the data keys of persons. They never leave their holder: a file key store by default, an HSM where
 * there is one.
 */
public interface KeyEncryptionKeys {

    /** The name of the key that new data keys are wrapped with. */
    String current();

    /**
     * Wraps a data key under the current key.
     *
     * @param boundTo what the wrapped key belongs to; unwrapping demands the same bytes
     */
    byte[] wrap(byte[] dataKey, byte[] boundTo);

    /**
     * Unwraps a data key.
     *
     * @param keyId the name of the key that wrapped it; older ones stay available until nothing is wrapped by them
     * @throws VaultException if the key is gone or the bytes are not what was wrapped
     */
    byte[] unwrap(String keyId, byte[] wrapped, byte[] boundTo);

    /** Makes a new current key; the older ones stay for unwrapping. */
    String rotate();
}
