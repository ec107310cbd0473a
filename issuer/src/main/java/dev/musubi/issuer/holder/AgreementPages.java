package dev.musubi.issuer.holder;

import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.message.Moment;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.signin.BrowserSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /home/consents}: what a holder has agreed to, each once, with its receipt; and what is over. */
@Controller
final class AgreementPages {

    private static final int MOST_OVER = 50;

    private final HolderPages pages;
    private final SignedInHolder signedIn;
    private final Consents consents;
    private final Services services;
    private final InstantSource clock;

    AgreementPages(
            HolderPages pages, SignedInHolder signedIn, Consents consents, Services services, InstantSource clock) {
        this.pages = pages;
        this.signedIn = signedIn;
        this.consents = consents;
        this.services = services;
        this.clock = clock;
    }

    /**
     * A consent on the page.
     *
     * @param recipient whom it allows something; null where that is the issuer
     * @param purpose what for, in the words that were agreed to
     * @param lasting whether it goes on after the holder signed out
     * @param takenBackAt when it was taken back; null if it was not
     * @param removable whether a button takes it back: another kind needs a signature, or ends with the private ID
     */
    record Agreed(
            String id,
            String kind,
            @Nullable Message recipient,
            Message purpose,
            Collection<Attribute> items,
            boolean lasting,
            Moment givenAt,
            Moment until,
            @Nullable Moment takenBackAt,
            boolean removable) {}

    @GetMapping("/home/consents")
    String consents(HttpServletRequest request, HttpServletResponse response, Model model) {
        return pages.show("home-consents", request, response, model, session -> {
            Instant now = clock.instant();
            List<Consent> all = consents.all(session.holderId());
            // Each signature agrees to the terms once more: the last one says what they are now.
            Optional<Consent> terms = all.stream()
                    .filter(each -> each.kind() == Consent.Kind.TERMS && stands(each, now))
                    .max(Comparator.comparing(Consent::givenAt));
            Predicate<Consent> isNow = each -> stands(each, now)
                    && (each.kind() != Consent.Kind.TERMS
                            || terms.filter(each::equals).isPresent());
            model.addAttribute(
                    "agreed", all.stream().filter(isNow).map(this::line).toList());
            model.addAttribute(
                    "over",
                    all.stream()
                            .filter(each -> !stands(each, now))
                            .limit(MOST_OVER)
                            .map(this::line)
                            .toList());
        });
    }

    private static boolean stands(Consent consent, Instant now) {
        return consent.cancelledAt() == null && now.isBefore(consent.endsAt());
    }

    private Agreed line(Consent consent) {
        Instant takenBack = consent.cancelledAt();
        return new Agreed(
                consent.consentId().toString(),
                consent.kind().name(),
                isToOthers(consent) ? services.titleOf(consent.recipient()) : null,
                services.purposeOf(consent.recipient(), consent.purpose()),
                consent.kind() == Consent.Kind.TERMS ? List.of() : Attribute.named(consent.items()),
                consent.items().contains(Consent.OFFLINE_ACCESS),
                new Moment(consent.givenAt()),
                new Moment(consent.endsAt()),
                takenBack == null ? null : new Moment(takenBack),
                isToOthers(consent));
    }

    /** What a relying party was allowed, its holder ends by one button. */
    private static boolean isToOthers(Consent consent) {
        return consent.kind() == Consent.Kind.DISCLOSURE || consent.kind() == Consent.Kind.MONITORING;
    }

    @PostMapping("/home/consent-end")
    String end(
            @RequestParam(name = "id", required = false) @Nullable String id,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request) {
        BrowserSession session = signedIn.of(request, csrf);
        HolderId holderId = session.holderId();
        DatabaseId.sent(id, ConsentId::of)
                .ifPresent(consentId -> signedIn.order(session, () -> {
                    // A consent to J-LIS ends only there, by the holder's signature.
                    if (consents.find(holderId, consentId)
                            .filter(AgreementPages::isToOthers)
                            .isPresent()) {
                        consents.cancel(holderId, consentId, clock.instant(), "holder");
                    }
                    return true;
                }));
        return "redirect:/home/consents";
    }
}
