package dev.musubi.issuer.status;

import java.util.function.Function;

/** Signs lists by ES256 (RFC 7518 section 3.4, RFC 9053 section 2.1) with the key the issuer signs with now. */
public interface TokenSigner {

    /**
     * A signature.
     *
     * @param keyId which key made it
     * @param bytes both halves of the signature, 64 bytes
     */
    record Signature(String keyId, byte[] bytes) {}

    /**
     * Signs.
     *
     * @param input what is signed, made by whoever calls for a key's id, which stands in it
     */
    Signature sign(Function<String, byte[]> input);
}
