package dev.musubi.demo;

import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.decision.Decision;
import dev.musubi.relyingparty.spring.RequireStanding;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What a relying party offers, as far as the catalogue of assurance lets a private ID do it: on with it, with a signature on
 * top, or not at all. What the page said is decided anew when it is sent.
 */
@Controller
final class ProcedurePages {

    private final Shop shop;
    private final RelyingParty party;
    private final Ledger ledger;
    private final Signings signings;
    private final InstantSource clock;

    ProcedurePages(Shop shop, RelyingParty party, Ledger ledger, Signings signings, InstantSource clock) {
        this.shop = shop;
        this.party = party;
        this.ledger = ledger;
        this.signings = signings;
        this.clock = clock;
    }

    /** What is about to be done, with what is known of the person; nothing has to be typed. */
    @GetMapping("/procedure")
    @RequireStanding(maxAge = "PT15M")
    String procedure(SignedIn in, HttpSession session, Model model) {
        return ledger.takes(in.subject())
                ? page(in, party.decide(in, shop.procedure()), session, model)
                : "redirect:/mine";
    }

    @PostMapping("/procedure")
    @RequireStanding(maxAge = "PT15M")
    String done(
            SignedIn in, HttpSession session, HttpServletResponse response, RedirectAttributes redirect, Model model) {
        if (!ledger.takes(in.subject())) {
            return "redirect:/mine";
        }
        Decision decision = party.decide(in, shop.procedure());
        if (decision instanceof Decision.Accept accept && refusal(in).isEmpty()) {
            ledger.keep(party.record(in, shop.transaction()), accept.grounds(), null, in.status());
            redirect.addFlashAttribute("isNew", true);
            return "redirect:/mine";
        }
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        return page(in, decision, session, model);
    }

    private String page(SignedIn in, Decision decision, HttpSession session, Model model) {
        Texts.describe(in, model);
        Offers offers = Offers.of(decision, "/procedure", signings.areOpen());
        model.addAttribute("decision", offers);
        Optional<Said> refusal = refusal(in);
        refusal.ifPresent(why -> model.addAttribute("refusal", why));
        if (refusal.isEmpty() && offers.byCard() && signings.areOpenTo(in)) {
            // Nothing but the signature is missing: this is the page to read and sign it on.
            Signings.describe(signings.current(in, session), model);
            return "signature";
        }
        return "procedure";
    }

    private Optional<Said> refusal(SignedIn in) {
        return shop.refusal(Texts.person(in), LocalDate.ofInstant(clock.instant(), Days.JAPAN));
    }
}
