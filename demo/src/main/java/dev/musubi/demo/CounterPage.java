package dev.musubi.demo;

import dev.musubi.relyingparty.status.Status;
import dev.musubi.relyingparty.status.StatusAnswer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
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

    CounterPage(Shop shop, Ledger ledger, Watches watches, Watcher watcher) {
        this.shop = shop;
        this.ledger = ledger;
        this.watches = watches;
        this.watcher = watcher;
    }

    /**
     * An account.
     *
     * @param number its number
     * @param id the digits of it, for the page
     * @param mark what is to be seen to; null for nothing
     * @param since since when that is known
     * @param agreed since when the holder is known to agree to be told of; null where they did not agree
     * @param list what the issuer's status list says of what is on record; null where it is not looked up
     * @param asOf as of when; null where nobody can say
     */
    record Account(
            String number,
            String id,
            @Nullable Mark mark,
            @Nullable Said since,
            @Nullable Said agreed,
            @Nullable Status list,
            @Nullable Said asOf) {}

    private record Row(Account account, @Nullable Instant marked) {}

    @GetMapping(PATH)
    String accounts(Model model) {
        if (!shop.watches()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        // What happened last first, then those with nothing to do by their number.
        model.addAttribute(
                "accounts",
                ledger.all().stream()
                        .map(this::row)
                        .sorted(Comparator.comparing(Row::marked, Comparator.nullsLast(Comparator.reverseOrder()))
                                .thenComparing(row -> row.account().number()))
                        .map(Row::account)
                        .toList());
        return "counter";
    }

    private Row row(Ledger.Customer customer) {
        String id = customer.number().replaceAll("[^0-9]", "");
        Optional<Watched> watched = watches.find(customer.subject());
        if (watched.isEmpty()) {
            // Whoever does not want to be watched is not, by the public lists either: those are looked up when they
            // come.
            return new Row(new Account(customer.number(), id, null, null, null, null, null), null);
        }
        Mark mark = watched.get().mark().orElse(null);
        Instant marked = mark == null ? null : watched.get().marks().get(mark);
        Optional<StatusAnswer> list = customer.status().map(watcher::said);
        Instant asOf = list.map(StatusAnswer::asOf).orElse(null);
        return new Row(
                new Account(
                        customer.number(),
                        id,
                        mark,
                        marked == null ? null : Days.minute(marked),
                        Days.day(LocalDate.ofInstant(watched.get().agreedAt(), Days.JAPAN)),
                        list.map(StatusAnswer::status).orElse(null),
                        asOf == null ? null : Days.minute(asOf)),
                marked);
    }
}
