package dev.musubi.issuer.holder;

import dev.musubi.issuer.anchor.Anchor;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.message.Moment;
import dev.musubi.issuer.notice.Notices;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.web.Browser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /home}: a holder's own page. The private ID as a card, in one sentence how it stands, and the one button for what to
 * do now; and the way to everything else.
 */
@Controller
final class HomePages {

    /** How long the way back to who asked for a re-issue is offered after it. */
    private static final Duration JUST_NOW = Duration.ofDays(1);

    private final HolderPages pages;
    private final Browser browser;
    private final SignedInHolder signedIn;
    private final PrivateIds privateIds;
    private final Anchors anchors;
    private final Situations situations;
    private final AttributeLines attributes;
    private final Notices notices;
    private final Services services;
    private final InstantSource clock;

    HomePages(
            HolderPages pages,
            Browser browser,
            SignedInHolder signedIn,
            PrivateIds privateIds,
            Anchors anchors,
            Situations situations,
            AttributeLines attributes,
            Notices notices,
            Services services,
            InstantSource clock) {
        this.pages = pages;
        this.browser = browser;
        this.signedIn = signedIn;
        this.privateIds = privateIds;
        this.anchors = anchors;
        this.situations = situations;
        this.attributes = attributes;
        this.notices = notices;
        this.services = services;
        this.clock = clock;
    }

    @GetMapping("/home")
    String home(HttpServletRequest request, HttpServletResponse response, Model model) {
        return pages.show("home", request, response, model, session -> fill(session, model));
    }

    private void fill(BrowserSession session, Model model) {
        HolderId holderId = session.holderId();
        PrivateId privateId = privateIds.find(holderId).orElseThrow();
        Generation generation = privateIds.generation(holderId);
        boolean over = privateId.state() == State.ENDED;
        model.addAttribute("state", privateId.state().name());
        model.addAttribute("situation", situations.of(privateId));
        model.addAttribute("paused", privateId.cause() == Cause.PAUSED);
        model.addAttribute("since", new Moment(privateId.since()));
        model.addAttribute("until", new Moment(privateId.validUntil()));
        model.addAttribute(
                "certificateUntil",
                anchors.current(holderId)
                        .filter(each -> privateId.state() == State.ACTIVE)
                        .map(Anchor::notAfter)
                        .map(Moment::new)
                        .orElse(null));
        model.addAttribute("source", generation.source().name());
        model.addAttribute("asOf", new Moment(generation.sourceAsOf()));
        // Whoever finds a browser open reads no particulars in it; of an ended one there may be none any more.
        model.addAttribute(
                "attributes", !over && signedIn.isFresh(session) ? attributes.of(holderId, generation) : null);
        model.addAttribute("waiting", services.waiting(holderId, clock.instant().minus(JUST_NOW)));
        model.addAttribute("told", notices.of(holderId).size());
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
}
