package dev.musubi.sandbox.verifierservice;

import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.sandbox.authority.Certificates;
import dev.musubi.sandbox.clock.SandboxClock;
import dev.musubi.sandbox.problem.Problem;
import dev.musubi.sandbox.register.CertificateRecord;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1}: the services for signature verifiers, on the port with client certificates only. */
@RestController
public final class VerifierServiceController {

    private static final String CLIENT_CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final int LONGEST_JWS = 128 << 10;
    private static final int LONGEST_ID = 200;
    private static final int MOST_AT_ONCE = 1000;

    private final Consents consents;
    private final LatestAttributes latest;
    private final NumberLinks links;
    private final Certificates certificates;
    private final SandboxClock clock;

    VerifierServiceController(
            Consents consents,
            LatestAttributes latest,
            NumberLinks links,
            Certificates certificates,
            SandboxClock clock) {
        this.consents = consents;
        this.latest = latest;
        this.links = links;
        this.certificates = certificates;
        this.clock = clock;
    }

    record Signed(@Nullable String application) {}

    record ConsentView(
            String consentId,
            Instant receivedAt,
            Instant startsAt,
            Instant endsAt,
            Set<Item> items,
            @Nullable Instant cancelledAt) {
        static ConsentView of(Consent consent) {
            return new ConsentView(
                    consent.id(),
                    consent.receivedAt(),
                    consent.startsAt(),
                    consent.endsAt(),
                    consent.items(),
                    consent.cancelledAt());
        }
    }

    /** A number on the wire. */
    record IssueNumber(
            @Nullable String authorityKeyId, @Nullable String issueNumber) {
        static IssueNumber of(CertificateId id) {
            return new IssueNumber(id.authority().hex(), id.serialHex());
        }

        @Override
        public String toString() {
            return "IssueNumber[redacted]";
        }
    }

    record LatestRequest(
            @Nullable String consentId,
            @Nullable IssueNumber certificate,
            @Nullable List<Item> items) {}

    record LinksRequest(@Nullable IssueNumber certificate) {}

    record LinkView(NumberLinks.Relation relation, IssueNumber certificate, String kind) {}

    record LinksView(List<LinkView> links) {}

    record CancellationView(String consentId, Instant cancelledAt) {}

    record CancellationsView(List<CancellationView> cancellations, long cursor) {}

    record RegistrationView(
            String consentId,
            String applicationSha256,
            Instant receivedAt,
            @Nullable Instant cancelledAt) {}

    record RegistrationsView(List<RegistrationView> registrations, long cursor) {}

    /** The doorkeeper sees to it already; but nothing here must ever be had without a client certificate. */
    @ModelAttribute
    void onlyWithClientCertificate(HttpServletRequest request) {
        if (request.getAttribute(CLIENT_CERTIFICATES) == null) {
            throw new Problem(404, "NOT_FOUND", "There is nothing here on this port.");
        }
    }

    @PostMapping("/v1/consents")
    ResponseEntity<ConsentView> register(@RequestBody Signed body) {
        Consents.Outcome outcome = consents.register(jws(body), clock.instant());
        boolean before = outcome instanceof Consents.Outcome.Taken taken && taken.before();
        return ResponseEntity.status(before ? 200 : 201).body(taken(outcome));
    }

    @PostMapping("/v1/consents/{consentId}/cancellation")
    ConsentView cancel(@PathVariable String consentId, @RequestBody Signed body) {
        return taken(consents.cancel(consentId, jws(body), clock.instant()));
    }

    @GetMapping("/v1/consents/cancellations")
    CancellationsView cancellations(
            @RequestParam String serviceProvider,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "1000") int limit) {
        if (limit < 1 || limit > MOST_AT_ONCE || after < 0 || serviceProvider.length() > LONGEST_ID) {
            throw Problem.malformed("after is not negative, limit is 1 to 1000.");
        }
        Consents.CancellationPage page = consents.cancellationsAfter(serviceProvider, after, limit);
        return new CancellationsView(
                page.cancellations().stream()
                        .map(c -> new CancellationView(c.consentId(), c.cancelledAt()))
                        .toList(),
                page.cursor());
    }

    @GetMapping("/v1/consents")
    RegistrationsView registrations(
            @RequestParam String serviceProvider,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "1000") int limit) {
        if (limit < 1 || limit > MOST_AT_ONCE || after < 0 || serviceProvider.length() > LONGEST_ID) {
            throw Problem.malformed("after is not negative, limit is 1 to 1000.");
        }
        Consents.RegistrationPage page = consents.registrationsAfter(serviceProvider, after, limit);
        return new RegistrationsView(
                page.registrations().stream()
                        .map(each -> {
                            Consent consent = consents.find(each.consentId()).orElseThrow();
                            return new RegistrationView(
                                    consent.id(), each.digest(), consent.receivedAt(), consent.cancelledAt());
                        })
                        .toList(),
                page.cursor());
    }

    @PostMapping("/v1/latest-attributes")
    Map<String, Object> latest(@RequestBody LatestRequest request) {
        if (request.consentId() == null
                || request.consentId().length() > LONGEST_ID
                || request.items() == null
                || request.items().isEmpty()
                || request.items().stream().anyMatch(java.util.Objects::isNull)) {
            throw Problem.malformed("Say the consent, the certificate and at least one item.");
        }
        Set<Item> items = EnumSet.copyOf(request.items());
        Instant now = clock.instant();
        Map<String, Object> body = new LinkedHashMap<>();
        switch (latest.ask(request.consentId(), number(request.certificate()), items, now)) {
            case LatestAttributes.Answer.Withheld(LatestAttributes.Why why) -> body.put("outcome", why.name());
            case LatestAttributes.Answer.Provided(FourAttributes attributes, CertificateRecord certificate) -> {
                body.put("outcome", "PROVIDED");
                body.put("attributes", attributes(attributes, items));
                body.put("certificate", certificate(certificate));
                body.put("asOf", now);
            }
        }
        return body;
    }

    @PostMapping("/v1/number-links")
    LinksView links(@RequestBody LinksRequest request) {
        return new LinksView(links
                .of(number(request.certificate()), clock.instant())
                .orElseThrow(() -> new Problem(404, "UNKNOWN_CERTIFICATE", "There is no certificate with this number."))
                .stream()
                .map(link -> new LinkView(
                        link.relation(),
                        IssueNumber.of(certificates.idOf(link.certificate())),
                        link.certificate().kind().name()))
                .toList());
    }

    private static ConsentView taken(Consents.Outcome outcome) {
        return switch (outcome) {
            case Consents.Outcome.Taken(Consent consent, boolean before) -> ConsentView.of(consent);
            case Consents.Outcome.Refused(Refusal why) -> throw new Problem(422, why.name(), why.sentence());
            case Consents.Outcome.NoSuchConsent() ->
                throw new Problem(404, "UNKNOWN_CONSENT", "There is no consent with this id.");
        };
    }

    private static Map<String, Object> attributes(FourAttributes four, Set<Item> items) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (Item item : items) {
            switch (item) {
                case NAME -> body.put("name", text(four.name()));
                case ADDRESS -> body.put("address", text(four.address()));
                case DATE_OF_BIRTH -> body.put("dateOfBirth", four.dateOfBirth().encode());
                case SEX -> body.put("sex", four.sex().certificateCode());
            }
        }
        return body;
    }

    private static Map<String, String> text(PersonText text) {
        return Map.of("value", text.value(), "substitutes", text.substituteFlags());
    }

    private Map<String, Object> certificate(CertificateRecord record) {
        CertificateId id = certificates.idOf(record);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("authorityKeyId", id.authority().hex());
        body.put("issueNumber", id.serialHex());
        body.put("notBefore", record.notBefore());
        body.put("notAfter", record.notAfter());
        body.put("kind", record.kind().name());
        body.put(
                "crlDistributionPoint",
                Map.of(
                        "prefecture", record.municipality().prefectureRomaji(),
                        "municipality", record.municipality().romaji()));
        return body;
    }

    private static String jws(Signed body) {
        String application = body.application();
        if (application == null || application.length() > LONGEST_JWS) {
            throw Problem.malformed("An application is needed, a compact JWS of at most 131,072 characters.");
        }
        return application;
    }

    private static CertificateId number(@Nullable IssueNumber number) {
        if (number != null && number.authorityKeyId() != null && number.issueNumber() != null) {
            try {
                return CertificateId.of(new AuthorityKeyId(number.authorityKeyId()), number.issueNumber());
            } catch (IllegalArgumentException e) {
                throw Problem.malformed("A number is an authority's key identifier and a serial, both hexadecimal.");
            }
        }
        throw Problem.malformed("A certificate's number is needed.");
    }
}
