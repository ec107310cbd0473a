package dev.musubi.app.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whether the issuer will call the suite: for back-channel logout it does so only where the suite's certificate is trusted
 * and names the suite's host in its {@code subjectAltName} (RFC 9525, section 6). The certificate that the suite's own
 * instructions make has none, and nothing but a logout that never arrives would tell.
 */
final class SuiteCertificate {

    private static final int PATIENCE_MILLIS = 5_000;
    private static final int HTTPS = 443;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final Suite suite;
    private final String host;
    private final Path trust;
    private final List<X509Certificate> trusted;

    private SuiteCertificate(Suite suite, Path trust, List<X509Certificate> trusted) {
        this.suite = suite;
        this.host = URI.create(suite.base()).getHost().replaceAll("[\\[\\]]", "");
        this.trust = trust;
        this.trusted = trusted;
    }

    /** What was found. */
    sealed interface Finding {

        /** The issuer will call the suite. */
        record Good() implements Finding {}

        /** The suite could not be looked at; {@code note} says what that leaves open. */
        record Unseen(String note) implements Finding {}

        /** The issuer will not call the suite, for the reason in {@code why}. */
        record Refused(String why) implements Finding {}
    }

    /**
     * Looks.
     *
     * @param suite it should be running
     * @param trust a file of certificates in PEM, or a folder of such ({@code *.pem})
     */
    static Finding look(Suite suite, Path trust) {
        List<X509Certificate> trusted;
        try {
            trusted = read(trust);
        } catch (IOException | CertificateException e) {
            return new Finding.Refused(
                    "--trust " + trust + " is not a certificate in PEM, nor a folder of such (*.pem)");
        }
        if (trusted.isEmpty()) {
            return new Finding.Refused("--trust " + trust + " has no certificate in PEM");
        }
        return new SuiteCertificate(suite, trust, trusted).look();
    }

    private Finding look() {
        Shown shown = new Shown();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {shown}, new SecureRandom());
            handshake(context);
        } catch (SSLException noTls) {
            return new Finding.Refused("what answers at " + suite.base() + " does not speak TLS with us");
        } catch (IOException nobody) {
            return unseen();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        X509Certificate certificate = shown.chain[0];
        if (!names(certificate)) {
            return new Finding.Refused("the suite at " + suite.base() + " shows a certificate that does not name "
                    + host
                    + " (" + alternatives(certificate) + "). The issuer does not call it, so that no back-channel"
                    + " logout would arrive. Give the suite's proxy a certificate with that name, and name that one with"
                    + " --trust: docs/how-to/run-conformance.md says how");
        }
        return vouchedFor(shown)
                ? new Finding.Good()
                : new Finding.Refused("the suite at " + suite.base() + " shows another certificate than --trust "
                        + trust + " vouches for, or one out of its term; keep the one it shows");
    }

    private void handshake(SSLContext context) throws IOException {
        URI uri = URI.create(suite.base());
        int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, false)) {
                socket.startHandshake();
            }
        }
    }

    private Finding unseen() {
        String note =
                "the suite does not answer at " + suite.base() + " yet, so that its certificate was not looked at";
        return new Finding.Unseen(
                trusted.stream().anyMatch(this::names)
                        ? note
                        : note + "; in " + trust + " none names " + host
                                + ", which will do only if one is of the authority that issued the suite's");
    }

    private boolean vouchedFor(Shown shown) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int n = 0;
            for (X509Certificate each : usual(null).getAcceptedIssuers()) {
                store.setCertificateEntry("usual-" + n++, each);
            }
            for (X509Certificate each : trusted) {
                store.setCertificateEntry("further-" + n++, each);
            }
            usual(store).checkServerTrusted(shown.chain, shown.authType);
            return true;
        } catch (CertificateException notTrusted) {
            return false;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509TrustManager usual(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    /** By its alternative names alone; a common name counts for nothing. */
    private boolean names(X509Certificate certificate) {
        String wanted = host.toLowerCase(Locale.ROOT);
        // One label may be a star (RFC 9525 section 6.3).
        String starred = wanted.replaceFirst("^[^.]+\\.", "*.");
        return namesOf(certificate).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.equals(wanted) || name.equals(starred));
    }

    private static String alternatives(X509Certificate certificate) {
        List<String> names = namesOf(certificate);
        return names.isEmpty() ? "it has no subjectAltName" : "its subjectAltName: " + String.join(", ", names);
    }

    private static List<String> namesOf(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            return alternatives == null
                    ? List.of()
                    : alternatives.stream()
                            .filter(each -> each.getFirst().equals(DNS_NAME)
                                    || each.getFirst().equals(IP_ADDRESS))
                            .map(each -> String.valueOf(each.getLast()))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static List<X509Certificate> read(Path trust) throws IOException, CertificateException {
        List<X509Certificate> found = new ArrayList<>();
        if (!Files.isDirectory(trust)) {
            readFile(trust, found);
            return found;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(trust, "*.pem")) {
            for (Path file : files) {
                readFile(file, found);
            }
        }
        return found;
    }

    private static void readFile(Path file, List<X509Certificate> found) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                found.add((X509Certificate) each);
            }
        }
    }

    /** Keeps what is shown and lets the handshake end, after which nothing is sent. */
    private static final class Shown implements X509TrustManager {
        private X509Certificate[] chain = new X509Certificate[0];
        private String authType = "";

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type) {
            this.chain = shown.clone();
            this.authType = type;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type) throws CertificateException {
            throw new CertificateException("we are no server here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
