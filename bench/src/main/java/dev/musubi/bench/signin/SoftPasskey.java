package dev.musubi.bench.signin;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** A passkey in software (W3C Web Authentication Level 3 section 6): P-256, user verified, attestation "none". */
final class SoftPasskey {

    private static final byte PRESENT_AND_VERIFIED = 0x05;
    private static final byte WITH_CREDENTIAL = 0x40;

    private final String origin;
    private final String rpId;
    private final KeyPair keys;
    private final byte[] id = new byte[32];

    SoftPasskey(String origin, String rpId) {
        this.origin = origin;
        this.rpId = rpId;
        new SecureRandom().nextBytes(id);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The answer to a request to register, as a browser's script sends it. */
    String registration(String challenge) {
        byte[] client = clientData("webauthn.create", challenge);
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        byte[] authenticator = registrationData();
        object.writeBytes(new byte[] {(byte) 0xA3, 0x63, 'f', 'm', 't', 0x64, 'n', 'o', 'n', 'e'});
        object.writeBytes(new byte[] {0x67, 'a', 't', 't', 'S', 't', 'm', 't', (byte) 0xA0});
        object.writeBytes(new byte[] {0x68, 'a', 'u', 't', 'h', 'D', 'a', 't', 'a', 0x58, (byte) authenticator.length});
        object.writeBytes(authenticator);
        return credential("\"attestationObject\":\"" + base64(object.toByteArray()) + "\",\"clientDataJSON\":\""
                + base64(client) + "\",\"transports\":[\"internal\"]");
    }

    /** The answer to a request to sign in. */
    String assertion(String challenge) {
        byte[] client = clientData("webauthn.get", challenge);
        byte[] authenticator = ByteBuffer.allocate(37)
                .put(sha256(rpId.getBytes(StandardCharsets.US_ASCII)))
                .put(PRESENT_AND_VERIFIED)
                .putInt(0)
                .array();
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(authenticator);
            signature.update(sha256(client));
            return credential("\"authenticatorData\":\"" + base64(authenticator) + "\",\"clientDataJSON\":\""
                    + base64(client) + "\",\"signature\":\"" + base64(signature.sign()) + "\"");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] registrationData() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(sha256(rpId.getBytes(StandardCharsets.US_ASCII)));
        data.write(PRESENT_AND_VERIFIED | WITH_CREDENTIAL);
        data.writeBytes(new byte[4 + 16]);
        data.writeBytes(new byte[] {0, (byte) id.length});
        data.writeBytes(id);
        // COSE (RFC 9053 section 7.1): EC2, ES256, P-256, x, y.
        data.writeBytes(new byte[] {(byte) 0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32});
        data.writeBytes(fixed(key.getW().getAffineX()));
        data.writeBytes(new byte[] {0x22, 0x58, 32});
        data.writeBytes(fixed(key.getW().getAffineY()));
        return data.toByteArray();
    }

    private byte[] clientData(String type, String challenge) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + origin
                        + "\",\"crossOrigin\":false}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private String credential(String response) {
        return "{\"id\":\"" + base64(id) + "\",\"rawId\":\"" + base64(id)
                + "\",\"type\":\"public-key\",\"clientExtensionResults\":{},\"response\":{" + response + "}}";
    }

    private static byte[] fixed(BigInteger coordinate) {
        byte[] bytes = coordinate.toByteArray();
        byte[] fixed = new byte[32];
        int from = Math.max(0, bytes.length - 32);
        System.arraycopy(bytes, from, fixed, 32 - (bytes.length - from), bytes.length - from);
        return Arrays.copyOf(fixed, 32);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
