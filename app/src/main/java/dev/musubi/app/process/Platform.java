package dev.musubi.app.process;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A sandbox and an issuer that stands on it, over one data folder. */
public final class Platform implements AutoCloseable {

    private final Ports ports;
    private final Path data;
    private final Part sandbox;
    private final Part issuer;

    /**
     * Prepares a platform; nothing runs yet.
     *
     * @param installation the built parts
     * @param data the folder for all that is kept
     * @param ports where to listen
     * @param binaries where the embedded database's programs are unpacked, once for all platforms
     * @param sandboxSettings further settings of the sandbox, as {@code --name=value}
     * @param issuerSettings further settings of the issuer, likewise
     */
    public Platform(
            Installation installation,
            Path data,
            Ports ports,
            Path binaries,
            List<String> sandboxSettings,
            List<String> issuerSettings) {
        this.ports = ports;
        this.data = data.toAbsolutePath();
        Path sandboxData = this.data.resolve("sandbox");
        List<String> sandboxCommand = new ArrayList<>(installation.command("sandbox"));
        sandboxCommand.addAll(List.of(
                "--server.port=" + ports.sandbox(),
                "--musubi.sandbox.verifier-port=" + ports.verifierServices(),
                "--musubi.sandbox.public-uri=http://127.0.0.1:" + ports.sandbox(),
                "--musubi.sandbox.data=" + sandboxData,
                "--musubi.sandbox.consent-starts=IMMEDIATELY"));
        sandboxCommand.addAll(sandboxSettings);
        this.sandbox = new Part("sandbox", sandboxCommand, this.data, URI.create(sandboxUri() + "/ready"));
        List<String> issuerCommand = new ArrayList<>(installation.command("issuer"));
        issuerCommand.addAll(IssuerOnSandbox.settings(this.data, sandboxData, ports, binaries.toAbsolutePath()));
        issuerCommand.addAll(issuerSettings);
        this.issuer = new Part(
                "issuer", issuerCommand, this.data, URI.create("http://127.0.0.1:" + ports.operators() + "/ready"));
    }

    /**
     * Starts both and waits until both take requests. The issuer needs the sandbox's authorities to start, so at the very
     * first start it waits for them; later both start at once.
     */
    public void start() {
        sandbox.launch();
        if (!Files.exists(data.resolve("sandbox/tls/truststore.p12"))
                || !Files.exists(data.resolve("sandbox/authorities"))) {
            sandbox.awaitReady();
        }
        issuer.launch();
        sandbox.awaitReady();
        issuer.awaitReady();
    }

    /** The sandbox as a process. */
    public Part sandbox() {
        return sandbox;
    }

    /** The issuer as a process. */
    public Part issuer() {
        return issuer;
    }

    /** The folder for all that is kept. */
    public Path data() {
        return data;
    }

    /** The ports. */
    public Ports ports() {
        return ports;
    }

    /** The sandbox's front door. */
    public URI sandboxUri() {
        return URI.create("http://127.0.0.1:" + ports.sandbox());
    }

    /** The residents' door of the issuer. */
    public URI holdersUri() {
        return URI.create("https://localhost:" + ports.holders());
    }

    /** The relying parties' door of the issuer. */
    public URI relyingPartiesUri() {
        return URI.create("https://localhost:" + ports.relyingParties());
    }

    /** The operators' door of the issuer. */
    public URI operatorsUri() {
        return URI.create("http://127.0.0.1:" + ports.operators());
    }

    /** The certificate to trust at the issuer's doors (PEM). */
    public Path serverCertificate() {
        return data.resolve("issuer/tls/server.pem");
    }

    /** The file with the operator's token. */
    public Path operatorToken() {
        return data.resolve("issuer/operator-token");
    }

    @Override
    public void close() {
        issuer.stop();
        sandbox.stop();
    }
}
