package dev.musubi.app.clientkey;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client's keys on P-256: a JSON Web Key (RFC 7517) that signs its assertions, and a self-signed certificate (RFC 8705
 * section 2.2) for mutual TLS.
 *
 * @param key the file with the JSON Web Key
 * @param keySet the file with its public half, as a JWK set
 * @param certificateStore the PKCS #12 file with the certificate and its key
 * @param certificateFile the file with the certificate alone, in PEM
 * @param publicKey the public half of the JSON Web Key
 * @param certificate the certificate in PEM
 * @param fingerprint the SHA-256 of the certificate, in hexadecimal
 */
record ClientKeys(
        Path key,
        Path keySet,
        Path certificateStore,
        Path certificateFile,
        Map<String, Object> publicKey,
        String certificate,
        String fingerprint) {

    /** Of the PKCS #12 file. */
    static final String PASSWORD = "changeit";

    private static final Duration TERM = Duration.ofDays(730);
    private static final int COORDINATE = 32;

    /** Makes both and keeps them in the folder, with their public halves; what is there already stays, and is an error. */
    static ClientKeys make(String name, Path folder, Instant now) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        Path keyFile = folder.resolve(name + ".jwk");
        Path keySetFile = folder.resolve(name + ".jwks.json");
        Path storeFile = folder.resolve(name + ".p12");
        Path certificateFile = folder.resolve(name + ".pem");
        for (Path each : List.of(keyFile, keySetFile, storeFile, certificateFile)) {
            if (Files.exists(each)) {
                throw new FileAlreadyExistsException(each.toString());
            }
        }
        KeyPair signing = pair();
        Map<String, Object> publicKey = jwk(signing);
        Map<String, Object> privateKey = new LinkedHashMap<>(publicKey);
        privateKey.put("d", coordinate(((ECPrivateKey) signing.getPrivate()).getS()));
        JsonMapper json = JsonMapper.builder().build();
        keep(keyFile, json.writeValueAsString(privateKey).getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                keySetFile,
                json.writeValueAsString(Map.of("keys", List.of(publicKey))),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);

        KeyPair tls = pair();
        X509Certificate certificate = selfSigned(tls, name, now);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(name, tls.getPrivate(), PASSWORD.toCharArray(), new X509Certificate[] {certificate});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, PASSWORD.toCharArray());
        keep(storeFile, bytes.toByteArray());
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        Files.writeString(certificateFile, pem, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new ClientKeys(
                keyFile,
                keySetFile,
                storeFile,
                certificateFile,
                publicKey,
                pem,
                HexFormat.ofDelimiter(":")
                        .withUpperCase()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())));
    }

    /** Made for its owner alone before anything is in it. */
    private static void keep(Path file, byte[] content) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        Files.write(file, content);
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static Map<String, Object> jwk(KeyPair pair) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("kty", "EC");
        jwk.put("crv", "P-256");
        jwk.put("kid", UUID.randomUUID().toString());
        jwk.put("use", "sig");
        jwk.put("alg", "ES256");
        jwk.put("x", coordinate(key.getW().getAffineX()));
        jwk.put("y", coordinate(key.getW().getAffineY()));
        return jwk;
    }

    /** RFC 7518 section 6.2.1.2: of the curve's full length, leading zeros included. */
    static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] full = new byte[COORDINATE];
        int from = Math.max(0, bytes.length - COORDINATE);
        byte[] digits = Arrays.copyOfRange(bytes, from, bytes.length);
        System.arraycopy(digits, 0, full, COORDINATE - digits.length, digits.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(full);
    }

    private static X509Certificate selfSigned(KeyPair pair, String name, Instant now) throws GeneralSecurityException {
        X500Name subject = new X500Name("CN=" + name);
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    subject,
                                    new BigInteger(120, new SecureRandom()).setBit(119),
                                    Date.from(now.minus(Duration.ofMinutes(5))),
                                    Date.from(now.plus(TERM)),
                                    subject,
                                    pair.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
