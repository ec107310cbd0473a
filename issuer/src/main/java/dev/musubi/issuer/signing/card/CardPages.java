package dev.musubi.issuer.signing.card;

import dev.musubi.issuer.signin.BrowserMarks;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.signin.web.Destination;
import dev.musubi.issuer.signing.SigningOrder;
import dev.musubi.issuer.signing.SigningOrderId;
import dev.musubi.issuer.signing.SigningOrders;
import dev.musubi.issuer.signing.SigningRoute.Departure;
import dev.musubi.issuer.signing.Trouble;
import dev.musubi.issuer.signing.web.Departures;
import dev.musubi.issuer.web.Onward;
import dev.musubi.issuer.web.PageHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /signin/card}: off to be recognised by the card. */
@Controller
final class CardPages {

    private final Browser browser;
    private final SigningOrders orders;
    private final Departures departures;

    CardPages(Browser browser, SigningOrders orders, Departures departures) {
        this.browser = browser;
        this.orders = orders;
        this.departures = departures;
    }

    @PostMapping("/signin/card")
    String signIn(
            @RequestParam(name = "to", required = false) @Nullable String to,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        browser.mustBeOurs(request, csrf);
        BrowserMarks marks = browser.marks(request, response);
        String startedBy = browser.session(request)
                .map(session -> session.holderId().toString())
                .orElse(null);
        SigningOrder order = SigningOrder.recognise(CardSignIn.NAME, startedBy, Destination.of(to));
        SigningOrderId id = orders.begin(marks, order);
        return switch (departures.begin(orders.find(marks, id).orElseThrow())) {
            case Departure.Away away -> Onward.TO_SIGN.to(away.to().toString(), response, model);
            case Departure.Closed(Trouble why) -> {
                orders.end(id);
                response.setStatus(503);
                PageHeaders.set(response);
                model.addAttribute("trouble", why);
                model.addAttribute("again", Destination.by("/signin", to));
                yield "signing-refused";
            }
        };
    }
}
