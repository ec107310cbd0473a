package dev.musubi.issuer.jlis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The TLS context for J-LIS: our client certificate, and whose server certificate we believe. */
final class MutualTls {

    private MutualTls() {}

    static SSLContext context(JlisSettings settings) throws IOException {
        try {
            char[] password = settings.clientKeyStorePassword().toCharArray();
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(settings.clientKeyStore(), password), password);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            Path trustStore = settings.trustStore();
            String trustPassword = settings.trustStorePassword();
            trust.init(
                    trustStore == null
                            ? null
                            : load(trustStore, trustPassword == null ? new char[0] : trustPassword.toCharArray()));
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the key store or trust store for J-LIS does not open", e);
        }
    }

    static KeyStore load(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }
}
