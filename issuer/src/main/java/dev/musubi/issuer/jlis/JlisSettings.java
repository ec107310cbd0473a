package dev.musubi.issuer.jlis;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where J-LIS is and how to be let in. There is no default endpoint: the real ones are told to certified verifiers only.
 *
 * @param ocsp the OCSP responder for signature certificates
 * @param ocspAuthentication the OCSP responder for user-authentication certificates; without one, nobody signs in with
 *     such a certificate
 * @param crl the folder below which the revocation lists lie ({@code {authority}/{prefecture}/{municipality}.crl})
 * @param services the base of the services for verifiers (mTLS)
 * @param clientKeyStore PKCS #12 with our client certificate and key
 * @param clientKeyStorePassword its password
 * @param trustStore PKCS #12 with the authority of J-LIS's server certificate; without one, the JDK's
 * @param trustStorePassword its password
 * @param serviceProvider our id as a service provider
 * @param timeout how long to wait for a whole answer
 * @param networks networks in CIDR notation that J-LIS alone may be called in although they are private: a line of one's own
 */
@ConfigurationProperties("musubi.jlis")
record JlisSettings(
        URI ocsp,
        @Nullable URI ocspAuthentication,
        URI crl,
        URI services,
        Path clientKeyStore,
        String clientKeyStorePassword,
        @Nullable Path trustStore,
        @Nullable String trustStorePassword,
        String serviceProvider,
        @DefaultValue("PT5S") Duration timeout,
        @DefaultValue({}) List<String> networks) {

    /** @throws IllegalArgumentException in one line that says which setting is missing */
    JlisSettings {
        required("ocsp", ocsp);
        required("crl", crl);
        required("services", services);
        required("client-key-store", clientKeyStore);
        required("client-key-store-password", clientKeyStorePassword);
        required("service-provider", serviceProvider);
    }

    private static void required(String name, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "musubi.jlis." + name
                            + " is not set: J-LIS tells certified verifiers where its services are; for a try, start ./musubi sandbox");
        }
    }
}
