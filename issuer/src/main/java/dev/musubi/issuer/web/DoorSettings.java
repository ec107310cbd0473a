package dev.musubi.issuer.web;

import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the doors are.
 *
 * @param address the address the first two listen on
 * @param holders the residents' port (HTTPS)
 * @param relyingParties the relying parties' port (HTTPS with client certificates)
 * @param operators the operators' port (HTTP, on the loopback address only)
 * @param operatorToken the file with the operator's token
 * @param metricsToken the file with the token that opens the metrics alone
 * @param keyStore PKCS #12 with the server's key and certificate; without one, a development certificate is made
 * @param keyStorePassword its password
 * @param developmentTls the folder for the development certificate
 * @param clientCertificates whether the relying parties' port lets nobody through the handshake without one
 */
@ConfigurationProperties("musubi.doors")
record DoorSettings(
        @DefaultValue("127.0.0.1") InetAddress address,
        @DefaultValue("8443") int holders,
        @DefaultValue("8444") int relyingParties,
        @DefaultValue("8445") int operators,
        @DefaultValue(".musubi/issuer/operator-token") Path operatorToken,
        @DefaultValue(".musubi/issuer/metrics-token") Path metricsToken,
        @Nullable Path keyStore,
        @Nullable String keyStorePassword,
        @DefaultValue(".musubi/issuer/tls") Path developmentTls,
        @DefaultValue("REQUIRED") ClientCertificates clientCertificates) {

    /** What the relying parties' port says to callers without a client certificate. */
    enum ClientCertificates {
        /** The handshake fails. */
        REQUIRED,
        /** The request is answered, with an error: what needs a certificate asks for it again. */
        REQUESTED
    }

    DoorSettings {
        if ((keyStore == null) != (keyStorePassword == null)) {
            throw new IllegalArgumentException(
                    "musubi.doors.key-store and musubi.doors.key-store-password are set together,"
                            + " or neither, and then a development certificate is made");
        }
    }

    Door doorAt(int port) {
        return port == holders ? Door.HOLDERS : port == relyingParties ? Door.RELYING_PARTIES : Door.OPERATORS;
    }
}
