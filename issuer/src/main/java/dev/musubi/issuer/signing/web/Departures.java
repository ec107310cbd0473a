package dev.musubi.issuer.signing.web;

import dev.musubi.issuer.signing.SigningOrder;
import dev.musubi.issuer.signing.SigningOrders;
import dev.musubi.issuer.signing.SigningOrders.Found;
import dev.musubi.issuer.signing.SigningRoute;
import dev.musubi.issuer.signing.SigningRoute.Departure;
import org.springframework.stereotype.Component;

/** Sends browsers away, having kept what they have to come back to. */
@Component
public class Departures {

    private final SigningOrders orders;
    private final SigningRoute route;

    Departures(SigningOrders orders, SigningRoute route) {
        this.orders = orders;
        this.route = route;
    }

    /** Begins what comes next for an order. */
    public Departure begin(Found found) {
        SigningOrder order = found.order();
        Departure departure = order.isToRecognise() ? route.recognise() : route.sign(order.next());
        if (departure instanceof Departure.Away away) {
            orders.away(found, away.state(), away.kept());
        }
        return departure;
    }
}
