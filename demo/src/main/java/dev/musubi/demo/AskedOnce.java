package dev.musubi.demo;

import dev.musubi.relyingparty.Demand;
import dev.musubi.relyingparty.spring.MusubiSession;
import dev.musubi.relyingparty.spring.SignInDemands;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Whether the bank may be told what becomes of the private ID is asked where an account is opened, and where a customer wants
 * to be asked. Asked at each sign-in, whoever does not agree would find that page in the way each time.
 */
final class AskedOnce implements SignInDemands {

    private final Shop shop;
    private final Ledger ledger;

    AskedOnce(Shop shop, Ledger ledger) {
        this.shop = shop;
        this.ledger = ledger;
    }

    @Override
    public Demand demand(Demand usual, String returnTo, HttpServletRequest request) {
        boolean asks = request.getParameter("watch") != null || (returnTo.equals("/procedure") && !isCustomer(request));
        return shop.watches() && asks ? usual.askingToMonitor() : usual;
    }

    private boolean isCustomer(HttpServletRequest request) {
        return MusubiSession.signedIn(request)
                .flatMap(in -> ledger.find(in.subject()))
                .isPresent();
    }
}
