package dev.musubi.mynaapp.evidence;

import dev.musubi.mynaapp.DocumentHash;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which form a PKCS #1 v1.5 signature has. What is inside is compared, as a whole, with what ought to be inside (RFC 8017, section
 * 8.2.2); nothing is parsed, so nothing can be hidden in it.
 */
final class Pkcs1 {

    private Pkcs1() {}

    /** The form, or empty if it is a signature over this document in none. */
    static Optional<Pkcs1Form> form(RSAPublicKey key, byte[] signature, DocumentHash document) {
        int length = (key.getModulus().bitLength() + Byte.SIZE - 1) / Byte.SIZE;
        BigInteger value = new BigInteger(1, signature);
        if (signature.length != length || value.compareTo(key.getModulus()) >= 0) {
            return Optional.empty();
        }
        byte[] inside = fixed(value.modPow(key.getPublicExponent(), key.getModulus()), length);
        if (MessageDigest.isEqual(inside, padded(document.digestInfo(), length))) {
            return Optional.of(Pkcs1Form.DIGEST_INFO);
        }
        if (MessageDigest.isEqual(inside, padded(document.value(), length))) {
            return Optional.of(Pkcs1Form.BARE_HASH);
        }
        return Optional.empty();
    }

    private static byte[] padded(byte[] data, int length) {
        byte[] block = new byte[length];
        Arrays.fill(block, (byte) 0xFF);
        block[0] = 0;
        block[1] = 1;
        block[length - data.length - 1] = 0;
        System.arraycopy(data, 0, block, length - data.length, data.length);
        return block;
    }

    private static byte[] fixed(BigInteger value, int length) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[length];
        int from = Math.max(0, bytes.length - length);
        System.arraycopy(bytes, from, fixed, length - (bytes.length - from), bytes.length - from);
        return fixed;
    }
}
