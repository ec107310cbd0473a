package dev.musubi.relyingparty;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.Set;
import java.util.UUID;

/** A relying party's key: a JSON Web Key with its private part, by which it says who it is. */
public final class ClientKey {

    private static final int SMALLEST_RSA = 2048;

    private final JWK key;

    private ClientKey(JWK key) {
        this.key = key;
    }

    /**
     * A key on the curve P-256, or an RSA key of 2048 bits at least, with its private part and an id.
     *
     * @throws IllegalArgumentException if it is another one
     */
    public static ClientKey of(JWK key) {
        boolean elliptic = key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve());
        boolean rsa = KeyType.RSA.equals(key.getKeyType()) && key.size() >= SMALLEST_RSA;
        if (!key.isPrivate() || key.getKeyID() == null || (!elliptic && !rsa)) {
            throw new IllegalArgumentException(
                    "a client's key is a private JSON Web Key with a kid, on P-256 or of RSA with 2048 bits at least");
        }
        return new ClientKey(key);
    }

    /**
     * The key in a file; where the file is not there, a new one is made and kept in it, readable by its owner alone.
     *
     * @throws IOException if it cannot be read or written, or is no such key
     */
    public static ClientKey in(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            Path made = posix
                    ? Files.createFile(
                            file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                    : Files.createFile(file);
            Files.writeString(made, generate().toJSONString(), StandardOpenOption.TRUNCATE_EXISTING);
        }
        try {
            return of(JWK.parse(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (ParseException | IllegalArgumentException e) {
            throw new IOException("no client's key: " + file, e);
        }
    }

    static JWK generate() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("P-256 is part of every Java", e);
        }
    }

    /** A new key for one sign-in. */
    static ClientKey fresh() {
        return new ClientKey(generate());
    }

    static ClientKey parse(String json) throws ParseException {
        return new ClientKey(JWK.parse(json));
    }

    /** The public part, as it is registered at the issuer ({@code jwks} of the client's metadata holds it). */
    public JWK publicKey() {
        return key.toPublicJWK();
    }

    String json() {
        return key.toJSONString();
    }

    String thumbprint() {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }

    /** A signed JWT. */
    String sign(String type, JWTClaimsSet claims, boolean withPublicKey) {
        JWSAlgorithm algorithm = KeyType.RSA.equals(key.getKeyType()) ? JWSAlgorithm.PS256 : JWSAlgorithm.ES256;
        JWSHeader.Builder header = new JWSHeader.Builder(algorithm).type(new JOSEObjectType(type));
        SignedJWT jwt = new SignedJWT(
                (withPublicKey ? header.jwk(bare(key.toPublicJWK())) : header.keyID(key.getKeyID())).build(), claims);
        try {
            jwt.sign(new DefaultJWSSignerFactory().createJWSSigner(key, algorithm));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a key that was checked does not sign", e);
        }
    }

    /** The key without id and use: a proof's header holds what identifies the key and no more. */
    private static JWK bare(JWK key) {
        try {
            var members = new java.util.HashMap<>(key.toJSONObject());
            members.keySet().retainAll(Set.of("kty", "crv", "x", "y", "n", "e"));
            return JWK.parse(members);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "ClientKey[" + key.getKeyID() + "]";
    }
}
