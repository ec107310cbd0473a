package dev.musubi.issuer.signing.web;

import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.message.Moment;
import dev.musubi.issuer.signin.BrowserMarks;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.signin.web.Destination;
import dev.musubi.issuer.signing.SigningOrder;
import dev.musubi.issuer.signing.SigningOrderId;
import dev.musubi.issuer.signing.SigningOrders;
import dev.musubi.issuer.signing.SigningOrders.Found;
import dev.musubi.issuer.signing.SigningPurpose;
import dev.musubi.issuer.signing.SigningRoute;
import dev.musubi.issuer.signing.SigningRoute.Arrival;
import dev.musubi.issuer.signing.SigningRoute.Departure;
import dev.musubi.issuer.signing.Trouble;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.web.Onward;
import dev.musubi.issuer.web.PageHeaders;
import dev.musubi.issuer.web.PageLanguage;
import dev.musubi.jpki.verification.ToSign;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /signing}: a holder reads what will be signed, in full, is sent to sign it, and comes back. Nothing is lost on the
 * way: whoever cancels, or takes too long, reads why and presses the same button again. What becomes of an order that is
 * complete, {@link Completing} says.
 */
@Controller
@RequestMapping("/signing")
final class SigningPages {

    private static final Message RENEWED = new Message(
            "時間が過ぎたため、署名する文書を新しくしました。もう一度お確かめください。",
            "It took a while, so there is a new document to sign. Please read it once more.");

    private final Browser browser;
    private final SigningOrders orders;
    private final SigningRoute route;
    private final Departures departures;
    private final Completing completing;
    private final MachineClock machine;
    private final Map<String, SigningPurpose> purposes;

    SigningPages(
            Browser browser,
            SigningOrders orders,
            SigningRoute route,
            Departures departures,
            Completing completing,
            MachineClock machine,
            List<SigningPurpose> purposes) {
        this.browser = browser;
        this.orders = orders;
        this.route = route;
        this.departures = departures;
        this.completing = completing;
        this.machine = machine;
        this.purposes = purposes.stream().collect(Collectors.toMap(SigningPurpose::name, each -> each));
    }

    @GetMapping("/{id}")
    String read(@PathVariable String id, HttpServletRequest request, HttpServletResponse response, Model model) {
        Optional<Found> found = found(id, browser.marks(request, response));
        if (found.isEmpty()) {
            return over(response, model);
        }
        PageLanguage.leadsOn(request, found.get().order().to());
        SigningOrder.Ended ended = found.get().order().ended();
        if (ended != null) {
            // The browser may have dropped the answer that signed it in.
            completing.resume(ended, request, response);
            return "redirect:" + Destination.of(found.get().order().to());
        }
        return page(found.get(), null, request, response, model);
    }

    private Optional<Found> found(String id, BrowserMarks marks) {
        return DatabaseId.sent(id, SigningOrderId::of).flatMap(each -> orders.find(marks, each));
    }

    @PostMapping("/{id}")
    String goOn(
            @PathVariable String id,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        browser.mustBeOurs(request, csrf);
        BrowserMarks marks = browser.marks(request, response);
        Optional<Found> found = found(id, marks);
        if (found.isEmpty() || found.get().order().ended() != null) {
            return read(id, request, response, model);
        }
        SigningOrder order = found.get().order();
        PageLanguage.leadsOn(request, order.to());
        if (order.isComplete()) {
            // The first answer got lost, or we were stopped in the middle.
            return complete(found.get(), marks, request, response, model);
        }
        Instant now = machine.instant();
        if (order.until() != null && !now.isBefore(order.until())) {
            SigningOrder renewed = purposeOf(order).renewed(order, marks, now);
            return orders.keep(found.get().with(renewed))
                    .map(kept -> page(kept, new Trouble("document_renewed", RENEWED), request, response, model))
                    .orElse("redirect:/signing/" + id);
        }
        return switch (departures.begin(found.get())) {
            case Departure.Away away -> Onward.TO_SIGN.to(away.to().toString(), response, model);
            case Departure.Closed(Trouble why) -> {
                response.setStatus(503);
                yield page(found.get(), why, request, response, model);
            }
        };
    }

    /** Where a route sends the browser back to. */
    @GetMapping("/callback")
    String back(HttpServletRequest request, HttpServletResponse response, Model model) {
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        Optional<String> state = route.stateOf(query);
        Optional<SigningOrderId> id = state.flatMap(orders::byState);
        if (id.isEmpty() || !orders.exists(id.get())) {
            return over(response, model);
        }
        BrowserMarks marks = browser.marks(request, response);
        Optional<Found> found = orders.find(marks, id.get());
        if (found.isEmpty()) {
            // Another browser than the one that began: nothing of it is used up here.
            response.setStatus(404);
            PageHeaders.set(response);
            return "signing-elsewhere";
        }
        if (found.get().order().ended() != null) {
            // Somebody set out twice: what the second brings is for nothing any more.
            return "redirect:/signing/" + id.get();
        }
        Optional<String> kept = orders.back(found.get(), state.get());
        if (kept.isEmpty()) {
            // Loaded again: whatever came of it, the page of the order says.
            return "redirect:/signing/" + id.get();
        }
        SigningOrder order = found.get().order();
        PageLanguage.leadsOn(request, order.to());
        Arrival arrival = order.isToRecognise()
                ? route.recognised(kept.get(), query)
                : route.signed(order.next(), kept.get(), query);
        return switch (arrival) {
            case Arrival.Signed(String jws, String who) ->
                next(
                        found.get().with(order.signedBy(new SigningOrder.Signed(jws, who, machine.instant()))),
                        marks,
                        request,
                        response,
                        model);
            case Arrival.Recognised(String who, Instant at) ->
                next(
                        found.get().with(order.recognisedAs(new SigningOrder.Recognised(who, at))),
                        marks,
                        request,
                        response,
                        model);
            case Arrival.Not(Trouble why) -> page(found.get(), why, request, response, model);
        };
    }

    private String next(
            Found found, BrowserMarks marks, HttpServletRequest request, HttpServletResponse response, Model model) {
        Optional<Found> kept = orders.keep(found);
        return kept.isPresent() && kept.get().order().isComplete()
                ? complete(kept.get(), marks, request, response, model)
                : Onward.ON.to("/signing/" + found.id(), response, model);
    }

    private String complete(
            Found found, BrowserMarks marks, HttpServletRequest request, HttpServletResponse response, Model model) {
        return switch (completing.complete(found, purposeOf(found.order()), marks, request, response, model)) {
            case Completing.Outcome.View(String view) -> view;
            case Completing.Outcome.Page(Found now, Trouble why) -> page(now, why, request, response, model);
            case Completing.Outcome.UnderWay underWay -> "redirect:/signing/" + found.id();
            case Completing.Outcome.Refused(Trouble why, String startAgain) ->
                refused(why, startAgain, response, model);
        };
    }

    private SigningPurpose purposeOf(SigningOrder order) {
        return Optional.ofNullable(purposes.get(order.purpose())).orElseThrow();
    }

    private String page(
            Found found,
            @Nullable Trouble trouble,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        SigningOrder order = found.order();
        PageHeaders.set(response);
        model.addAttribute("id", found.id().toString());
        model.addAttribute("csrf", browser.csrf(request, response));
        model.addAttribute("trouble", trouble);
        model.addAttribute("startAgain", purposeOf(order).startAgain(order));
        if (order.isToRecognise()) {
            return "signing-recognise";
        }
        if (order.isComplete()) {
            model.addAttribute("claimed", found.claimed());
            return "signing-under-way";
        }
        ToSign document = order.next();
        model.addAttribute("heading", purposeOf(order).heading(order, document));
        model.addAttribute("to", order.to());
        model.addAttribute("gist", purposeOf(order).gist(document));
        model.addAttribute("lines", Displayed.lines(document));
        model.addAttribute("until", order.until() == null ? null : new Moment(order.until()));
        model.addAttribute("whole", document.text());
        model.addAttribute("number", order.signed().size() + 1);
        model.addAttribute("count", order.documents().size());
        return "signing";
    }

    private static String refused(Trouble why, String startAgain, HttpServletResponse response, Model model) {
        response.setStatus(422);
        PageHeaders.set(response);
        model.addAttribute("trouble", why);
        model.addAttribute("again", startAgain);
        return "signing-refused";
    }

    private static String over(HttpServletResponse response, Model model) {
        return refused(
                new Trouble(
                        "signing_over",
                        new Message(
                                "この手続きは終わったか、時間が過ぎました。はじめからやり直してください。",
                                "This is done already, or its time is over. Please start again.")),
                "/",
                response,
                model);
    }
}
