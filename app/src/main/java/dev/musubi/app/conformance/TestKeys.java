package dev.musubi.app.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The keys the suite plays its clients with. They are made once and kept, so that a plan's configuration stays good. RSA,
 * because only with such keys the suite tries whether RS256 is refused where PS256 is asked for.
 */
final class TestKeys {

    private static final char[] PASSWORD = "conformance".toCharArray();
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final KeyStore store;

    private TestKeys(KeyStore store) {
        this.store = store;
    }

    /** Those kept in a file, made at first. */
    static TestKeys in(Path file, List<String> names, Instant now) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            if (Files.exists(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    store.load(in, PASSWORD);
                }
                return new TestKeys(store);
            }
            store.load(null, null);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            for (String name : names) {
                KeyPair pair = generator.generateKeyPair();
                store.setKeyEntry(
                        name, pair.getPrivate(), PASSWORD, new X509Certificate[] {selfSigned(pair, name, now)});
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, PASSWORD);
            }
            return new TestKeys(store);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("no keys for the suite's clients", e);
        }
    }

    private static X509Certificate selfSigned(KeyPair pair, String name, Instant now)
            throws GeneralSecurityException, OperatorCreationException {
        X500Name subject = new X500Name("CN=" + name + ",O=Conformance");
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                subject,
                                new BigInteger(120, new SecureRandom()).setBit(119),
                                Date.from(now.minus(Duration.ofDays(1))),
                                Date.from(now.plus(Duration.ofDays(3650))),
                                subject,
                                pair.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
    }

    /** A key set with the private key, as the suite wants it. */
    Map<String, Object> privateKeys(String name) {
        RSAPrivateCrtKey key = privateKey(name);
        Map<String, Object> jwk = jwk(name);
        jwk.put("d", text(key.getPrivateExponent()));
        jwk.put("p", text(key.getPrimeP()));
        jwk.put("q", text(key.getPrimeQ()));
        jwk.put("dp", text(key.getPrimeExponentP()));
        jwk.put("dq", text(key.getPrimeExponentQ()));
        jwk.put("qi", text(key.getCrtCoefficient()));
        return Map.of("keys", List.of(jwk));
    }

    /** A key set with the public key, as the issuer wants it; with its certificate where that is what counts. */
    Map<String, Object> publicKeys(String name, boolean certified) {
        Map<String, Object> jwk = jwk(name);
        if (certified) {
            jwk.put("x5c", List.of(Base64.getEncoder().encodeToString(certificate(name))));
        }
        return Map.of("keys", List.of(jwk));
    }

    private Map<String, Object> jwk(String name) {
        RSAPrivateCrtKey key = privateKey(name);
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("kty", "RSA");
        jwk.put("kid", name);
        jwk.put("use", "sig");
        jwk.put("alg", "PS256");
        jwk.put("n", text(key.getModulus()));
        jwk.put("e", text(key.getPublicExponent()));
        return jwk;
    }

    /** Certificate and key in PEM, as the suite wants them for mutual TLS. */
    Map<String, Object> pem(String name) {
        return Map.of(
                "cert",
                pem("CERTIFICATE", certificate(name)),
                "key",
                pem("PRIVATE KEY", privateKey(name).getEncoded()));
    }

    private RSAPrivateCrtKey privateKey(String name) {
        try {
            if (store.getKey(name, PASSWORD) instanceof RSAPrivateCrtKey key) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalStateException("the key " + name + " is missing; remove the folder to have all made anew");
    }

    private byte[] certificate(String name) {
        try {
            return store.getCertificate(name).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(content)
                + "\n-----END " + type + "-----\n";
    }

    private static String text(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        return URL.encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
    }
}
