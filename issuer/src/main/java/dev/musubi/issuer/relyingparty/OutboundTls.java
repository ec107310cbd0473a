package dev.musubi.issuer.relyingparty;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;

/** Whom we trust when we call relying parties: the JDK's authorities, and what an operator laid into a folder. */
@Component
public final class OutboundTls {

    private final SSLContext context;

    /** With the settings, from which the certificates are read once. */
    public OutboundTls(Settings settings) throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted(settings.trustedServers()));
        this.context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
    }

    /**
     * Settings of outbound calls.
     *
     * @param trustedServers folder with further certificates (PEM) to trust, read at each start
     */
    @ConfigurationProperties("musubi.relying-parties")
    public record Settings(@Nullable Path trustedServers) {}

    /** For calls to relying parties. */
    public SSLContext context() {
        return context;
    }

    private static KeyStore trusted(@Nullable Path folder) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        TrustManagerFactory usual = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        usual.init((KeyStore) null);
        int n = 0;
        for (TrustManager manager : usual.getTrustManagers()) {
            for (X509Certificate authority : ((X509TrustManager) manager).getAcceptedIssuers()) {
                trusted.setCertificateEntry("usual-" + n++, authority);
            }
        }
        if (folder != null && Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pem")) {
                for (Path file : files) {
                    try (InputStream in = Files.newInputStream(file)) {
                        for (Certificate each :
                                CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                            trusted.setCertificateEntry("further-" + n++, each);
                        }
                    }
                }
            }
        }
        return trusted;
    }
}
