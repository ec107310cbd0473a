package dev.musubi.issuer.holder;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.signin.web.Destination;
import dev.musubi.issuer.web.Onward;
import dev.musubi.issuer.web.PageHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /home/…}: what a holder orders on a page: pause, resume, give up. What needs fresh authentication leads to the
 * sign-in and back to a page that is filled in as it was; only the button has to be pressed once more, since going to an
 * address changes nothing.
 */
@Controller
final class OrderPages {

    private final HolderPages pages;
    private final Browser browser;
    private final SignedInHolder signedIn;
    private final PrivateIds privateIds;
    private final Withdrawal withdrawal;
    private final InstantSource clock;

    OrderPages(
            HolderPages pages,
            Browser browser,
            SignedInHolder signedIn,
            PrivateIds privateIds,
            Withdrawal withdrawal,
            InstantSource clock) {
        this.pages = pages;
        this.browser = browser;
        this.signedIn = signedIn;
        this.privateIds = privateIds;
        this.withdrawal = withdrawal;
        this.clock = clock;
    }

    /** Asks once, and says what follows. */
    @GetMapping("/home/pause")
    String pausing(HttpServletRequest request, HttpServletResponse response, Model model) {
        return pages.show("home-pause", request, response, model, session -> {});
    }

    @PostMapping("/home/pause")
    String pause(@RequestParam(name = "csrf", required = false) @Nullable String csrf, HttpServletRequest request) {
        BrowserSession session = signedIn.of(request, csrf);
        signedIn.order(session, () -> privateIds.apply(session.holderId(), Cause.PAUSED, clock.instant(), "holder"));
        return "redirect:/home";
    }

    @GetMapping("/home/resume")
    String resumption(
            @RequestParam(name = "to", required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return page("resume", Destination.by("/home/resume", to), Destination.of(to), request, response, model);
    }

    @PostMapping("/home/resume")
    String resume(
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            @RequestParam(name = "to", required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        BrowserSession session = signedIn.of(request, csrf);
        if (signedIn.orderFreshly(session, () -> privateIds.resume(session.holderId(), clock.instant()))
                .isEmpty()) {
            return "redirect:/signin?to=" + Destination.by("/home/resume", to);
        }
        // What follows may end at a relying party.
        return Onward.ON.to(Destination.of(to), response, model);
    }

    @GetMapping("/home/withdrawal")
    String withdrawal(
            @RequestParam(name = "erase", required = false) @Nullable String erase,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        boolean erases = "true".equals(erase);
        model.addAttribute("erase", erases);
        return page("withdrawal", withdrawal(erases), "/home", request, response, model);
    }

    @PostMapping("/home/withdrawal")
    String withdraw(
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            @RequestParam(name = "erase", required = false) @Nullable String erase,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        browser.mustBeOurs(request, csrf);
        boolean erases = "true".equals(erase);
        Optional<Boolean> withdrawn = Optional.empty();
        if (browser.gaveUpJustNow(request).isEmpty()) {
            BrowserSession session = signedIn.of(request, csrf);
            withdrawn = signedIn.orderFreshly(session, () -> withdrawal.of(session.holderId(), erases));
        }
        if (withdrawn.isPresent()) {
            return withdrawn(withdrawn.get(), withdrawn.get() && erases, request, response, model);
        }
        // The second of two clicks, whose browser dropped the answer to the first, or which waited for it.
        Optional<HolderId> gaveUp = browser.gaveUpJustNow(request);
        return gaveUp.isPresent()
                ? withdrawn(true, withdrawal.erased(gaveUp.get()), request, response, model)
                : "redirect:/signin?to=" + withdrawal(erases);
    }

    private String withdrawn(
            boolean withdrawn, boolean erased, HttpServletRequest request, HttpServletResponse response, Model model) {
        browser.signOut(request, response);
        PageHeaders.set(response);
        model.addAttribute("withdrawn", withdrawn);
        model.addAttribute("erased", erased);
        return "withdrawn";
    }

    private static String withdrawal(boolean erases) {
        return erases ? "/home/withdrawal?erase=true" : "/home/withdrawal";
    }

    private String page(
            String name,
            String itself,
            String to,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<BrowserSession> session = browser.session(request);
        if (session.filter(signedIn::isFresh).isEmpty()) {
            return "redirect:/signin?to=" + itself;
        }
        PageHeaders.set(response);
        model.addAttribute("to", to);
        model.addAttribute("csrf", browser.csrf(request, response));
        return name;
    }
}
