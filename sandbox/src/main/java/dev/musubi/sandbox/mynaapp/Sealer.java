package dev.musubi.sandbox.mynaapp;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.musubi.mynaapp.Dialect;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Seals certificate and signature for a client's signature verifier. */
final class Sealer {

    private Sealer() {}

    static String sealed(JWK key, byte[] certificate, byte[] signature) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put(Dialect.CERTIFICATE, Base64.getEncoder().encodeToString(certificate));
        payload.put(Dialect.SIGNATURE, Base64.getEncoder().encodeToString(signature));
        boolean rsa = key instanceof RSAKey;
        JWEObject jwe = new JWEObject(
                new JWEHeader.Builder(
                                JWEAlgorithm.parse(rsa ? Dialect.JWE_RSA : Dialect.JWE_EC),
                                EncryptionMethod.parse(Dialect.JWE_CONTENT_SENT))
                        .contentType(Dialect.PAYLOAD_TYPE)
                        .keyID(key.getKeyID())
                        .build(),
                new Payload(JSONObjectUtils.toJSONString(payload)));
        try {
            jwe.encrypt(rsa ? new RSAEncrypter(key.toRSAKey()) : new ECDHEncrypter(key.toECKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java does not encrypt", e);
        }
        return jwe.serialize();
    }

    /** A key that says it is this one and is not. */
    static JWK another(JWK key) {
        try {
            return key instanceof RSAKey
                    ? new RSAKeyGenerator(key.size()).keyID(key.getKeyID()).generate()
                    : new ECKeyGenerator(key.toECKey().getCurve())
                            .keyID(key.getKeyID())
                            .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java cannot make keys", e);
        }
    }
}
