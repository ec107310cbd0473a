package dev.musubi.demo;

import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.law.ProofingRecord;
import dev.musubi.relyingparty.person.VerifiedPerson;
import dev.musubi.relyingparty.spring.RequireStanding;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;

/** The counter of a relying party: what can be done, doing it, and what came of it. */
@Controller
final class CounterPages {

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu年M月d日 H:mm", Locale.JAPAN).withZone(JAPAN);

    private final Shop shop;
    private final RelyingParty party;
    private final Ledger ledger;
    private final Readiness readiness;
    private final InstantSource clock;

    CounterPages(Shop shop, RelyingParty party, Ledger ledger, Readiness readiness, InstantSource clock) {
        this.shop = shop;
        this.party = party;
        this.ledger = ledger;
        this.readiness = readiness;
        this.clock = clock;
    }

    @ModelAttribute("shop")
    Shop shop() {
        return shop;
    }

    @GetMapping("/")
    String first(@Nullable SignedIn in, Model model) {
        model.addAttribute("in", in);
        return "first";
    }

    /** For whoever starts us: all three take requests. */
    @GetMapping("/ready")
    ResponseEntity<Void> ready() {
        return ResponseEntity.status(readiness.all() ? 200 : 503).build();
    }

    /** What is about to be done, with what is known of the person; nothing has to be typed. */
    @GetMapping("/procedure")
    @RequireStanding(maxAge = "PT15M")
    String procedure(SignedIn in, Model model) {
        VerifiedPerson person = person(in);
        describe(person, model);
        shop.refusal(person, LocalDate.ofInstant(clock.instant(), JAPAN))
                .ifPresent(refusal -> model.addAttribute("refusal", refusal));
        return "procedure";
    }

    @PostMapping("/procedure")
    @RequireStanding(maxAge = "PT15M")
    String done(SignedIn in, HttpServletResponse response, Model model) {
        VerifiedPerson person = person(in);
        Optional<List<String>> refusal = shop.refusal(person, LocalDate.ofInstant(clock.instant(), JAPAN));
        if (refusal.isPresent()) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            describe(person, model);
            model.addAttribute("refusal", refusal.get());
            return "procedure";
        }
        if (ledger.find(in.subject()).isEmpty() || shop == Shop.CITY) {
            ledger.keep(party.record(in, shop.transaction()));
        }
        return "redirect:/mine";
    }

    /** What the holder has here, and what is on record about it. */
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
        ProofingRecord now = party.record(in, "本人特定事項の変更の確認");
        if (isNewer(now, customer.last())) {
            customer = ledger.keep(now);
            model.addAttribute("updated", true);
        }
        describe(person(in), model);
        model.addAttribute("number", customer.number());
        model.addAttribute("since", TIME.format(customer.since()));
        model.addAttribute("records", customer.records().reversed());
        model.addAttribute("standing", in.standing());
        model.addAttribute(
                "standingAsOf",
                in.standing() == null ? "" : TIME.format(in.standing().asOf()));
        model.addAttribute("citation", method(now));
        model.addAttribute("retention", shop.law().retention().orElse(null));
        return "mine";
    }

    /** A private ID of a later generation brings attributes that were verified later. */
    private static boolean isNewer(ProofingRecord now, Map<String, Object> last) {
        return now.standing() != null
                && last.get("standing") instanceof Map<?, ?> before
                && before.get("generation") instanceof Number generation
                && now.standing().generation() > generation.intValue();
    }

    private static @Nullable String method(ProofingRecord record) {
        return record.method() == null ? null : record.method().japanese();
    }

    private static VerifiedPerson person(SignedIn in) {
        VerifiedPerson person = in.person();
        if (person == null) {
            throw new IllegalStateException("every sign-in here asks for attributes");
        }
        return person;
    }

    private static void describe(VerifiedPerson person, Model model) {
        model.addAttribute(
                "name", person.name() == null ? "" : person.name().whole().value());
        model.addAttribute(
                "address",
                person.address() == null ? "" : person.address().whole().value());
        model.addAttribute(
                "birthDate",
                person.birthDate() == null ? "" : person.birthDate().text());
        model.addAttribute(
                "substitutes",
                (person.name() != null && person.name().whole().hasSubstitutes())
                        || (person.address() != null && person.address().whole().hasSubstitutes()));
        Instant verified = person.verification().time();
        model.addAttribute("verifiedAt", verified == null ? "" : TIME.format(verified));
    }
}
