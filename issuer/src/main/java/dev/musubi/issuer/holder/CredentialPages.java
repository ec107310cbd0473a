package dev.musubi.issuer.holder;

import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.Credential.Why;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.notice.Notices;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.web.CredentialLine;
import dev.musubi.issuer.time.MachineClock;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The part of a holder's page that lists the ways in and what the holder was told, and ends each way alone. */
@Controller
final class CredentialPages {

    private static final int MOST_ENDED = 30;
    private static final int MOST_TOLD = 20;

    private final SignedInHolder signedIn;
    private final Credentials credentials;
    private final Notices notices;
    private final MachineClock machine;

    CredentialPages(SignedInHolder signedIn, Credentials credentials, Notices notices, MachineClock machine) {
        this.signedIn = signedIn;
        this.credentials = credentials;
        this.notices = notices;
        this.machine = machine;
    }

    /** A way in on the page. */
    record Line(CredentialLine credential, boolean here) {}

    /** One that has ended. */
    record Ended(CredentialLine credential, String at, String why, String whyEn) {}

    /** What the holder was told. */
    record Told(String at, String japanese, String english, String about) {}

    /** Adds what the page shows. */
    void show(BrowserSession session, Model model) {
        HolderId holderId = session.holderId();
        for (Kind kind : Kind.values()) {
            model.addAttribute(
                    kind.name().toLowerCase(Locale.ROOT) + "s",
                    credentials.live(holderId, kind).stream()
                            .map(each ->
                                    new Line(CredentialLine.of(each), each.id().equals(session.credential())))
                            .toList());
        }
        Instant now = machine.instant();
        model.addAttribute(
                "ended",
                credentials.of(holderId).stream()
                        .flatMap(each -> ended(each, now).stream())
                        .limit(MOST_ENDED)
                        .toList());
        model.addAttribute(
                "told",
                notices.of(holderId).stream()
                        .limit(MOST_TOLD)
                        .map(each -> new Told(
                                CredentialLine.text(each.at()),
                                each.kind().message().japanese(),
                                each.kind().message().english(),
                                each.about()))
                        .toList());
    }

    private static List<Ended> ended(Credential each, Instant now) {
        Credential.Ended ended = each.endedBy(now);
        return ended == null
                ? List.of()
                : List.of(new Ended(
                        CredentialLine.of(each),
                        CredentialLine.text(ended.at()),
                        ended.why().message().japanese(),
                        ended.why().message().english()));
    }

    @PostMapping("/home/credential-end")
    String end(
            @RequestParam(name = "id", required = false) @Nullable String id,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request) {
        BrowserSession session = signedIn.of(request, csrf);
        DatabaseId.sent(id, CredentialId::of)
                .ifPresent(
                        each -> signedIn.order(session, () -> credentials.end(session.holderId(), each, Why.HOLDER)));
        return "redirect:/home";
    }
}
