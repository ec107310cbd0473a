package dev.musubi.demo;

import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.decision.Decision;
import dev.musubi.relyingparty.law.ProofingRecord;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Puts what a renewed private ID says on a customer's record, at the sign-in that brings it; pages only show what came of that.
 * It comes before whoever compares a sign-in with what is on record.
 */
@Component
final class Updates {

    private static final String CHANGE = "本人特定事項の変更の確認";

    private final Shop shop;
    private final Ledger ledger;
    private final ObjectProvider<RelyingParty> party;

    Updates(Shop shop, Ledger ledger, ObjectProvider<RelyingParty> party) {
        this.shop = shop;
        this.ledger = ledger;
        this.party = party;
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void on(SignedIn in) {
        if (in.person() == null || !isDue(in)) {
            return;
        }
        ProofingRecord now = party.getObject().record(in, CHANGE);
        Optional<Decision> decision = decision(in);
        if (decision.isEmpty()) {
            ledger.keep(now, null, null, in.status());
        } else if (decision.get() instanceof Decision.Accept accept) {
            ledger.keep(now, accept.grounds(), null, in.status());
        }
    }

    /** Whether this sign-in brought what is not on record yet: a private ID of a later generation has what was verified later. */
    boolean isDue(SignedIn in) {
        OptionalInt before =
                ledger.find(in.subject()).map(Ledger.Customer::generation).orElse(OptionalInt.empty());
        return in.standing() != null && before.isPresent() && in.standing().generation() > before.getAsInt();
    }

    /** Whether a change may go on record now. Empty where the catalogue has no procedure for that, and so no say. */
    Optional<Decision> decision(SignedIn in) {
        return shop.change().map(procedure -> party.getObject().decide(in, procedure));
    }

    /** Whether it was this sign-in that brought what is on record. */
    static boolean isBy(SignedIn in, Ledger.Customer customer) {
        return CHANGE.equals(customer.last().get("transaction"))
                && in.at().toString().equals(customer.last().get("proofed_at"));
    }
}
