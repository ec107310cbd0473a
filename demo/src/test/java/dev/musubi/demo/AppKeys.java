package dev.musubi.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/** Keys of the relying parties at マイナアプリ, as whoever registers them there hands them over. */
final class AppKeys {

    static final String PASSWORD = "for-tests";

    private AppKeys() {}

    /** A folder with a folder of keys for each of them. */
    static Path in(Path folder) throws IOException {
        try {
            for (Shop shop : Shop.values()) {
                Path own = Files.createDirectories(folder.resolve(shop.id()));
                Files.writeString(
                        own.resolve("assertion-key.json"),
                        new ECKeyGenerator(Curve.P_256)
                                .keyID("assertion")
                                .generate()
                                .toJSONString());
                Files.writeString(
                        own.resolve("evidence-keys.json"),
                        new JWKSet(new RSAKeyGenerator(2048).keyID("evidence").generate()).toString(false));
            }
            return folder;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A trust store with this certificate. */
    static Path trustStore(Path folder, Path pem) throws IOException {
        Path file = folder.resolve("trusted.p12");
        try (InputStream in = Files.newInputStream(pem);
                OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "trusted", CertificateFactory.getInstance("X.509").generateCertificate(in));
            store.store(out, PASSWORD.toCharArray());
            return file;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
