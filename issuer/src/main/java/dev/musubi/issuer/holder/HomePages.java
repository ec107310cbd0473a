package dev.musubi.issuer.holder;

import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.disclosure.Disclosures;
import dev.musubi.issuer.openid.LastingAccess;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.Todo;
import dev.musubi.issuer.refresh.RefreshTasks;
import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.web.PageHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /home}: a holder's own page. How the private ID stands, why, and what to do; who was told what; what was agreed
 * to; where one is signed in, and with which passkeys.
 */
@Controller
final class HomePages {

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu年M月d日 H:mm", Locale.JAPAN);

    /** The purposes of consents that stand in codes, in words. */
    private static final Map<Consent.Kind, String> KINDS = Map.of(
            Consent.Kind.TERMS, "利用規約への同意 / Terms",
            Consent.Kind.LATEST_ATTRIBUTES, "最新の利用者情報の取得 / Automatic updates from J-LIS",
            Consent.Kind.DISCLOSURE, "情報の提供 / Disclosure");

    private final Browser browser;
    private final SignedInHolder signedIn;
    private final CredentialPages ways;
    private final PrivateIds privateIds;
    private final RefreshTasks refreshTasks;
    private final Disclosures disclosures;
    private final Consents consents;
    private final LastingAccess lastingAccess;
    private final RelyingParties parties;
    private final InstantSource clock;

    HomePages(
            Browser browser,
            SignedInHolder signedIn,
            CredentialPages ways,
            PrivateIds privateIds,
            RefreshTasks refreshTasks,
            Disclosures disclosures,
            Consents consents,
            LastingAccess lastingAccess,
            RelyingParties parties,
            InstantSource clock) {
        this.browser = browser;
        this.signedIn = signedIn;
        this.ways = ways;
        this.privateIds = privateIds;
        this.refreshTasks = refreshTasks;
        this.disclosures = disclosures;
        this.consents = consents;
        this.lastingAccess = lastingAccess;
        this.parties = parties;
        this.clock = clock;
    }

    /** A consent on the page; only disclosures can be taken back here, the others need a signature or end with the ID. */
    record Agreed(String id, String kind, String recipient, String until, boolean removable) {}

    /** A relying party that may look things up after the holder signed out. */
    record Lasting(String id, String party) {}

    /** A disclosure on the page. */
    record Known(String party, String purpose, String items, String at) {}

    @GetMapping("/home")
    String home(HttpServletRequest request, HttpServletResponse response, Model model) {
        Optional<BrowserSession> session = browser.session(request);
        if (session.isEmpty()) {
            return "redirect:/signin?to=/home";
        }
        PageHeaders.set(response);
        HolderId holderId = session.get().holderId();
        PrivateId privateId = privateIds.find(holderId).orElseThrow();
        model.addAttribute("csrf", browser.csrf(request, response));
        model.addAttribute("state", privateId.state().name());
        model.addAttribute("cause", privateId.cause());
        model.addAttribute(
                "todo", Todo.of(privateId, refreshTasks.find(holderId).isPresent()));
        model.addAttribute("paused", privateId.cause() == Cause.PAUSED);
        model.addAttribute("since", text(privateId.since()));
        model.addAttribute("until", text(privateId.validUntil()));
        model.addAttribute("known", known(holderId));
        model.addAttribute("agreed", agreed(holderId));
        model.addAttribute(
                "lasting",
                lastingAccess.lasting(holderId).stream()
                        .map(each -> new Lasting(each, nameOf(each)))
                        .toList());
        ways.show(session.get(), model);
        return "home";
    }

    private List<Known> known(HolderId holderId) {
        return disclosures.of(holderId).stream()
                .limit(50)
                .map(each -> new Known(
                        nameOf(each.relyingPartyId()), each.purpose(), Words.of(each.items()), text(each.at())))
                .toList();
    }

    private List<Agreed> agreed(HolderId holderId) {
        Instant now = clock.instant();
        return consents.all(holderId).stream()
                .filter(each -> each.cancelledAt() == null && now.isBefore(each.endsAt()))
                .map(each -> new Agreed(
                        each.consentId().toString(),
                        String.valueOf(KINDS.get(each.kind())),
                        each.kind() == Consent.Kind.TERMS ? "" : nameOf(each.recipient()) + "：" + Words.of(each),
                        text(each.endsAt()),
                        each.kind() == Consent.Kind.DISCLOSURE))
                .toList();
    }

    @PostMapping("/home/consent-end")
    String endConsent(
            @RequestParam(name = "id", required = false) @Nullable String id,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request) {
        BrowserSession session = signedIn.of(request, csrf);
        HolderId holderId = session.holderId();
        DatabaseId.sent(id, ConsentId::of)
                .ifPresent(consentId -> signedIn.order(session, () -> {
                    // A consent to J-LIS ends only there, by the holder's signature in the app.
                    if (consents.find(holderId, consentId)
                            .filter(each -> each.kind() == Consent.Kind.DISCLOSURE)
                            .isPresent()) {
                        consents.cancel(holderId, consentId, clock.instant(), "holder");
                    }
                    return true;
                }));
        return "redirect:/home";
    }

    @PostMapping("/home/access-end")
    String endAccess(
            @RequestParam(name = "id", required = false) @Nullable String id,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request) {
        BrowserSession session = signedIn.of(request, csrf);
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
        return "redirect:/home";
    }

    @PostMapping("/home/sign-out")
    String signOut(
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request,
            HttpServletResponse response) {
        // Whoever is signed out already, by the first of two clicks for one, has what was wanted.
        browser.mustBeOurs(request, csrf);
        browser.signOut(request, response);
        return "redirect:/signin";
    }

    private String nameOf(String relyingPartyId) {
        return parties.find(relyingPartyId).map(RelyingParty::name).orElse(relyingPartyId);
    }

    private static String text(Instant instant) {
        return DATE.format(instant.atZone(JAPAN));
    }

    /** The items of a consent in words. */
    private static final class Words {

        static String of(Collection<Attribute> attributes) {
            return attributes.stream().map(each -> each.message().japanese()).collect(Collectors.joining("、"));
        }

        static String of(Consent consent) {
            String attributes = of(Attribute.named(consent.items()));
            return consent.items().contains(Consent.OFFLINE_ACCESS)
                    ? attributes + (attributes.isEmpty() ? "" : "、") + "サインアウト後の確認"
                    : attributes;
        }
    }
}
