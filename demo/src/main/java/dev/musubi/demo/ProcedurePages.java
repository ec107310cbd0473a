package dev.musubi.demo;

import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.decision.Decision;
import dev.musubi.relyingparty.decision.PresentedMeans;
import dev.musubi.relyingparty.law.ProofingMethod;
import dev.musubi.relyingparty.person.VerifiedPerson;
import dev.musubi.relyingparty.spring.RequireStanding;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What a relying party offers, as far as the catalogue of assurance lets a private ID do it: on with it, with a signature on
 * top, or not at all. What the page said is decided anew when it is sent.
 */
@Controller
final class ProcedurePages {

    private static final String APPLICATION = "application";

    private final Shop shop;
    private final RelyingParty party;
    private final Ledger ledger;
    private final Optional<SignatureDesk> desk;
    private final InstantSource clock;

    ProcedurePages(Shop shop, RelyingParty party, Ledger ledger, Optional<SignatureDesk> desk, InstantSource clock) {
        this.shop = shop;
        this.party = party;
        this.ledger = ledger;
        this.desk = desk;
        this.clock = clock;
    }

    /** What is about to be done, with what is known of the person; nothing has to be typed. */
    @GetMapping("/procedure")
    @RequireStanding(maxAge = "PT15M")
    String procedure(SignedIn in, Model model) {
        return page(in, party.decide(in, shop.procedure()), model);
    }

    @PostMapping("/procedure")
    @RequireStanding(maxAge = "PT15M")
    String done(SignedIn in, HttpServletResponse response, Model model) {
        Decision decision = party.decide(in, shop.procedure());
        if (decision instanceof Decision.Accept accept && refusal(in).isEmpty()) {
            if (ledger.find(in.subject()).isEmpty() || shop.takesMany()) {
                ledger.keep(party.record(in, shop.transaction()), accept.grounds());
            }
            return "redirect:/mine";
        }
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        return page(in, decision, model);
    }

    private String page(SignedIn in, Decision decision, Model model) {
        Texts.describe(Texts.person(in), model);
        model.addAttribute("decision", Offers.of(decision, "/procedure", desk.isPresent()));
        refusal(in).ifPresent(refusal -> model.addAttribute("refusal", refusal));
        return "procedure";
    }

    /** What to sign with the card, filled in. */
    @GetMapping("/signature")
    @RequireStanding(maxAge = "PT15M")
    String signature(SignedIn in, HttpSession session, Model model) {
        if (desk.isEmpty() || refusal(in).isPresent()) {
            return "redirect:/procedure";
        }
        return toSign(in, session, model);
    }

    private String toSign(SignedIn in, HttpSession session, Model model) {
        Application application = Application.of(shop, Texts.person(in), clock.instant());
        session.setAttribute(APPLICATION, application);
        model.addAttribute("document", application.document());
        model.addAttribute("type", Application.TYPE);
        return "signature";
    }

    @PostMapping("/signature")
    @RequireStanding(maxAge = "PT15M")
    String signed(
            SignedIn in,
            @RequestParam(defaultValue = "") String signed,
            HttpSession session,
            HttpServletResponse response,
            Model model) {
        Object handedOut = session.getAttribute(APPLICATION);
        session.removeAttribute(APPLICATION);
        if (desk.isEmpty() || refusal(in).isPresent() || !(handedOut instanceof Application application)) {
            return "redirect:/procedure";
        }
        VerifiedPerson person = Texts.person(in);
        SignatureDesk.Outcome outcome = signed.length() > SignatureDesk.LONGEST
                ? SignatureDesk.Outcome.TOO_LARGE
                : desk.get().take(application, signed.strip(), person);
        return switch (outcome) {
            case SignatureDesk.Outcome.Refused refused -> {
                response.setStatus(HttpServletResponse.SC_FORBIDDEN);
                model.addAttribute("problem", refused);
                yield toSign(in, session, model);
            }
            case SignatureDesk.Outcome.Taken taken -> decided(in, taken, response, model);
        };
    }

    /** The catalogue has the last word on the signature, too: the law may have changed its methods overnight. */
    private String decided(SignedIn in, SignatureDesk.Outcome.Taken taken, HttpServletResponse response, Model model) {
        Decision decision = party.decide(PresentedMeans.jpkiSignature(taken.onCard(), taken.at()), shop.procedure());
        if (!(decision instanceof Decision.Accept accept)) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return page(in, decision, model);
        }
        if (ledger.find(in.subject()).isEmpty() || shop.takesMany()) {
            ledger.keep(
                    party.record(in, shop.transaction())
                            .by(ProofingMethod.at(shop.law(), taken.at(), true).orElse(null)),
                    accept.grounds());
        }
        return "redirect:/mine";
    }

    private Optional<List<String>> refusal(SignedIn in) {
        return shop.refusal(Texts.person(in), LocalDate.ofInstant(clock.instant(), Texts.JAPAN));
    }
}
