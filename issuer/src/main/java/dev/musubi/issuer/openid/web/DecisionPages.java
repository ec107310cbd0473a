package dev.musubi.issuer.openid.web;

import dev.musubi.issuer.openid.authorization.CodeIssuance;
import dev.musubi.issuer.openid.authorization.SignInFlow.Step;
import dev.musubi.issuer.openid.request.AuthorizationError;
import dev.musubi.issuer.openid.request.RequestId;
import dev.musubi.issuer.openid.request.RequestReading.Accepted;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.signin.web.Browser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /openid/continue/…}: what a holder has to say in a sign-in: what may be told, or that it is given up. */
@Controller
final class DecisionPages {

    private final SignInSteps steps;
    private final CodeIssuance codes;
    private final PrivateIds privateIds;
    private final ConsentShown shown;
    private final Browser browser;

    DecisionPages(SignInSteps steps, CodeIssuance codes, PrivateIds privateIds, ConsentShown shown, Browser browser) {
        this.steps = steps;
        this.codes = codes;
        this.privateIds = privateIds;
        this.shown = shown;
        this.browser = browser;
    }

    /** The holder's word on what may be told. */
    @PostMapping("/openid/continue/{id}/consent")
    String consent(
            @PathVariable RequestId id,
            @RequestParam(name = "decision", required = false) @Nullable String decision,
            @RequestParam(name = "item", required = false) @Nullable List<String> chosen,
            @RequestParam(name = "remember", required = false) @Nullable String remember,
            @RequestParam(name = "monitoring", required = false) @Nullable String monitoring,
            @RequestParam(name = "shown", required = false) @Nullable String sent,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        browser.mustBeOurs(request, csrf);
        boolean agrees = "allow".equals(decision);
        Optional<SignInSteps.Resumed> resumed = steps.resume(id, request, response);
        if (resumed.isEmpty()) {
            // What was answered stays; only whoever says the same again gets the same.
            return steps.noLonger(id, each -> each.containsKey("code") == agrees, request, response, model);
        }
        Accepted accepted = resumed.get().accepted();
        if (!(resumed.get().step() instanceof Step.Ask ask)) {
            // Something changed while the page was open; see what it is.
            return steps.proceed(accepted, resumed.get().waiting(), request, response, model);
        }
        if (!agrees) {
            return steps.refuse(
                    resumed.get().waiting(),
                    accepted.returnTo(),
                    new AuthorizationError("access_denied", "The holder does not agree."),
                    request,
                    response,
                    model);
        }
        int generation = privateIds.generation(ask.session().holderId()).number();
        if (!shown.is(sent, id, accepted, ask, generation)) {
            // Somebody else signed in here, or other values stand there now: nobody agreed to that.
            return steps.proceed(accepted, resumed.get().waiting(), request, response, model);
        }
        Set<Attribute> items = EnumSet.noneOf(Attribute.class);
        items.addAll(ask.essential());
        items.addAll(Attribute.named(chosen == null ? List.of() : chosen));
        items.retainAll(ask.items());
        return steps.answer(
                accepted,
                id,
                codes.agreed(
                        accepted,
                        resumed.get().waiting(),
                        ask.session(),
                        generation,
                        items,
                        remember != null,
                        ask.monitoring() && monitoring != null),
                request,
                response,
                model);
    }

    /** The holder gives up waiting for a re-issue; the client is told why. */
    @PostMapping("/openid/continue/{id}/return")
    String giveUp(
            @PathVariable RequestId id,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        browser.mustBeOurs(request, csrf);
        Optional<SignInSteps.Resumed> resumed = steps.resume(id, request, response);
        if (resumed.isEmpty()) {
            return steps.noLonger(id, each -> each.containsKey("error"), request, response, model);
        }
        // Whom the holder never agreed to is not told how the private ID stands either.
        AuthorizationError error = resumed.get().step() instanceof Step.Reissue reissue && !reissue.first()
                ? SignInSteps.unmet(reissue)
                : new AuthorizationError("access_denied", "The holder turned back.");
        return steps.refuse(
                resumed.get().waiting(), resumed.get().accepted().returnTo(), error, request, response, model);
    }
}
