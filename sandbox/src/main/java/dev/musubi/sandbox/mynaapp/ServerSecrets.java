package dev.musubi.sandbox.mynaapp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.mynaapp.Dialect;
import dev.musubi.sandbox.journal.Entry;
import dev.musubi.sandbox.journal.Journal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The played server's keys, made when first needed and kept in the journal: for tokens, and for the pairwise subjects. */
public final class ServerSecrets {

    private static final int BITS = 2048;
    private static final int SUBJECT_KEY = 32;

    private final Journal journal;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable Keys keys;

    /** None at first. */
    public ServerSecrets(Journal journal) {
        this.journal = journal;
        journal.subscribe(entry -> {
            if (entry instanceof Entry.AppServerKeysMade made) {
                keys = Keys.of(made);
            }
        });
    }

    private record Keys(RSAKey access, ECKey id, byte[] subjects) {

        static Keys of(Entry.AppServerKeysMade made) {
            try {
                return new Keys(RSAKey.parse(made.accessTokenKey()), ECKey.parse(made.idTokenKey()), made.subjectKey());
            } catch (ParseException e) {
                throw new IllegalStateException("the journal holds no keys where it should", e);
            }
        }

        @Override
        public String toString() {
            return "Keys[redacted]";
        }
    }

    private Keys keys() {
        Keys known = keys;
        if (known != null) {
            return known;
        }
        making.lock();
        try {
            if (keys == null) {
                journal.append(made());
            }
            return java.util.Objects.requireNonNull(keys);
        } finally {
            making.unlock();
        }
    }

    private static Entry.AppServerKeysMade made() {
        try {
            return new Entry.AppServerKeysMade(
                    new RSAKeyGenerator(BITS)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.RS256)
                            .keyIDFromThumbprint(true)
                            .generate()
                            .toJSONString(),
                    new ECKeyGenerator(Curve.P_256)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.ES256)
                            .keyIDFromThumbprint(true)
                            .generate()
                            .toJSONString(),
                    Randoms.bytes(SUBJECT_KEY));
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java cannot make keys", e);
        }
    }

    /** The public keys. */
    Map<String, Object> publicKeys() {
        Keys now = keys();
        return new JWKSet(java.util.List.<JWK>of(now.access(), now.id())).toJSONObject(true);
    }

    String accessToken(JWTClaimsSet claims) {
        RSAKey key = keys().access();
        return signed(Dialect.ACCESS_TOKEN_ALGORITHM, key, claims);
    }

    String idToken(JWTClaimsSet claims) {
        return signed(Dialect.ID_TOKEN_ALGORITHM, keys().id(), claims);
    }

    private static String signed(String algorithm, JWK key, JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.parse(algorithm))
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build(),
                claims);
        try {
            JWSSigner signer = key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("the server's own key does not sign", e);
        }
        return token.serialize();
    }

    /** Who a resident is to one client, and to no other. */
    String subject(String clientId, int resident) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys().subjects(), "HmacSHA256"));
            ByteBuffer hash =
                    ByteBuffer.wrap(mac.doFinal((clientId + " " + resident).getBytes(StandardCharsets.US_ASCII)));
            return new UUID(hash.getLong(), hash.getLong()).toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
        }
    }
}
