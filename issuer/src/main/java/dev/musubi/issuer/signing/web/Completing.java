package dev.musubi.issuer.signing.web;

import dev.musubi.issuer.signin.BrowserMarks;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.signing.SigningOrder;
import dev.musubi.issuer.signing.SigningOrders;
import dev.musubi.issuer.signing.SigningOrders.Found;
import dev.musubi.issuer.signing.SigningPurpose;
import dev.musubi.issuer.signing.SigningPurpose.Completion;
import dev.musubi.issuer.signing.Trouble;
import dev.musubi.issuer.time.MachineClock;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/**
 * Completes an order that its holder has done all of: one call at a time, and none of what was signed is thrown away while it
 * may still be good.
 */
@Component
final class Completing {

    private static final Logger log = LoggerFactory.getLogger(Completing.class);

    /** How long a browser that dropped the answer is given the session once more. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final SigningOrders orders;
    private final Browser browser;
    private final MachineClock machine;

    Completing(SigningOrders orders, Browser browser, MachineClock machine) {
        this.orders = orders;
        this.browser = browser;
        this.machine = machine;
    }

    /** What is to be shown. */
    sealed interface Outcome {
        /** This view. */
        record View(String view) implements Outcome {}

        /** The page of the order as it is now, which says why. */
        record Page(Found found, Trouble why) implements Outcome {}

        /** Somebody else is at it: its page waits. */
        record UnderWay() implements Outcome {}

        /** It is over, and why. */
        record Refused(Trouble why, String startAgain) implements Outcome {}
    }

    Outcome complete(
            Found complete,
            SigningPurpose purpose,
            BrowserMarks marks,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<Found> claimed = orders.claim(complete);
        if (claimed.isEmpty()) {
            return new Outcome.UnderWay();
        }
        Found found = claimed.get();
        SigningOrder order = found.order();
        try {
            return switch (purpose.complete(order, marks, request, response, model)) {
                case Completion.Done(String view) -> {
                    orders.keep(found.with(order.over(new SigningOrder.Ended(
                            machine.instant(), browser.begun(request).orElse(null)))));
                    yield new Outcome.View(view);
                }
                case Completion.More(SigningOrder more, var why) ->
                    new Outcome.Page(orders.keep(found.with(more)).orElse(found), new Trouble("more_to_sign", why));
                case Completion.Later(Trouble why) -> {
                    response.setStatus(503);
                    yield new Outcome.Page(orders.keep(found).orElse(found), why);
                }
                case Completion.Refused(Trouble why, boolean again) -> {
                    log.info("signing.refused purpose={} code={}", order.purpose(), why.code());
                    response.setStatus(422);
                    if (again) {
                        Found anew = found.with(order.anew());
                        yield new Outcome.Page(orders.keep(anew).orElse(anew), why);
                    }
                    orders.end(found.id());
                    yield new Outcome.Refused(why, purpose.startAgain(order));
                }
            };
        } catch (RuntimeException failed) {
            giveBack(found, failed);
            throw failed;
        }
    }

    /** So that it can be tried again at once; where that fails too, the claim ends by itself. */
    private void giveBack(Found found, RuntimeException failed) {
        try {
            orders.keep(found);
        } catch (RuntimeException also) {
            failed.addSuppressed(also);
        }
    }

    /** Gives a browser the session of an order that was done a moment ago, if it has none. */
    void resume(SigningOrder.Ended ended, HttpServletRequest request, HttpServletResponse response) {
        if (ended.session() != null
                && machine.instant().isBefore(ended.at().plus(AGAIN))
                && browser.session(request).isEmpty()) {
            browser.resume(ended.session(), response);
        }
    }
}
