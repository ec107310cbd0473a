package dev.musubi.demo;

import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.StandingAnswer;
import dev.musubi.relyingparty.decision.Decision;
import dev.musubi.relyingparty.law.ProofingMethod;
import dev.musubi.relyingparty.law.ProofingRecord;
import dev.musubi.relyingparty.standing.Standing;
import dev.musubi.relyingparty.status.StatusReference;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
    private final Watches watches;
    private final Watcher watcher;

    MinePage(Shop shop, RelyingParty party, Ledger ledger, Watches watches, Watcher watcher) {
        this.shop = shop;
        this.party = party;
        this.ledger = ledger;
        this.watches = watches;
        this.watcher = watcher;
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
        if (isNewer(now, customer)) {
            customer = change(in, now, customer, model);
        }
        notices(in, model);
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

    /** What the holder has to know: by the issuer's word now, else by what was heard of it since. */
    private void notices(SignedIn in, Model model) {
        Optional<Standing> standing = standing(in);
        Optional<Watched> watched = watches.find(in.subject());
        Optional<Mark> mark = watched.flatMap(Watched::mark);
        Optional<Standing.State> state = standing.map(Standing::state).or(() -> listed(in));
        boolean toConfirm = mark.filter(Mark.TO_CONFIRM::equals).isPresent();
        boolean outdated = state.map(Standing.State.REISSUE_REQUIRED::equals).orElse(toConfirm);
        boolean suspended = state.filter(Standing.State.SUSPENDED::equals).isPresent();
        model.addAttribute("outdated", outdated && !toConfirm);
        model.addAttribute("toConfirm", outdated && toConfirm);
        model.addAttribute("suspended", suspended);
        model.addAttribute(
                "resting",
                !suspended
                        && state.filter(Standing.State.ACTIVE::equals).isEmpty()
                        && mark.filter(Mark.RESTING::equals).isPresent());
        model.addAttribute("erased", mark.filter(Mark.ERASED::equals).isPresent());
        model.addAttribute(
                "newer",
                standing.map(each -> isLater(each, in))
                        .orElse(mark.filter(Mark.NEWER::equals).isPresent()));
        model.addAttribute("watches", shop.watches());
        model.addAttribute(
                "agreed",
                watched.map(each -> Days.day(LocalDate.ofInstant(each.agreedAt(), Days.JAPAN)))
                        .orElse(null));
    }

    /** How the private ID stands, as far as the issuer knows by now: it may have changed since the sign-in. */
    private Optional<Standing> standing(SignedIn in) {
        return party.asksForStanding() && party.standing(in.subject(), null) instanceof StandingAnswer.Known known
                ? Optional.of(known.standing())
                : Optional.empty();
    }

    /** The same by the status list that is here, where the issuer does not answer. That something is over, it does not say why. */
    private Optional<Standing.State> listed(SignedIn in) {
        StatusReference reference = in.status();
        return reference == null
                ? Optional.empty()
                : switch (watcher.said(reference).status()) {
                    case VALID -> Optional.of(Standing.State.ACTIVE);
                    case REISSUE_REQUIRED -> Optional.of(Standing.State.REISSUE_REQUIRED);
                    case SUSPENDED -> Optional.of(Standing.State.SUSPENDED);
                    case INVALID, UNKNOWN -> Optional.empty();
                };
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
            return updated(in, ledger.keep(now, null, null, in.status()), model);
        }
        Decision decision = party.decide(in, procedure.get());
        if (decision instanceof Decision.Accept accept) {
            return updated(in, ledger.keep(now, accept.grounds(), null, in.status()), model);
        }
        model.addAttribute("decision", Offers.of(decision, "/mine", false));
        return customer;
    }

    private Ledger.Customer updated(SignedIn in, Ledger.Customer customer, Model model) {
        model.addAttribute("updated", true);
        watcher.onRecord(in.subject());
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
    private static boolean isNewer(ProofingRecord now, Ledger.Customer customer) {
        OptionalInt before = customer.generation();
        return now.standing() != null && before.isPresent() && now.standing().generation() > before.getAsInt();
    }
}
