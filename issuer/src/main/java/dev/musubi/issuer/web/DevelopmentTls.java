package dev.musubi.issuer.web;

import dev.musubi.issuer.vault.Iterations;
import dev.musubi.issuer.vault.PrivateFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A self-signed certificate for this machine, made at first start where none is configured: {@code server.p12}, and
 * {@code server.pem} for clients to trust. For development and demonstrations.
 */
final class DevelopmentTls {

    private static final Duration TERM = Duration.ofDays(3650);

    private DevelopmentTls() {}

    static ServerKey in(Path folder) throws IOException {
        Path store = folder.resolve("server.p12");
        Path password = folder.resolve("password");
        if (!Files.exists(store)) {
            // Two issuers that start together on one folder end up with one certificate between them.
            PrivateFiles.locked(store, () -> {
                if (!Files.exists(store)) {
                    make(folder, store, password);
                }
                return store;
            });
        }
        return new ServerKey(store, Files.readString(password).strip());
    }

    private static void make(Path folder, Path store, Path passwordFile) throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            X509Certificate certificate = selfSigned(pair);
            char[] secret = password.toCharArray();
            X509Certificate[] chain = {certificate};
            PrivateFiles.write(passwordFile, password.getBytes(StandardCharsets.US_ASCII));
            Files.writeString(
                    folder.resolve("server.pem"),
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                    .encodeToString(certificate.getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
            // Last, because its being there says that all is.
            PrivateFiles.write(
                    store,
                    Iterations.FEW.store(keys -> keys.setKeyEntry("server", pair.getPrivate(), secret, chain), secret));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("the development certificate could not be made", e);
        }
    }

    private static X509Certificate selfSigned(KeyPair pair)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        // The machine's time on purpose: a certificate for TLS is checked by the clients' real clocks.
        Instant now = Instant.now();
        X500Name name = new X500Name("CN=Musubi development");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(120, new SecureRandom()).setBit(119),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(TERM)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        }));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }
}
