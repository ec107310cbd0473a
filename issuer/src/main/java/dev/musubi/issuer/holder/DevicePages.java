package dev.musubi.issuer.holder;

import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.Credential.Why;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.message.Moment;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.web.CredentialLine;
import dev.musubi.issuer.time.MachineClock;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /home/devices}: a holder's ways in, of today and of before, each of which can be ended alone. */
@Controller
final class DevicePages {

    private static final int MOST_ENDED = 30;

    private final HolderPages pages;
    private final SignedInHolder signedIn;
    private final Credentials credentials;
    private final MachineClock machine;

    DevicePages(HolderPages pages, SignedInHolder signedIn, Credentials credentials, MachineClock machine) {
        this.pages = pages;
        this.signedIn = signedIn;
        this.credentials = credentials;
        this.machine = machine;
    }

    /** A way in on the page. */
    record Line(CredentialLine credential, boolean here) {}

    /** One that has ended. */
    record Ended(CredentialLine credential, Moment at, Message why) {}

    @GetMapping("/home/devices")
    String devices(HttpServletRequest request, HttpServletResponse response, Model model) {
        return pages.show("home-devices", request, response, model, session -> fill(session, model));
    }

    private void fill(BrowserSession session, Model model) {
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
    }

    private static List<Ended> ended(Credential each, Instant now) {
        Credential.Ended ended = each.endedBy(now);
        return ended == null
                ? List.of()
                : List.of(new Ended(
                        CredentialLine.of(each),
                        new Moment(ended.at()),
                        ended.why().message()));
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
        return "redirect:/home/devices";
    }
}
