package dev.musubi.issuer.notice;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts messages so that the browser alone reads them, and not the push service on the way (RFC 8291, with the content coding
 * {@code aes128gcm} of RFC 8188, in one record). Its two inputs from outside, the browser's key and its secret, were looked at
 * before.
 */
final class PushEncryption {

    /** What every push service takes (RFC 8291 section 4: one record, of 4096 bytes at most). */
    private static final int RECORD = 4096;

    private static final int SALT = 16;
    private static final int TAG = 16;

    /** Ends the content of the last record; zeros may follow (RFC 8188 section 2). */
    private static final byte LAST = 2;

    private static final SecureRandom RANDOM = new SecureRandom();

    private PushEncryption() {}

    /**
     * A message's body.
     *
     * @param length how long the content is made before it is encrypted, so that its length says nothing of it
     */
    static byte[] encrypt(PushSubscription to, byte[] content, int length) {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        try {
            return encrypt(to, content, length, new ECKeyGenerator(Curve.P_256).generate(), salt);
        } catch (JOSEException e) {
            throw new IllegalStateException("P-256 is not to be had", e);
        }
    }

    /** The same with the key and the salt that else are made for one message (RFC 8291 section 3.1). */
    static byte[] encrypt(PushSubscription to, byte[] content, int length, ECKey once, byte[] salt) {
        byte[] sender = PushSubscription.point(once);
        int head = SALT + Integer.BYTES + 1 + sender.length;
        if (content.length > length || length + 1 + TAG > RECORD) {
            throw new IllegalArgumentException("longer than a message may be");
        }
        try {
            byte[] input = input(to, once, sender);
            KDF hkdf = KDF.getInstance("HKDF-SHA256");
            byte[] key = hkdf.deriveData(expanded(salt, input, ascii("Content-Encoding: aes128gcm\0"), 16));
            byte[] nonce = hkdf.deriveData(expanded(salt, input, ascii("Content-Encoding: nonce\0"), 12));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * Byte.SIZE, nonce));
            byte[] padded =
                    ByteBuffer.allocate(length + 1).put(content).put(LAST).array();
            byte[] sealed = cipher.doFinal(padded);
            // RFC 8188 section 2.1: salt, record size, and whose key it is.
            return ByteBuffer.allocate(head + sealed.length)
                    .put(salt)
                    .putInt(RECORD)
                    .put((byte) sender.length)
                    .put(sender)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException("a message could not be encrypted", e);
        }
    }

    /** RFC 8291 section 3.3 and 3.4: what the two keys share, and the browser's secret. */
    private static byte[] input(PushSubscription to, ECKey once, byte[] sender)
            throws GeneralSecurityException, JOSEException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(once.toECPrivateKey());
        agreement.doPhase(to.publicKey().toECPublicKey(), true);
        byte[] receiver = PushSubscription.point(to.publicKey());
        byte[] purpose = ascii("WebPush: info\0");
        byte[] info = ByteBuffer.allocate(purpose.length + receiver.length + sender.length)
                .put(purpose)
                .put(receiver)
                .put(sender)
                .array();
        return KDF.getInstance("HKDF-SHA256").deriveData(expanded(to.auth(), agreement.generateSecret(), info, 32));
    }

    private static HKDFParameterSpec expanded(byte[] salt, byte[] input, byte[] info, int length) {
        return HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(input).thenExpand(info, length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
