package dev.musubi.issuer.holder;

import dev.musubi.issuer.consent.CancellationDocument;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentEnding;
import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.consent.ConsentRegistry.Cancellation;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.credential.AppTokens;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.signin.AppAccess;
import dev.musubi.issuer.signin.SignInSettings;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/holder}: what the holder orders: pause, resume, give up, take back a consent. */
@RestController
@RequestMapping("/v1/holder")
final class HolderOrdersEndpoint {

    private final AppAccess access;
    private final Withdrawal withdrawal;
    private final PrivateIds privateIds;
    private final Consents consents;
    private final ConsentEnding ending;
    private final CancellationDocument document;
    private final SignInSettings settings;
    private final InstantSource clock;

    HolderOrdersEndpoint(
            AppAccess access,
            Withdrawal withdrawal,
            PrivateIds privateIds,
            Consents consents,
            ConsentEnding ending,
            CancellationDocument document,
            SignInSettings settings,
            InstantSource clock) {
        this.access = access;
        this.withdrawal = withdrawal;
        this.privateIds = privateIds;
        this.consents = consents;
        this.ending = ending;
        this.document = document;
        this.settings = settings;
        this.clock = clock;
    }

    @PostMapping("/suspension")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void pause(HttpServletRequest request) {
        AppTokens.App app = access.of(request);
        mustHaveChanged(
                access.order(app, () -> privateIds.apply(app.holderId(), Cause.PAUSED, clock.instant(), "holder")));
    }

    @DeleteMapping("/suspension")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resume(HttpServletRequest request) {
        AppTokens.App app = access.fresh(request);
        mustHaveChanged(access.orderFreshly(app, () -> privateIds.resume(app.holderId(), clock.instant())));
    }

    record Withdrawn(@Nullable Boolean erase) {}

    /** Ends the private ID; with {@code erase}, also everything sealed of the holder, for good. */
    @PostMapping("/withdrawal")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(@RequestBody Withdrawn body, HttpServletRequest request) {
        AppTokens.App app = access.fresh(request);
        boolean erase = Boolean.TRUE.equals(body.erase());
        if (!access.orderFreshly(app, () -> withdrawal.of(app.holderId(), erase))) {
            throw notPossible();
        }
    }

    record ToSign(String document, String type) {}

    /** What to sign to take back the consent to the latest-attributes service. */
    @GetMapping("/consents/{consent}/cancellation")
    ToSign cancellation(@PathVariable ConsentId consent, HttpServletRequest request) {
        Consent given = inForce(access.of(request).holderId(), consent);
        return new ToSign(
                document.of(settings.origin(), String.valueOf(given.externalRef()), clock.instant()),
                CancellationDocument.TYPE);
    }

    record SignedCancellation(@Nullable String application) {}

    /** Takes back the consent to the latest-attributes service: J-LIS is told first, with the holder's signature. */
    @PostMapping("/consents/{consent}/cancellation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cancel(@PathVariable ConsentId consent, @RequestBody SignedCancellation body, HttpServletRequest request) {
        HolderId holderId = access.of(request).holderId();
        Consent given = inForce(holderId, consent);
        String signed = body.application();
        String externalRef = given.externalRef();
        if (signed == null || signed.length() > 64 * 1024 || externalRef == null) {
            throw new ProblemException(
                    400, "malformed_request", "application is the signed cancellation, a compact JWS.");
        }
        switch (ending.end(holderId, consent, externalRef, signed)) {
            case Cancellation.Refused refused ->
                throw new ProblemException(
                                422,
                                "cancellation_refused",
                                new Message("同意の取消しが受け付けられませんでした。", "J-LIS does not accept the cancellation."))
                        .because(refused.code());
            case Cancellation.Unavailable unavailable ->
                throw new ProblemException(
                                503,
                                "consent_registry_unavailable",
                                new Message(
                                        "いま取消しを受け付けられません。しばらくしてからもう一度お試しください。",
                                        "J-LIS cannot be reached right now. Please try again later."),
                                Duration.ofSeconds(30))
                        .because(unavailable.code());
            case Cancellation.Cancelled cancelled -> {}
        }
    }

    private Consent inForce(HolderId holderId, ConsentId consent) {
        return consents.find(holderId, consent)
                .filter(found -> found.kind() == Consent.Kind.LATEST_ATTRIBUTES && found.cancelledAt() == null)
                .orElseThrow(() -> new ProblemException(
                        404, "unknown_consent", new Message("有効な同意がありません。", "There is no such consent in force.")));
    }

    private static void mustHaveChanged(Optional<PrivateId> changed) {
        if (changed.isEmpty()) {
            throw notPossible();
        }
    }

    private static ProblemException notPossible() {
        return new ProblemException(
                409,
                "not_possible_now",
                new Message("いまの状態ではこの操作はできません。", "This is not possible in the private ID's present state."));
    }
}
