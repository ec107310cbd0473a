package dev.musubi.demo;

import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.StandingAnswer;
import dev.musubi.relyingparty.decision.Decision;
import dev.musubi.relyingparty.law.ProofingMethod;
import dev.musubi.relyingparty.standing.Standing;
import dev.musubi.relyingparty.status.StatusReference;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What the holder has here, what is on record about it, and what a renewed private ID changes in it. */
@Controller
final class MinePage {

    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private final Shop shop;
    private final RelyingParty party;
    private final Ledger ledger;
    private final Watches watches;
    private final Watcher watcher;
    private final Updates updates;
    private final InstantSource clock;

    MinePage(
            Shop shop,
            RelyingParty party,
            Ledger ledger,
            Watches watches,
            Watcher watcher,
            Updates updates,
            InstantSource clock) {
        this.shop = shop;
        this.party = party;
        this.ledger = ledger;
        this.watches = watches;
        this.watcher = watcher;
        this.updates = updates;
        this.clock = clock;
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
        model.addAttribute("updated", Updates.isBy(in, customer));
        boolean waits = updates.isDue(in) && !isHeldBack(in, model);
        notices(in, waits, model);
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

    /** Whether something has to be done before what the sign-in brought may go on record: a change is a procedure of its own. */
    private boolean isHeldBack(SignedIn in, Model model) {
        Optional<Decision> decision = updates.decision(in).filter(each -> !(each instanceof Decision.Accept));
        decision.ifPresent(each -> model.addAttribute("decision", Offers.of(each, "/mine", false)));
        return decision.isPresent();
    }

    /**
     * What the holder has to know: by the issuer's word now, else by what was heard of it since.
     *
     * @param waits whether the next sign-in puts on record what this one could not
     */
    private void notices(SignedIn in, boolean waits, Model model) {
        Optional<StandingAnswer.Known> known = asked(in);
        Optional<Standing> standing = known.map(StandingAnswer.Known::standing);
        Optional<Watched> watched = watches.find(in.subject());
        Set<Mark> marks = watched.map(each -> each.marks().keySet()).orElse(Set.of());
        Optional<Standing.State> state = standing.map(Standing::state).or(() -> listed(in));
        boolean toConfirm = marks.contains(Mark.TO_CONFIRM);
        boolean outdated = state.map(Standing.State.REISSUE_REQUIRED::equals).orElse(toConfirm);
        boolean suspended = state.filter(Standing.State.SUSPENDED::equals).isPresent();
        model.addAttribute("outdated", outdated && !toConfirm);
        model.addAttribute("toConfirm", outdated && toConfirm);
        model.addAttribute("suspended", suspended);
        model.addAttribute(
                "resting",
                !suspended && state.filter(Standing.State.ACTIVE::equals).isEmpty() && marks.contains(Mark.RESTING));
        model.addAttribute("erased", marks.contains(Mark.ERASED));
        model.addAttribute(
                "newer", waits || standing.map(each -> isLater(each, in)).orElse(marks.contains(Mark.NEWER)));
        model.addAttribute("watches", shop.watches());
        agreement(known, watched, model);
    }

    /** Whether the holder agrees that the bank is told: whoever ended that at the issuer reads it here at once. */
    private void agreement(Optional<StandingAnswer.Known> known, Optional<Watched> watched, Model model) {
        boolean over = known.isPresent() && known.get().monitoredUntil() == null;
        Optional<Agreement> agreement = watched.map(Watched::agreement);
        Optional<Agreement> holds = agreement.filter(each -> !over && each.holds(clock.instant()));
        model.addAttribute(
                "agreed", holds.map(each -> Days.day(Days.of(each.at()))).orElse(null));
        model.addAttribute(
                "agreedUntil",
                holds.map(each ->
                                known.map(StandingAnswer.Known::monitoredUntil).orElse(each.until()))
                        .map(Days::day)
                        .orElse(null));
        model.addAttribute("agreedOnce", agreement.isPresent());
    }

    /** How the private ID stands, as far as the issuer knows by now: it may have changed since the sign-in. */
    private Optional<StandingAnswer.Known> asked(SignedIn in) {
        return party.asksForStanding() && party.standing(in.subject(), null) instanceof StandingAnswer.Known known
                ? Optional.of(known)
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
}
