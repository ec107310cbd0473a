package dev.musubi.sandbox;

import dev.musubi.sandbox.tls.TlsMaterial;
import java.net.URI;
import org.apache.catalina.connector.Connector;
import org.jspecify.annotations.Nullable;

/** The third port: where browsers and services find the state's app's server, played. */
final class MynaAppPort {

    private final Connector connector;
    private final @Nullable URI known;

    /** A port, and by what address it is known if not by its number on this machine. */
    MynaAppPort(int port, @Nullable URI known, TlsMaterial tls) {
        this.connector = TlsConnector.on(port, tls, "mynaapp-", false);
        this.known = known;
    }

    Connector connector() {
        return connector;
    }

    /** The port it listens on, once it does. */
    int number() {
        return connector.getLocalPort();
    }

    /**
     * Scheme, host and port. The host is a number on purpose: to a browser it is another site than the issuer's {@code localhost}, as the
     * real one would be.
     */
    URI origin() {
        return known != null ? known : URI.create("https://127.0.0.1:" + number());
    }
}
