package dev.musubi.issuer.enrolment.web;

import dev.musubi.issuer.credential.AppTokens;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.CredentialView;
import dev.musubi.issuer.enrolment.ApplicationId;
import dev.musubi.issuer.enrolment.Enrolment;
import dev.musubi.issuer.enrolment.EnrolmentOutcome;
import dev.musubi.issuer.enrolment.IssuanceApplication;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.signin.Requesters;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    private static final int LONGEST_DEVICE = 40;

    private final Enrolment enrolment;
    private final Requesters requesters;

    EnrolmentEndpoint(Enrolment enrolment, Requesters requesters) {
        this.enrolment = enrolment;
        this.requesters = requesters;
    }

    record Request(@Nullable Boolean latestAttributes) {}

    record Signed(
            @Nullable String application,
            @Nullable String latestAttributesConsent,
            @Nullable String device) {}

    record Issued(
            State state,
            int generation,
            Instant issuedAt,
            Instant validUntil,
            String access,
            Instant accessExpiresAt,
            CredentialId credential,
            List<CredentialView> ended,
            String message,
            String messageEn) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    IssuanceApplication apply(@RequestBody Request body, HttpServletRequest request) {
        if (body.latestAttributes() == null) {
            throw new ProblemException(
                    400,
                    "consent_undecided",
                    new Message(
                            "最新の利用者情報の取得に同意するかどうかを選んでください。",
                            "Say latest_attributes true or false: a consent is asked for and answered, never assumed."));
        }
        return enrolment.offer(body.latestAttributes(), requesters.of(request));
    }

    @PostMapping("/{id}/signature")
    @ResponseStatus(HttpStatus.CREATED)
    Issued submit(@PathVariable ApplicationId id, @RequestBody Signed body, HttpServletRequest request) {
        String consent = body.latestAttributesConsent();
        if (body.application() == null
                || body.application().length() > LONGEST_JWS
                || (consent != null && consent.length() > LONGEST_JWS)) {
            throw new ProblemException(
                    400, "malformed_request", "application is the signed document, a compact JWS of at most 64 KiB.");
        }
        String device = body.device() == null ? "" : body.device().strip();
        String thumbprint = requesters.thumbprint(request);
        return switch (enrolment.submit(
                id,
                body.application(),
                consent,
                thumbprint,
                device.isEmpty() || device.length() > LONGEST_DEVICE ? "?" : device)) {
            case EnrolmentOutcome.Issued issued -> view(issued);
            case EnrolmentOutcome.Refused refused -> throw problem(refused);
        };
    }

    private static Issued view(EnrolmentOutcome.Issued issued) {
        // What is sent with an app's key lets that app in.
        AppTokens.Granted app = issued.letIn();
        return new Issued(
                issued.privateId().state(),
                issued.privateId().generation(),
                issued.privateId().since(),
                issued.privateId().validUntil(),
                app.token(),
                app.expiresAt(),
                app.id(),
                issued.ended().stream()
                        .map(each -> CredentialView.of(each, each.madeAt(), false))
                        .toList(),
                issued.privateId().cause().message().japanese(),
                issued.privateId().cause().message().english());
    }

    private static ProblemException problem(EnrolmentOutcome.Refused refused) {
        Message finer = refused.finer();
        Message message = refused.refusal().message();
        Message said = finer == null ? message : message.then(finer);
        return new ProblemException(
                        refused.refusal().status(),
                        refused.refusal().code(),
                        said,
                        refused.refusal().again() ? Duration.ofSeconds(30) : null)
                .because(refused.reason());
    }
}
