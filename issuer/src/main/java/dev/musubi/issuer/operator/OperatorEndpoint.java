package dev.musubi.issuer.operator;

import dev.musubi.issuer.anchor.Sweep;
import dev.musubi.issuer.consent.CancellationPoll;
import dev.musubi.issuer.consent.ConsentComparison;
import dev.musubi.issuer.refresh.Refresh;
import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.web.ProblemException;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /operator}: register relying parties, see that nothing was missed, do now what is done by the clock. */
@RestController
@RequestMapping("/operator")
final class OperatorEndpoint {

    private final RelyingParties parties;
    private final Coverage coverage;
    private final Sweep sweep;
    private final Refresh refresh;
    private final CancellationPoll cancellations;
    private final ConsentComparison consentComparison;
    private final KeyRotation keyRotation;
    private final HistoryCheck historyCheck;

    OperatorEndpoint(
            RelyingParties parties,
            Coverage coverage,
            Sweep sweep,
            Refresh refresh,
            CancellationPoll cancellations,
            ConsentComparison consentComparison,
            KeyRotation keyRotation,
            HistoryCheck historyCheck) {
        this.parties = parties;
        this.coverage = coverage;
        this.sweep = sweep;
        this.refresh = refresh;
        this.cancellations = cancellations;
        this.consentComparison = consentComparison;
        this.keyRotation = keyRotation;
        this.historyCheck = historyCheck;
    }

    record Registration(
            String id,
            String name,
            @Nullable String nameEn,
            String sector,
            RelyingParty.Law law,
            @Nullable String certificate,
            List<URI> returnUris,
            @Nullable Boolean verifier,
            @Nullable String accreditation) {}

    @PostMapping("/relying-parties")
    @ResponseStatus(HttpStatus.CREATED)
    RelyingParty register(@RequestBody Registration body) {
        boolean verifier = Boolean.TRUE.equals(body.verifier());
        if (body.id() == null
                || !body.id().matches("[a-z0-9-]{1,64}")
                || body.name() == null
                || body.sector() == null
                || body.law() == null) {
            throw new ProblemException(
                    400,
                    "malformed_request",
                    "id (lower-case letters, digits, hyphens), name, sector and law are needed; certificate (PEM) too for the relying parties' door.");
        }
        if (!RelyingParty.mayBeSector(body.sector())) {
            throw new ProblemException(
                    400, "malformed_request", "A sector is letters, digits, dots and hyphens: a host name of theirs.");
        }
        if (verifier && body.accreditation() == null) {
            throw new ProblemException(
                    400, "accreditation_required", "A signature verifier is registered with its accreditation.");
        }
        RelyingParty party = new RelyingParty(
                body.id(),
                body.name(),
                body.nameEn(),
                body.sector(),
                body.law(),
                body.returnUris() == null ? List.of() : body.returnUris(),
                verifier,
                body.accreditation());
        try {
            return parties.register(party, body.certificate() == null ? null : certificate(body.certificate()));
        } catch (DuplicateKeyException taken) {
            throw new ProblemException(
                    409, "certificate_taken", "This certificate is registered for another relying party already.");
        }
    }

    @GetMapping("/relying-parties")
    List<RelyingParty> relyingParties() {
        return parties.all();
    }

    @GetMapping("/coverage")
    Coverage.Report coverage() {
        return coverage.report();
    }

    record SweepOrder(@Nullable Boolean all) {}

    @PostMapping("/sweeps")
    Sweep.Report sweep(@RequestBody SweepOrder order) {
        return Boolean.TRUE.equals(order.all()) ? sweep.all() : sweep.due();
    }

    @PostMapping("/refreshes")
    Map<String, Integer> refresh() throws InterruptedException {
        return Map.of("done", refresh.due());
    }

    @PostMapping("/cancellation-polls")
    Map<String, Integer> poll() {
        return Map.of("noted", cancellations.poll());
    }

    /** What J-LIS holds of consents and nobody here knows of is found, and shown among the findings. */
    @PostMapping("/consent-comparisons")
    Map<String, Integer> compareConsents() {
        return Map.of("unknown", consentComparison.compare());
    }

    @PostMapping("/history-checks")
    HistoryCheck.Report checkHistories() {
        return historyCheck.check();
    }

    @PostMapping("/key-rotations")
    KeyRotation.Report rotate() {
        return keyRotation.rotate();
    }

    private static X509Certificate certificate(String pem) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new ProblemException(400, "malformed_certificate", "certificate is one X.509 certificate in PEM.");
        }
    }
}
