package dev.musubi.app.process;

import java.nio.file.Path;
import java.util.List;

/** The issuer's settings for standing on a sandbox on this machine, with short intervals so that one can watch. */
final class IssuerOnSandbox {

    private IssuerOnSandbox() {}

    static List<String> settings(Path data, Path sandboxData, Ports ports, Path binaries) {
        Path issuer = data.resolve("issuer");
        String sandbox = "http://127.0.0.1:" + ports.sandbox();
        Path keys = data.resolve("mynaapp").resolve(Platform.ISSUER);
        return List.of(
                "--musubi.demonstration=true",
                "--musubi.outbound.networks=127.0.0.0/8,::1/128",
                "--musubi.outbound.break-for=PT0.5S",
                "--musubi.jpki.environment=SANDBOX",
                "--musubi.jpki.authorities=" + sandboxData.resolve("authorities"),
                "--musubi.jlis.ocsp=" + sandbox + "/ocsp/signature",
                "--musubi.jlis.ocsp-authentication=" + sandbox + "/ocsp/authentication",
                "--musubi.jlis.crl=" + sandbox + "/crl",
                "--musubi.jlis.services=https://127.0.0.1:" + ports.verifierServices(),
                "--musubi.jlis.client-key-store=" + sandboxData.resolve("tls/verifier.p12"),
                "--musubi.jlis.client-key-store-password=sandbox",
                "--musubi.jlis.trust-store=" + sandboxData.resolve("tls/truststore.p12"),
                "--musubi.jlis.trust-store-password=sandbox",
                "--musubi.jlis.service-provider=musubi",
                "--musubi.jlis.timeout=PT5S",
                // A story in which people move house and are asked after within a second.
                "--musubi.jlis.floor=PT0S",
                "--musubi.mynaapp.issuer=" + MynaAppClients.realm(ports),
                "--musubi.mynaapp.sign-transactions=" + MynaAppClients.signTransactions(ports),
                "--musubi.mynaapp.client-id=" + Platform.ISSUER,
                "--musubi.mynaapp.assertion-key=" + keys.resolve(MynaAppClients.ASSERTION_KEY),
                "--musubi.mynaapp.evidence-keys=" + keys.resolve(MynaAppClients.EVIDENCE_KEYS),
                "--musubi.mynaapp.trust-store=" + sandboxData.resolve("tls/truststore.p12"),
                "--musubi.mynaapp.trust-store-password=sandbox",
                "--musubi.doors.holders=" + ports.holders(),
                "--musubi.doors.relying-parties=" + ports.relyingParties(),
                "--musubi.doors.operators=" + ports.operators(),
                "--musubi.doors.metrics-token=" + issuer.resolve("metrics-token"),
                "--musubi.doors.operator-token=" + issuer.resolve("operator-token"),
                "--musubi.doors.development-tls=" + issuer.resolve("tls"),
                "--musubi.enrolment.issuer=https://localhost:" + ports.holders(),
                "--musubi.enrolment.terms=https://localhost:" + ports.holders() + "/terms",
                "--musubi.standing.holder-screen=https://localhost:" + ports.holders() + "/reissue",
                "--musubi.openid.mutual-tls=https://localhost:" + ports.relyingParties(),
                "--musubi.relying-parties.trusted-servers=" + data.resolve("relying-parties"),
                "--musubi.keys.file=" + issuer.resolve("keys.p12"),
                "--musubi.database.folder=" + issuer.resolve("postgresql"),
                "--musubi.database.binaries=" + binaries,
                "--musubi.sweep.folder=" + issuer.resolve("crl"),
                "--musubi.sweep.tick=PT0.25S",
                "--musubi.sweep.interval=PT0.5S",
                "--musubi.monitoring.least=1",
                "--musubi.sweep.retry-after=PT0.5S",
                "--musubi.refresh.tick=PT0.25S",
                "--musubi.refresh.wait-for-certificate=PT1S",
                "--musubi.refresh.wait-for-source=PT0.5S",
                "--musubi.consent.poll=PT0.5S",
                "--musubi.signals.spread=PT1S",
                "--musubi.status.tick=PT1S",
                "--musubi.status.ttl=PT10S");
    }
}
