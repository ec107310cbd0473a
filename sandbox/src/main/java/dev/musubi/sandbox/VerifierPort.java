package dev.musubi.sandbox;

import dev.musubi.sandbox.tls.TlsMaterial;
import org.apache.catalina.connector.Connector;

/** The second port: with a client certificate of the sandbox's CA or not at all. */
final class VerifierPort {

    private final Connector connector;

    VerifierPort(int port, TlsMaterial tls) {
        connector = TlsConnector.on(port, tls, "verifier-", true);
    }

    Connector connector() {
        return connector;
    }

    /** The port it listens on, once it does. */
    int number() {
        return connector.getLocalPort();
    }
}
