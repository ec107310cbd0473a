package dev.musubi.issuer.enrolment.web;

import dev.musubi.issuer.enrolment.ApplicationId;
import dev.musubi.issuer.enrolment.Enrolment;
import dev.musubi.issuer.enrolment.EnrolmentOutcome;
import dev.musubi.issuer.enrolment.IssuanceApplication;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.web.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/issuance-applications}: apply, sign, send. */
@RestController
@RequestMapping("/v1/issuance-applications")
final class EnrolmentEndpoint {

    private static final int LONGEST_JWS = 64 * 1024;

    private final Enrolment enrolment;

    EnrolmentEndpoint(Enrolment enrolment) {
        this.enrolment = enrolment;
    }

    record Request(@Nullable Boolean latestAttributes) {}

    record Signed(@Nullable String application, @Nullable String latestAttributesConsent) {}

    record Issued(
            State state,
            int generation,
            Instant issuedAt,
            Instant validUntil,
            String access,
            Instant accessExpiresAt,
            String signInCode,
            Instant signInCodeExpiresAt,
            String message,
            String messageEn) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    IssuanceApplication apply(@RequestBody Request body) {
        if (body.latestAttributes() == null) {
            throw new ProblemException(
                    400,
                    "consent_undecided",
                    "Say latest_attributes true or false: a consent is asked for and answered, never assumed.",
                    "最新の利用者情報の取得に同意するかどうかを選んでください。",
                    null);
        }
        return enrolment.offer(body.latestAttributes());
    }

    @PostMapping("/{id}/signature")
    @ResponseStatus(HttpStatus.CREATED)
    Issued submit(@PathVariable ApplicationId id, @RequestBody Signed body) {
        String consent = body.latestAttributesConsent();
        if (body.application() == null
                || body.application().length() > LONGEST_JWS
                || (consent != null && consent.length() > LONGEST_JWS)) {
            throw new ProblemException(
                    400, "malformed_request", "application is the signed document, a compact JWS of at most 64 KiB.");
        }
        return switch (enrolment.submit(id, body.application(), consent)) {
            case EnrolmentOutcome.Issued issued ->
                new Issued(
                        issued.privateId().state(),
                        issued.privateId().generation(),
                        issued.privateId().since(),
                        issued.privateId().validUntil(),
                        issued.access(),
                        issued.accessExpiresAt(),
                        issued.signInCode().code(),
                        issued.signInCode().expiresAt(),
                        issued.privateId().cause().japanese(),
                        issued.privateId().cause().english());
            case EnrolmentOutcome.Refused refused -> throw problem(refused);
        };
    }

    private static ProblemException problem(EnrolmentOutcome.Refused refused) {
        String english = refused.english();
        String japanese = refused.japanese();
        return new ProblemException(
                        refused.refusal().status(),
                        refused.refusal().code(),
                        english == null
                                ? refused.refusal().english()
                                : refused.refusal().english() + " " + english,
                        japanese == null
                                ? refused.refusal().japanese()
                                : refused.refusal().japanese() + japanese,
                        refused.refusal().again() ? Duration.ofSeconds(30) : null)
                .because(refused.reason());
    }
}
