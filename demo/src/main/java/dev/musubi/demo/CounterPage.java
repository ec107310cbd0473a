package dev.musubi.demo;

import dev.musubi.relyingparty.status.Status;
import dev.musubi.relyingparty.status.StatusAnswer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.server.ResponseStatusException;

/**
 * What the bank's clerks see at the counter: which accounts have something to be seen to, before anybody comes or signs in. It
 * names nobody: a clerk who needs to know more looks up the account. In the demonstration everybody may look.
 */
@Controller
final class CounterPage {

    /** Its path. */
    static final String PATH = "/counter";

    private final Shop shop;
    private final Ledger ledger;
    private final Watches watches;
    private final Watcher watcher;
    private final SignalLine line;
    private final InstantSource clock;

    CounterPage(Shop shop, Ledger ledger, Watches watches, Watcher watcher, SignalLine line, InstantSource clock) {
        this.shop = shop;
        this.ledger = ledger;
        this.watches = watches;
        this.watcher = watcher;
        this.line = line;
        this.clock = clock;
    }

    /** What is known of an account. */
    enum Known {
        /** There is something to be seen to. */
        SOMETHING,
        /** There is nothing: the issuer would tell, and has not. */
        NOTHING,
        /** The holder agrees, but the issuer does not tell yet, or cannot now. */
        NOT_NOW,
        /** The holder does not agree, so nobody tells. */
        NOT_TOLD
    }

    /**
     * An account.
     *
     * @param number its number
     * @param id the digits of it, for the page
     * @param known what is known
     * @param marks all that is to be seen to, the gravest first
     * @param agreed since when the holder is known to agree to be told of; null where they do not
     * @param until when that ends; null where that is not known
     * @param over since when they do no more; null where they do, or never did
     * @param list what the issuer's status list says of what is on record; null where it is not looked up
     * @param asOf as of when; null where nobody can say
     */
    record Account(
            String number,
            String id,
            Known known,
            List<Marked> marks,
            @Nullable Said agreed,
            @Nullable Said until,
            @Nullable Said over,
            @Nullable Status list,
            @Nullable Said asOf) {

        /** The gravest. */
        public @Nullable Mark mark() {
            return marks.isEmpty() ? null : marks.getFirst().mark();
        }

        /** Whether it is the list alone that says otherwise. */
        public boolean isListed() {
            return known == Known.SOMETHING && marks.isEmpty();
        }
    }

    /** A mark, and since when it is known. */
    record Marked(Mark mark, Said since) {}

    private record Row(Account account, @Nullable Instant last) {}

    @GetMapping(PATH)
    String accounts(Model model) {
        if (!shop.watches()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Instant now = clock.instant();
        boolean delivers = line.delivers();
        // What happened last first, then those with nothing to do by their number.
        List<Account> accounts = ledger.all().stream()
                .map(customer -> row(customer, delivers, now))
                .sorted(Comparator.comparing(Row::last, Comparator.nullsLast(Comparator.reverseOrder()))
                        .thenComparing(row -> row.account().number()))
                .map(Row::account)
                .toList();
        model.addAttribute("accounts", accounts);
        model.addAttribute("asOf", Days.minute(now));
        model.addAttribute("deaf", !delivers && accounts.stream().anyMatch(account -> account.agreed() != null));
        return "counter";
    }

    private Row row(Ledger.Customer customer, boolean delivers, Instant now) {
        String id = customer.number().replaceAll("[^0-9]", "");
        Optional<Watched> found = watches.find(customer.subject());
        if (found.isEmpty()) {
            return new Row(
                    new Account(customer.number(), id, Known.NOT_TOLD, List.of(), null, null, null, null, null), null);
        }
        Watched watched = found.get();
        boolean agrees = watched.agrees(now);
        // Whoever does not want to be watched is not, by the public lists either: those are looked up when they come.
        Optional<StatusAnswer> list = customer.status().filter(each -> agrees).map(watcher::said);
        Status said = list.map(StatusAnswer::status).orElse(null);
        Instant asOf = list.map(StatusAnswer::asOf).orElse(null);
        boolean toSeeTo = !watched.marks().isEmpty() || saysOtherwise(said);
        Known known = toSeeTo
                ? Known.SOMETHING
                : !agrees ? Known.NOT_TOLD : delivers && watched.inStream() ? Known.NOTHING : Known.NOT_NOW;
        Agreement agreement = watched.agreement();
        Account account = new Account(
                customer.number(),
                id,
                known,
                watched.inOrder().stream()
                        .map(mark -> new Marked(
                                mark,
                                Days.minute(
                                        Objects.requireNonNull(watched.marks().get(mark)))))
                        .toList(),
                agrees ? Days.day(Days.of(agreement.at())) : null,
                agrees ? day(agreement.until()) : null,
                day(agreement.over(now)),
                said,
                asOf == null ? null : Days.minute(asOf));
        return new Row(
                account,
                Stream.concat(watched.marks().values().stream(), Stream.ofNullable(saysOtherwise(said) ? asOf : null))
                        .max(Comparator.naturalOrder())
                        .orElse(null));
    }

    private static @Nullable Said day(@Nullable LocalDate day) {
        return day == null ? null : Days.day(day);
    }

    /** A list that cannot say says nothing; one that says anything but that it is in force is to be seen to. */
    private static boolean saysOtherwise(@Nullable Status list) {
        return list != null && list != Status.VALID && list != Status.UNKNOWN;
    }
}
