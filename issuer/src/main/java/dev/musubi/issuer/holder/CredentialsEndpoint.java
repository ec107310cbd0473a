package dev.musubi.issuer.holder;

import dev.musubi.issuer.credential.AppTokens;
import dev.musubi.issuer.credential.Credential.Why;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.CredentialView;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.credential.KeptCredentials;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.notice.Notice;
import dev.musubi.issuer.notice.Notices;
import dev.musubi.issuer.signin.AppAccess;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
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

/** {@code /v1/holder/credentials}: the holder's ways in, each ended alone; {@code /v1/holder/notices}. */
@RestController
@RequestMapping("/v1/holder")
final class CredentialsEndpoint {

    private static final int MOST_KEPT = 100;

    private final AppAccess access;
    private final AppReading reading;
    private final Credentials credentials;
    private final KeptCredentials keeping;
    private final Notices notices;
    private final MachineClock machine;

    CredentialsEndpoint(
            AppAccess access,
            AppReading reading,
            Credentials credentials,
            KeptCredentials keeping,
            Notices notices,
            MachineClock machine) {
        this.access = access;
        this.reading = reading;
        this.credentials = credentials;
        this.keeping = keeping;
        this.notices = notices;
        this.machine = machine;
    }

    /** All there are and were, the newest first. */
    @GetMapping("/credentials")
    List<CredentialView> all(HttpServletRequest request) {
        AppTokens.App app = reading.of(request);
        Instant now = machine.instant();
        return credentials.of(app.holderId()).stream()
                .map(each -> CredentialView.of(
                        each, now, each.id().equals(app.credential().id())))
                .toList();
    }

    /** Ends one, also the one that asks. */
    @DeleteMapping("/credentials/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@PathVariable String id, HttpServletRequest request) {
        AppTokens.App app = access.of(request);
        boolean ended = DatabaseId.sent(id, CredentialId::of)
                .filter(each -> access.order(app, () -> credentials.end(app.holderId(), each, Why.HOLDER)))
                .isPresent();
        if (!ended) {
            throw new ProblemException(
                    404,
                    "unknown_credential",
                    new Message("その登録はないか、すでに終了しています。", "There is no such credential, or it has ended."));
        }
    }

    record Kept(@Nullable List<String> keep) {}

    record Keeping(List<CredentialId> kept) {}

    /** Keeps some of what the re-issue ended that let this very app in. */
    @PostMapping("/credentials/keep")
    Keeping keep(@RequestBody Kept body, HttpServletRequest request) {
        AppTokens.App app = access.fresh(request);
        List<String> ids = body.keep();
        if (ids == null || ids.size() > MOST_KEPT) {
            throw new ProblemException(400, "malformed_request", "keep lists the credentials to keep, by their ids.");
        }
        return new Keeping(keeping.keep(
                app.holderId(),
                app.credential().id(),
                ids.stream()
                        .flatMap(each -> DatabaseId.sent(each, CredentialId::of).stream())
                        .toList()));
    }

    record Told(Instant at, Notice.Kind kind, String about, String message, String messageEn) {}

    /** What the holder was told, the newest first. */
    @GetMapping("/notices")
    List<Told> notices(HttpServletRequest request) {
        return notices.of(reading.of(request).holderId()).stream()
                .map(each -> new Told(
                        each.at(),
                        each.kind(),
                        each.about(),
                        each.kind().message().japanese(),
                        each.kind().message().english()))
                .toList();
    }
}
