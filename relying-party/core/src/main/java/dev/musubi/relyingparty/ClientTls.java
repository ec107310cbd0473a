package dev.musubi.relyingparty;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS towards the provider: the JDK's authorities and further ones, and the client certificate if there is one. */
final class ClientTls {

    private ClientTls() {}

    static SSLContext context(List<Path> trusted, @Nullable KeyStore client, char[] password) throws IOException {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted.isEmpty() ? null : with(trusted));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(client, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(client == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("certificates or key cannot be used", e);
        }
    }

    private static KeyStore with(List<Path> further) throws IOException, GeneralSecurityException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        all.load(null, null);
        int n = 0;
        TrustManagerFactory usual = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        usual.init((KeyStore) null);
        for (TrustManager manager : usual.getTrustManagers()) {
            for (X509Certificate authority : ((X509TrustManager) manager).getAcceptedIssuers()) {
                all.setCertificateEntry("usual-" + n++, authority);
            }
        }
        for (Path file : further) {
            try (InputStream in = Files.newInputStream(file)) {
                for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    all.setCertificateEntry("further-" + n++, each);
                }
            }
        }
        return all;
    }
}
