package dev.musubi.demo;

import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.StandingAnswer;
import dev.musubi.relyingparty.decision.Decision;
import dev.musubi.relyingparty.law.ProofingMethod;
import dev.musubi.relyingparty.law.ProofingRecord;
import dev.musubi.relyingparty.standing.Standing;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What the holder has here, what is on record about it, and what a renewed private ID changes in it. */
@Controller
final class MinePage {

    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final String CHANGE = "本人特定事項の変更の確認";

    private final Shop shop;
    private final RelyingParty party;
    private final Ledger ledger;

    MinePage(Shop shop, RelyingParty party, Ledger ledger) {
        this.shop = shop;
        this.party = party;
        this.ledger = ledger;
    }

    @GetMapping("/mine")
    String mine(@Nullable SignedIn in, Model model) {
        if (in == null) {
            return "redirect:/musubi/sign-in?return_to=/mine";
        }
        Optional<Ledger.Customer> known = ledger.find(in.subject());
        if (known.isEmpty()) {
            return "redirect:/";
        }
        Ledger.Customer customer = known.get();
        Texts.describe(in, model);
        ProofingRecord now = party.record(in, CHANGE);
        if (isNewer(now, customer.last())) {
            customer = change(in, now, customer, model);
        }
        Optional<Standing> standing = standing(in);
        model.addAttribute(
                "outdated",
                standing.filter(each -> each.state() == Standing.State.REISSUE_REQUIRED)
                        .isPresent());
        model.addAttribute(
                "suspended",
                standing.filter(each -> each.state() == Standing.State.SUSPENDED)
                        .isPresent());
        model.addAttribute("newer", standing.filter(each -> isLater(each, in)).isPresent());
        model.addAttribute("number", customer.number());
        model.addAttribute("since", Days.day(LocalDate.ofInstant(customer.since(), Days.JAPAN)));
        model.addAttribute(
                "records", customer.records().reversed().stream().map(Kept::of).toList());
        model.addAttribute("registered", Kept.of(customer.last()));
        model.addAttribute("method", method(customer.records().getFirst()));
        model.addAttribute(
                "retention",
                shop.law()
                        .retention()
                        .map(kept -> new Said(kept.japanese(), kept.years() + " years from " + kept.fromInEnglish()))
                        .orElse(null));
        return "mine";
    }

    /** How the private ID stands, as far as the issuer knows by now: it may have changed since the sign-in. */
    private Optional<Standing> standing(SignedIn in) {
        return party.asksForStanding() && party.standing(in.subject(), null) instanceof StandingAnswer.Known known
                ? Optional.of(known.standing())
                : Optional.empty();
    }

    /** Whether it was issued anew since the sign-in, as automatic updates do, and can be used. */
    private static boolean isLater(Standing standing, SignedIn in) {
        return standing.state() == Standing.State.ACTIVE
                && in.standing() != null
                && standing.generation() > in.standing().generation();
    }

    /** A change is a procedure of its own where the catalogue has one: its decision comes first. */
    private Ledger.Customer change(SignedIn in, ProofingRecord now, Ledger.Customer customer, Model model) {
        Optional<String> procedure = shop.change();
        if (procedure.isEmpty()) {
            model.addAttribute("updated", true);
            return ledger.keep(now, null, null);
        }
        Decision decision = party.decide(in, procedure.get());
        if (decision instanceof Decision.Accept accept) {
            model.addAttribute("updated", true);
            return ledger.keep(now, accept.grounds(), null);
        }
        model.addAttribute("decision", Offers.of(decision, "/mine", false));
        return customer;
    }

    /** By which method the person was identified, in words. */
    private @Nullable String method(Map<String, Object> record) {
        return record.get("method") instanceof Map<?, ?> method
                ? withEras(new ProofingMethod(
                                shop.law(),
                                String.valueOf(method.get("article")),
                                String.valueOf(method.get("letter")),
                                LocalDate.parse(String.valueOf(method.get("revision"))),
                                ProofingMethod.Claim.valueOf(String.valueOf(method.get("claim"))))
                        .japanese())
                : null;
    }

    private static String withEras(String text) {
        return DAY.matcher(text)
                .replaceAll(day -> Days.day(LocalDate.parse(day.group())).japanese());
    }

    /** A private ID of a later generation brings attributes that were verified later. */
    private static boolean isNewer(ProofingRecord now, Map<String, Object> last) {
        return now.standing() != null
                && last.get("standing") instanceof Map<?, ?> before
                && before.get("generation") instanceof Number generation
                && now.standing().generation() > generation.intValue();
    }
}
