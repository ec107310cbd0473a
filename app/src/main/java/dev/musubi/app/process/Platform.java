package dev.musubi.app.process;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A sandbox and an issuer that stands on it, over one data folder. */
public final class Platform implements AutoCloseable {

    /** The issuer's id at マイナアプリ. */
    static final String ISSUER = "issuer";

    private final Ports ports;
    private final Path data;
    private final Part sandbox;
    private final Part issuer;
    private final Installation installation;
    private final MynaAppClients services;
    private @Nullable Part sites;

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
        this.installation = installation;
        this.ports = ports;
        this.data = data.toAbsolutePath();
        Path sandboxData = this.data.resolve("sandbox");
        this.services = new MynaAppClients(this.data.resolve("mynaapp"))
                .with(ISSUER, "結び 民間ID", URI.create("https://localhost:" + ports.holders() + "/signing/callback"));
        List<String> sandboxCommand = new ArrayList<>(installation.command("sandbox"));
        sandboxCommand.addAll(List.of(
                "--server.port=" + ports.sandbox(),
                "--musubi.sandbox.verifier-port=" + ports.verifierServices(),
                "--musubi.sandbox.mynaapp-port=" + ports.mynaApp(),
                "--musubi.sandbox.mynaapp-clients=" + services.write(),
                "--musubi.sandbox.public-uri=http://127.0.0.1:" + ports.sandbox(),
                "--musubi.sandbox.data=" + sandboxData,
                "--musubi.sandbox.consent-starts=IMMEDIATELY"));
        sandboxCommand.addAll(sandboxSettings);
        this.sandbox = new Part("sandbox", sandboxCommand, this.data, URI.create(sandboxUri() + "/ready"));
        List<String> issuerCommand = new ArrayList<>(installation.command("issuer"));
        issuerCommand.addAll(without(
                issuerSettings, IssuerOnSandbox.settings(this.data, sandboxData, ports, binaries.toAbsolutePath())));
        issuerCommand.addAll(issuerSettings);
        this.issuer = new Part(
                "issuer", issuerCommand, this.data, URI.create("http://127.0.0.1:" + ports.operators() + "/ready"));
    }

    /** Those that are not said otherwise: a setting that stands twice would be a list of both. */
    private static List<String> without(List<String> otherwise, List<String> settings) {
        Set<String> names =
                otherwise.stream().map(each -> each.split("=", 2)[0]).collect(Collectors.toSet());
        return settings.stream()
                .filter(each -> !names.contains(each.split("=", 2)[0]))
                .toList();
    }

    /** The same with the three relying parties of the demonstration. */
    public Platform withSites() {
        for (Site site : Site.values()) {
            services.with(site.id(), site.japanese(), URI.create(siteUri(site) + "/signature/callback"));
        }
        List<String> command = new ArrayList<>(installation.command("demo"));
        command.addAll(List.of(
                "--data=" + data,
                "--issuer=" + holdersUri(),
                "--issuer-certificate=" + serverCertificate(),
                "--standing-api=" + relyingPartiesUri(),
                "--ports=" + ports.bank() + "," + ports.telco() + "," + ports.city(),
                "--authorities=" + data.resolve("sandbox/authorities"),
                "--ocsp=" + sandboxUri() + "/ocsp/signature",
                "--mynaapp=" + MynaAppClients.realm(ports),
                "--mynaapp-sign-transactions=" + MynaAppClients.signTransactions(ports),
                "--mynaapp-keys=" + services.write().getParent(),
                "--mynaapp-trust-store=" + data.resolve("sandbox/tls/truststore.p12"),
                "--mynaapp-trust-store-password=sandbox"));
        sites = new Part("sites", command, data, URI.create(siteUri(Site.BANK) + "/ready"), siteCertificate(Site.BANK));
        return this;
    }

    /**
     * Starts all of it and waits until all take requests. The issuer needs the sandbox's authorities and the relying
     * parties' certificates to start, so at the very first start it waits for them; later all start at once.
     */
    public void start() {
        sandbox.launch();
        Part others = sites;
        if (others != null) {
            others.launch();
            for (Site site : Site.values()) {
                others.awaitFile(siteCertificate(site));
            }
        }
        if (!Files.exists(data.resolve("sandbox/tls/truststore.p12"))
                || !Files.exists(data.resolve("sandbox/authorities"))) {
            sandbox.awaitReady();
        }
        issuer.launch();
        sandbox.awaitReady();
        issuer.awaitReady();
        if (others != null) {
            others.awaitReady();
        }
    }

    /** The relying parties as a process; empty without them. */
    public Optional<Part> sites() {
        return Optional.ofNullable(sites);
    }

    /** The origin of a relying party. */
    public URI siteUri(Site site) {
        return URI.create("https://localhost:"
                + switch (site) {
                    case BANK -> ports.bank();
                    case TELCO -> ports.telco();
                    case CITY -> ports.city();
                });
    }

    /** The certificate to trust there (PEM). */
    public Path siteCertificate(Site site) {
        return data.resolve("relying-parties").resolve(site.id() + ".pem");
    }

    /** What a relying party hands to the operator to be registered. */
    public Path siteRegistration(Site site) {
        return data.resolve("relying-parties").resolve(site.id() + ".json");
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

    /** The certificate to trust at マイナアプリ's server, as the sandbox plays it (PEM). */
    public Path mynaAppCertificate() {
        return data.resolve("sandbox/tls/ca.pem");
    }

    /** The file with the operator's token. */
    public Path operatorToken() {
        return data.resolve("issuer/operator-token");
    }

    @Override
    public void close() {
        if (sites != null) {
            sites.stop();
        }
        issuer.stop();
        sandbox.stop();
    }
}
