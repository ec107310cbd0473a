package dev.musubi.issuer.enrolment.web;

import dev.musubi.issuer.enrolment.Enrolment;
import dev.musubi.issuer.enrolment.IssuanceApplication;
import dev.musubi.issuer.signin.BrowserMarks;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.CheckWords;
import dev.musubi.issuer.signin.Requester;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.signin.web.Destination;
import dev.musubi.issuer.signing.SigningOrders;
import dev.musubi.issuer.web.PageHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /} and {@code /enrol}: for whoever has no private ID yet, or has to have it issued again. What it is, the terms, the
 * choice of automatic updates on a screen of its own, and on to what will be signed.
 */
@Controller
final class EnrolmentPages {

    private final Browser browser;
    private final Enrolment enrolment;
    private final SigningOrders orders;
    private final ApplicationSigning signing;
    private final CheckWords words;

    EnrolmentPages(
            Browser browser, Enrolment enrolment, SigningOrders orders, ApplicationSigning signing, CheckWords words) {
        this.signing = signing;
        this.words = words;
        this.browser = browser;
        this.enrolment = enrolment;
        this.orders = orders;
    }

    /** Whoever is signed in is at home. */
    @GetMapping("/")
    String start(HttpServletRequest request, HttpServletResponse response) {
        if (browser.session(request).isPresent()) {
            return "redirect:/home";
        }
        PageHeaders.set(response);
        return "start";
    }

    @GetMapping("/enrol")
    String terms(
            @RequestParam(name = "to", required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return page("enrol", to, request, response, model);
    }

    /** The terms are agreed to in what is signed; this only leads on. */
    @GetMapping("/enrol/updates")
    String updates(
            @RequestParam(name = "to", required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return page("enrol-updates", to, request, response, model);
    }

    private String page(
            String view, @Nullable String to, HttpServletRequest request, HttpServletResponse response, Model model) {
        PageHeaders.set(response);
        model.addAttribute("to", Destination.of(to));
        model.addAttribute("csrf", browser.csrf(request, response));
        model.addAttribute("again", browser.session(request).isPresent());
        return view;
    }

    /** Chosen, one way or the other: never assumed. */
    @PostMapping("/enrol/updates")
    String chosen(
            @RequestParam(name = "updates", required = false) @Nullable String updates,
            @RequestParam(name = "to", required = false) @Nullable String to,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        browser.mustBeOurs(request, csrf);
        if (!"yes".equals(updates) && !"no".equals(updates)) {
            return updates(to, request, response, model);
        }
        BrowserMarks marks = browser.marks(request, response);
        IssuanceApplication application =
                enrolment.offer("yes".equals(updates), Requester.browser(marks, words.random()));
        return "redirect:/signing/"
                + orders.begin(
                        marks,
                        signing.order(
                                application,
                                browser.session(request)
                                        .map(BrowserSession::holderId)
                                        .orElse(null),
                                Destination.of(to)));
    }
}
