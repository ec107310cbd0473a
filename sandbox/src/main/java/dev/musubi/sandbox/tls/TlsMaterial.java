package dev.musubi.sandbox.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What the two ends of the port for signature verifiers need: a CA of its own, a server certificate for this machine,
 * one client certificate. Valid by the machine's clock, for twenty years. The password of the PKCS#12 files is
 * {@value #PASSWORD}.
 */
public final class TlsMaterial {

    /** The password of all key stores: this is a sandbox. */
    public static final String PASSWORD = "sandbox";

    private static final int YEARS = 20;
    private static final int DAYS_A_YEAR = 365;

    // The password is public, so nobody has to guess at it; hashing it over and over would only slow down each start.
    static {
        for (String part : List.of("macIterationCount", "certPbeIterationCount", "keyPbeIterationCount")) {
            System.setProperty("keystore.pkcs12." + part, "1");
        }
    }

    private final Path folder;

    private TlsMaterial(Path folder) {
        this.folder = folder;
    }

    /** The material in a folder; made, all of it or none, if the folder is not there. */
    public static TlsMaterial in(Path folder, Instant machineTime) {
        if (!Files.isDirectory(folder)) {
            try {
                make(folder, machineTime);
            } catch (IOException e) {
                throw new UncheckedIOException("the TLS keys cannot be written", e);
            } catch (GeneralSecurityException | OperatorCreationException e) {
                throw new IllegalStateException("this Java cannot make TLS keys", e);
            }
        }
        return new TlsMaterial(folder);
    }

    /** The server's key and certificate, PKCS#12. */
    public Path serverKeys() {
        return folder.resolve("server.p12");
    }

    /** The CA as a PKCS#12 trust store. */
    public Path trustStore() {
        return folder.resolve("truststore.p12");
    }

    /** A signature verifier's key and certificate, PKCS#12. */
    public Path verifierKeys() {
        return folder.resolve("verifier.p12");
    }

    private static void make(Path folder, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        Path draft = Files.createTempDirectory(
                Files.createDirectories(folder.toAbsolutePath().getParent()), "tls");
        Instant from = now.minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        Maker maker = new Maker(from, from.plus((long) YEARS * DAYS_A_YEAR, ChronoUnit.DAYS));
        Files.writeString(
                draft.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(maker.ca.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        KeyPair server = pair();
        store(
                draft.resolve("server.p12"),
                server.getPrivate(),
                maker.leaf("localhost", 2, server, KeyPurposeId.id_kp_serverAuth),
                maker.ca);
        KeyPair verifier = pair();
        store(
                draft.resolve("verifier.p12"),
                verifier.getPrivate(),
                maker.leaf("Musubi signature verifier", 3, verifier, KeyPurposeId.id_kp_clientAuth),
                maker.ca);
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", maker.ca);
        write(trust, draft.resolve("truststore.p12"));
        Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void store(Path file, PrivateKey key, X509Certificate certificate, X509Certificate ca)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", key, PASSWORD.toCharArray(), new Certificate[] {certificate, ca});
        write(store, file);
    }

    private static void write(KeyStore store, Path file) throws GeneralSecurityException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static final class Maker {
        private static final X500Name CA_NAME = new X500Name("O=JPKI-SANDBOX,CN=Musubi sandbox TLS CA");
        private final Instant from;
        private final Instant to;
        private final KeyPair keys;
        private final X509Certificate ca;

        Maker(Instant from, Instant to) throws GeneralSecurityException, IOException, OperatorCreationException {
            this.from = from;
            this.to = to;
            keys = pair();
            var builder = new JcaX509v3CertificateBuilder(
                    CA_NAME, BigInteger.ONE, Date.from(from), Date.from(to), CA_NAME, keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            ca = sign(builder);
        }

        X509Certificate leaf(String name, int serial, KeyPair pair, KeyPurposeId purpose)
                throws GeneralSecurityException, IOException, OperatorCreationException {
            var builder = new JcaX509v3CertificateBuilder(
                    CA_NAME,
                    BigInteger.valueOf(serial),
                    Date.from(from),
                    Date.from(to),
                    new X500Name("O=JPKI-SANDBOX,CN=" + name),
                    pair.getPublic());
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            if (purpose.equals(KeyPurposeId.id_kp_serverAuth)) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(List.of(
                                        new GeneralName(GeneralName.dNSName, "localhost"),
                                        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                                        new GeneralName(GeneralName.iPAddress, "::1"))
                                .toArray(GeneralName[]::new)));
            }
            return sign(builder);
        }

        private X509Certificate sign(JcaX509v3CertificateBuilder builder)
                throws GeneralSecurityException, OperatorCreationException {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        }
    }
}
