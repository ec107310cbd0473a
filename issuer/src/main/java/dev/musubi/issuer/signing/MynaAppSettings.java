package dev.musubi.issuer.signing;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How we are registered with the server of マイナアプリ. Without {@code issuer} there is no such way to sign; no address of
 * anybody's is a default.
 *
 * @param issuer the server's realm
 * @param signTransactions where signatures are asked for
 * @param clientId our id there
 * @param assertionKey file of the private key of our client assertions, a JWK
 * @param evidenceKeys file of the private keys that evidence is sealed for, a JWK set; the verifier's part alone reads it
 * @param trustStore whose certificates its server may have, a PKCS #12 file; null for the JDK's authorities
 * @param trustStorePassword its password
 * @param timeout for one exchange with the server
 */
@ConfigurationProperties("musubi.mynaapp")
record MynaAppSettings(
        @Nullable URI issuer,
        @Nullable URI signTransactions,
        @Nullable String clientId,
        @Nullable Path assertionKey,
        @Nullable Path evidenceKeys,
        @Nullable Path trustStore,
        @Nullable String trustStorePassword,
        @DefaultValue("PT5S") Duration timeout) {

    /** All of it, or none. */
    MynaAppSettings {
        if (issuer != null
                && (signTransactions == null || clientId == null || assertionKey == null || evidenceKeys == null)) {
            throw new IllegalArgumentException(
                    "musubi.mynaapp: with issuer, sign-transactions, client-id, assertion-key and"
                            + " evidence-keys have to be said too");
        }
    }
}
