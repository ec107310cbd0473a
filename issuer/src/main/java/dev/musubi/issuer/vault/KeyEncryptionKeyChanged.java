package dev.musubi.issuer.vault;

/** There is a new key-encryption key: whoever keeps something wrapped by {@link KeyEncryptionKeys} wraps it anew. */
public record KeyEncryptionKeyChanged() {}
