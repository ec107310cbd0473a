package dev.musubi.issuer.web;

import dev.musubi.issuer.metrics.Reading;
import dev.musubi.issuer.metrics.Readings;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** When the certificate ends that the doors show. */
@Component
final class ServerCertificateReading implements Reading {

    private final DoorSettings settings;
    private volatile @Nullable KeyStore shown;

    ServerCertificateReading(DoorSettings settings) {
        this.settings = settings;
    }

    @Override
    public Pace pace() {
        return Pace.SLOW;
    }

    /** As it was soon after the start: a file that was replaced since is not what the doors show. */
    @Override
    public void read(Readings readings) {
        KeyStore store = shown;
        if (store == null) {
            store = DoorConfiguration.serverKey(settings).open();
            shown = store;
        }
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                    readings.at(
                            "musubi_expires_timestamp_seconds",
                            certificate.getNotAfter().toInstant(),
                            "what",
                            "server_certificate",
                            "which",
                            alias);
                }
            }
        } catch (KeyStoreException e) {
            throw new IllegalStateException("a key store that was opened cannot be read", e);
        }
    }
}
