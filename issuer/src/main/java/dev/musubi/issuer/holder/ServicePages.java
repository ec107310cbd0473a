package dev.musubi.issuer.holder;

import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.openid.LastingAccess;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /home/services}: where the private ID is known, whether it works there and until when, and what was told. */
@Controller
final class ServicePages {

    private final HolderPages pages;
    private final SignedInHolder signedIn;
    private final Services services;
    private final LastingAccess lastingAccess;
    private final Consents consents;
    private final InstantSource clock;

    ServicePages(
            HolderPages pages,
            SignedInHolder signedIn,
            Services services,
            LastingAccess lastingAccess,
            Consents consents,
            InstantSource clock) {
        this.pages = pages;
        this.signedIn = signedIn;
        this.services = services;
        this.lastingAccess = lastingAccess;
        this.consents = consents;
        this.clock = clock;
    }

    @GetMapping("/home/services")
    String services(HttpServletRequest request, HttpServletResponse response, Model model) {
        return pages.show(
                "home-services",
                request,
                response,
                model,
                session -> model.addAttribute("services", services.of(session.holderId())));
    }

    /** Ends what a relying party may look up after its holder signed out. */
    @PostMapping("/home/access-end")
    String endAccess(
            @RequestParam(name = "id", required = false) @Nullable String id,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request) {
        var session = signedIn.of(request, csrf);
        HolderId holderId = session.holderId();
        String party = id == null ? "" : id;
        signedIn.order(session, () -> {
            lastingAccess.revokeAll(holderId, party);
            // A remembered consent to it would give it back at the next sign-in, with nothing asked.
            Instant now = clock.instant();
            consents.inForce(holderId, Consent.Kind.DISCLOSURE, party, now).stream()
                    .filter(each -> each.items().contains(Consent.OFFLINE_ACCESS))
                    .forEach(each -> consents.cancel(holderId, each.consentId(), now, "holder"));
            return true;
        });
        return "redirect:/home/services";
    }
}
