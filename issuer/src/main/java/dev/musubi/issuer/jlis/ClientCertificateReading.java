package dev.musubi.issuer.jlis;

import dev.musubi.issuer.metrics.Reading;
import dev.musubi.issuer.metrics.Readings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** When the certificate ends by which J-LIS knows us: without it nothing is asked any more. */
@Component
final class ClientCertificateReading implements Reading {

    private final JlisSettings settings;
    private volatile @Nullable KeyStore shown;

    ClientCertificateReading(JlisSettings settings) {
        this.settings = settings;
    }

    @Override
    public Pace pace() {
        return Pace.SLOW;
    }

    /** As it was soon after the start: a file that was replaced since is not what J-LIS is shown. */
    @Override
    public void read(Readings readings) {
        try {
            KeyStore store = shown;
            if (store == null) {
                store = MutualTls.load(
                        settings.clientKeyStore(),
                        settings.clientKeyStorePassword().toCharArray());
                shown = store;
            }
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    readings.at(
                            "musubi_expires_timestamp_seconds",
                            certificate.getNotAfter().toInstant(),
                            "what",
                            "jlis_client_certificate",
                            "which",
                            alias);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("musubi.jlis.client-key-store does not open", e);
        }
    }
}
