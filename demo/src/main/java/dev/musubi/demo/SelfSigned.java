package dev.musubi.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key with a self-signed certificate for {@code localhost}: in a PKCS #12 file for those who show it as clients, and as PEM
 * for servers, which start sooner by it.
 */
final class SelfSigned {

    /** Of all key stores here; they protect nothing but a demonstration. */
    static final String PASSWORD = "relying-party";

    private static final String ALIAS = "client";
    private static final Duration GOOD_FOR = Duration.ofDays(3650);

    // The password is public, so nobody has to guess at it; hashing it over and over would only slow down each start.
    static {
        for (String part : List.of("macIterationCount", "certPbeIterationCount", "keyPbeIterationCount")) {
            System.setProperty("keystore.pkcs12." + part, "1");
        }
    }

    private SelfSigned() {}

    /** Makes {@code name.p12}, {@code name.key} and {@code name.pem} in a folder, unless they are there. */
    static void make(Path folder, String file, String name, Instant now) throws IOException {
        Path store = folder.resolve(file + ".p12");
        Path certificate = folder.resolve(file + ".pem");
        if (Files.exists(store) && Files.exists(certificate)) {
            return;
        }
        Files.createDirectories(folder);
        char[] password = PASSWORD.toCharArray();
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            if (Files.exists(store)) {
                try (InputStream in = Files.newInputStream(store)) {
                    keys.load(in, password);
                }
            } else {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                KeyPair pair = generator.generateKeyPair();
                keys.load(null, password);
                keys.setKeyEntry(
                        ALIAS, pair.getPrivate(), password, new X509Certificate[] {certificate(pair, name, now)});
                try (OutputStream out = Files.newOutputStream(store)) {
                    keys.store(out, password);
                }
            }
            Key key = keys.getKey(ALIAS, password);
            Files.writeString(folder.resolve(file + ".key"), pem("PRIVATE KEY", key.getEncoded()));
            Files.writeString(
                    certificate, pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("no key in " + folder, e);
        }
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END " + what
                + "-----\n";
    }

    private static X509Certificate certificate(KeyPair pair, String name, Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        X500Name subject = new X500Name("CN=" + name);
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                subject,
                                new BigInteger(120, new SecureRandom()).setBit(119),
                                Date.from(now.minus(Duration.ofDays(1))),
                                Date.from(now.plus(GOOD_FOR)),
                                subject,
                                pair.getPublic())
                        .addExtension(
                                Extension.subjectAlternativeName,
                                false,
                                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")))
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }
}
