package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.Demand;
import dev.musubi.relyingparty.LogoutOutcome;
import dev.musubi.relyingparty.NotSignedIn;
import dev.musubi.relyingparty.PendingSignIn;
import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.SignInOutcome;
import dev.musubi.relyingparty.SignInStart;
import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.standing.StandingRequirement;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /musubi/…}: begins sign-ins, ends them, and signs out. */
@Controller
final class SignInEndpoints {

    static final String SIGN_IN = "/musubi/sign-in";
    static final String CALLBACK = "/musubi/callback";

    private static final String RETRY_AFTER = "10";

    private final ObjectProvider<RelyingParty> party;
    private final Demand demand;
    private final SignInDemands demands;
    private final SignInPages pages;
    private final EndedSignIns ended;
    private final MusubiSettings settings;
    private final ApplicationEventPublisher events;
    private final SignInCookies cookies;

    SignInEndpoints(
            ObjectProvider<RelyingParty> party,
            Demand demand,
            SignInDemands demands,
            SignInPages pages,
            EndedSignIns ended,
            PendingSignIns pending,
            MusubiSettings settings,
            ApplicationEventPublisher events) {
        this.party = party;
        this.demand = demand;
        this.demands = demands;
        this.events = events;
        this.pages = pages;
        this.ended = ended;
        this.settings = settings;
        this.cookies = new SignInCookies(pending, settings.origin());
    }

    /**
     * Sends the browser to the issuer.
     *
     * @param returnTo a path of this application to come back to
     * @param silent true to show the holder nothing
     * @param anew true to have the holder sign in once more
     * @param maxAge a stricter age of the standing than the application's own, in seconds
     */
    @GetMapping(SIGN_IN)
    void signIn(
            @RequestParam(name = "return_to", required = false) @Nullable String returnTo,
            @RequestParam(name = "silent", defaultValue = "false") boolean silent,
            @RequestParam(name = "anew", defaultValue = "false") boolean anew,
            @RequestParam(name = "max_age", required = false) @Nullable Long maxAge,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Demand met = silent ? demand.silently() : anew ? demand.meeting(Demand.Mode.SIGN_IN_ANEW) : demand;
        String to = ReturnTo.of(returnTo);
        Demand asked = demands.demand(stricter(met, maxAge), to, request);
        SignInStart start = party.getObject().begin(inLanguages(asked, request));
        if (start instanceof SignInStart.Ready ready) {
            cookies.keep(request, response, new PendingSignIns.Begun(ready.pending(), to));
            redirect(response, ready.location().toString());
        } else if (start instanceof SignInStart.NotNow notNow) {
            show(notNow.why(), again(to), request, response);
        }
    }

    private Demand inLanguages(Demand asked, HttpServletRequest request) {
        return asked.locales().isEmpty()
                ? asked.inLanguages(pages.languages(request).toArray(String[]::new))
                : asked;
    }

    private static Demand stricter(Demand demand, @Nullable Long maxAge) {
        StandingRequirement present = demand.standing();
        if (maxAge == null || maxAge < 0 || maxAge > Duration.ofDays(365).toSeconds()) {
            return demand;
        }
        Duration wanted = Duration.ofSeconds(maxAge);
        boolean isStricter = present == null || present.maxAge() == null || wanted.compareTo(present.maxAge()) < 0;
        return isStricter
                ? demand.require(
                        present == null
                                ? StandingRequirement.live(wanted)
                                : new StandingRequirement(present.states(), wanted))
                : demand;
    }

    private static String again(String returnTo) {
        return SIGN_IN + "?return_to=" + ReturnTo.encoded(returnTo);
    }

    /** The browser comes back. Whoever is signed in by that is an event of the application, before the browser goes on. */
    @GetMapping(CALLBACK)
    void callback(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, List<String>> parameters = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> parameters.put(name, Arrays.asList(values)));
        Optional<PendingSignIns.Begun> begun = cookies.take(request, response, request.getParameter("state"));
        if (begun.isEmpty()) {
            // Of another browser, used already, or nobody's: that an answer is for us can be told by this alone.
            show(new NotSignedIn.Refused(NotSignedIn.Refused.Fault.STATE), again("/"), request, response);
            return;
        }
        String returnTo = begun.get().returnTo();
        PendingSignIn pending = begun.get().pending();
        SignInOutcome outcome = party.getObject().finish(pending, parameters);
        if (outcome instanceof SignedIn in) {
            MusubiSession.signIn(request, in, pending.demand().standing());
            events.publishEvent(in);
            redirect(response, returnTo);
        } else if (outcome instanceof NotSignedIn why) {
            show(why, again(returnTo), request, response);
        }
    }

    /** What can be tried again later says so to programs too; what a page of the application's says is its own. */
    private void show(NotSignedIn why, String again, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean unavailable = why instanceof NotSignedIn.Unreachable
                || why instanceof NotSignedIn.ClockSetBack
                || (why instanceof NotSignedIn.ProviderRefused && why.remedy() == NotSignedIn.Remedy.LATER);
        if (unavailable) {
            response.setHeader("Retry-After", RETRY_AFTER);
        }
        response.setStatus(unavailable ? HttpServletResponse.SC_SERVICE_UNAVAILABLE : HttpServletResponse.SC_FORBIDDEN);
        pages.notSignedIn(why, again, request, response);
    }

    /** The issuer tells that a session has ended (OpenID Connect Back-Channel Logout 1.0 section 2.5). */
    @PostMapping("/musubi/backchannel-logout")
    @ResponseBody
    ResponseEntity<Void> loggedOut(@RequestParam(name = "logout_token", defaultValue = "") String token) {
        LogoutOutcome outcome = party.getObject().loggedOut(token);
        if (outcome instanceof LogoutOutcome.Ended one) {
            // Never earlier than a sign-in that was before it, whatever became of the clock.
            ended.end(one, party.getObject().clock().latest());
            return answer(HttpServletResponse.SC_OK);
        }
        boolean again = outcome instanceof LogoutOutcome.Refused refused && refused.retry();
        return answer(again ? HttpServletResponse.SC_SERVICE_UNAVAILABLE : HttpServletResponse.SC_BAD_REQUEST);
    }

    private static ResponseEntity<Void> answer(int status) {
        return ResponseEntity.status(status).header("Cache-Control", "no-store").build();
    }

    /** The holder signs out, here and, if set so, at the issuer. Only from a page of this application. */
    @PostMapping("/musubi/sign-out")
    void signOut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isFromHere(request)) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        Optional<SignedIn> in = MusubiSession.signedIn(request);
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        String next = in.filter(each -> settings.signOutEverywhere())
                .flatMap(each -> party.getObject().signOutAt(each, settings.origin() + "/"))
                .map(URI::toString)
                .orElse("/");
        redirect(response, next);
    }

    /** Browsers say by themselves where a request comes from (Fetch Metadata; Origin where they do not know it). */
    private boolean isFromHere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return site == null ? settings.origin().equals(request.getHeader("Origin")) : site.equals("same-origin");
    }

    /** Redirects by a path of ours or a whole address, as given. */
    static void redirect(HttpServletResponse response, String to) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Location", to);
    }
}
