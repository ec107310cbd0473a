package dev.musubi.app.client;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An app's key (P-256), and the proofs that the app has it (DPoP, RFC 9449). What the issuer gives to the app works with
 * this key only.
 */
public final class AppKey {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int FIELD = 32;

    private final PrivateKey key;
    private final byte[] d;
    private final Map<String, String> jwk;
    private final InstantSource clock;

    private AppKey(PrivateKey key, byte[] d, byte[] x, byte[] y, InstantSource clock) {
        this.key = key;
        this.d = d;
        this.jwk = new LinkedHashMap<>();
        jwk.put("crv", "P-256");
        jwk.put("kty", "EC");
        jwk.put("x", URL.encodeToString(x));
        jwk.put("y", URL.encodeToString(y));
        this.clock = clock;
    }

    /** A new one. */
    public static AppKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey open = (ECPublicKey) pair.getPublic();
            return new AppKey(
                    pair.getPrivate(),
                    bytes(((ECPrivateKey) pair.getPrivate()).getS()),
                    bytes(open.getW().getAffineX()),
                    bytes(open.getW().getAffineY()),
                    InstantSource.system());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    /**
     * One that was kept.
     *
     * @param kept a private JWK (RFC 7517), as {@link #kept} made it
     * @throws IllegalArgumentException if it is none
     */
    public static AppKey of(JsonNode kept) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            byte[] d = decoded(kept, "d");
            PrivateKey key = KeyFactory.getInstance("EC")
                    .generatePrivate(new ECPrivateKeySpec(
                            new BigInteger(1, d), parameters.getParameterSpec(ECParameterSpec.class)));
            return new AppKey(key, d, decoded(kept, "x"), decoded(kept, "y"), InstantSource.system());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no key of ours", e);
        }
    }

    /** As it is kept: whoever has this has the key. */
    public Map<String, String> kept() {
        Map<String, String> kept = new LinkedHashMap<>(jwk);
        kept.put("d", URL.encodeToString(d));
        return kept;
    }

    /** Its SHA-256 thumbprint (RFC 7638): what stands in what is signed, as {@code cnf.jkt}. */
    public String thumbprint() {
        return URL.encodeToString(sha256(JSON.writeValueAsString(jwk)));
    }

    /**
     * A proof for one request.
     *
     * @param nonce the issuer's, where it asked for one
     * @param token the token sent along, if any
     */
    public String proof(String method, URI uri, @Nullable String nonce, @Nullable String token) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("typ", "dpop+jwt");
        header.put("alg", "ES256");
        header.put("jwk", jwk);
        Map<String, Object> claims = new LinkedHashMap<>();
        byte[] id = new byte[16];
        RANDOM.nextBytes(id);
        claims.put("jti", URL.encodeToString(id));
        claims.put("htm", method);
        claims.put("htu", uri.toString().replaceFirst("[?#].*", ""));
        claims.put("iat", clock.instant().getEpochSecond());
        if (nonce != null) {
            claims.put("nonce", nonce);
        }
        if (token != null) {
            claims.put("ath", URL.encodeToString(sha256(token)));
        }
        String input = URL.encodeToString(JSON.writeValueAsBytes(header)) + "."
                + URL.encodeToString(JSON.writeValueAsBytes(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign", e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static byte[] decoded(JsonNode kept, String member) {
        byte[] value = Base64.getUrlDecoder().decode(kept.path(member).asString(""));
        if (value.length != FIELD) {
            throw new IllegalArgumentException("no key of ours");
        }
        return value;
    }

    /** A number of the field in its 32 octets (RFC 7518 section 6.2.1.2). */
    private static byte[] bytes(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[FIELD];
        int from = Math.max(0, bytes.length - FIELD);
        System.arraycopy(bytes, from, fixed, FIELD - (bytes.length - from), bytes.length - from);
        Arrays.fill(bytes, (byte) 0);
        return fixed;
    }

    @Override
    public String toString() {
        return "AppKey[…]";
    }
}
