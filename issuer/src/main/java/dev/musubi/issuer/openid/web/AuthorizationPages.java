package dev.musubi.issuer.openid.web;

import com.nimbusds.openid.connect.sdk.Prompt;
import dev.musubi.issuer.openid.authorization.CodeIssuance;
import dev.musubi.issuer.openid.authorization.SignInFlow;
import dev.musubi.issuer.openid.authorization.SignInFlow.Step;
import dev.musubi.issuer.openid.request.AuthorizationError;
import dev.musubi.issuer.openid.request.RequestId;
import dev.musubi.issuer.openid.request.RequestReader;
import dev.musubi.issuer.openid.request.RequestReading;
import dev.musubi.issuer.openid.request.RequestReading.Accepted;
import dev.musubi.issuer.openid.request.WaitingRequests;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.time.MachineClock;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * {@code /openid/authorize} and the pages that follow it: a request comes in, waits in the browser for whatever its holder
 * has to do, and is answered (OpenID Connect Core 1.0 section 3.1.2).
 */
@Controller
final class AuthorizationPages {

    private final RequestReader reader;
    private final WaitingRequests waiting;
    private final SignInFlow flow;
    private final CodeIssuance codes;
    private final Browser browser;
    private final Answers answers;
    private final ConsentPages says;
    private final MachineClock machine;

    AuthorizationPages(
            RequestReader reader,
            WaitingRequests waiting,
            SignInFlow flow,
            CodeIssuance codes,
            Browser browser,
            Answers answers,
            ConsentPages says,
            MachineClock machine) {
        this.reader = reader;
        this.waiting = waiting;
        this.flow = flow;
        this.codes = codes;
        this.browser = browser;
        this.answers = answers;
        this.says = says;
        this.machine = machine;
    }

    @RequestMapping(
            path = "/openid/authorize",
            method = {RequestMethod.GET, RequestMethod.POST})
    String authorize(HttpServletRequest request, HttpServletResponse response, Model model) {
        Map<String, List<String>> sent = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> sent.put(name, Arrays.asList(values)));
        String browserId = browser.idOf(request, response);
        List<String> reference = sent.get("request_uri");
        if (reference != null && reference.size() == 1 && WaitingRequests.isReference(reference.getFirst())) {
            List<String> clientId = sent.getOrDefault("client_id", List.of(""));
            return waiting.bring(reference.getFirst(), clientId.getFirst(), browserId)
                    .map(found -> proceed(reader.again(found), found, request, response, model))
                    .orElseGet(() -> answers.page(
                            new AuthorizationError(
                                    "invalid_request_uri", "This link was used already, or is too old. Start again."),
                            response,
                            model));
        }
        return proceed(reader.read(sent, false), null, request, response, model);
    }

    /** Goes on with a request that waits in this browser. */
    @GetMapping("/openid/continue/{id}")
    String goOn(@PathVariable RequestId id, HttpServletRequest request, HttpServletResponse response, Model model) {
        return waiting.find(id, browser.idOf(request, response))
                .map(found -> proceed(reader.again(found), found, request, response, model))
                .orElseGet(() -> gone(response, model));
    }

    /** Whether a request that waits for a re-issue waits no longer, or is gone; for the page's script. */
    @GetMapping("/openid/continue/{id}/ready")
    @ResponseBody
    Map<String, Boolean> ready(@PathVariable RequestId id, HttpServletRequest request, HttpServletResponse response) {
        boolean waits = resume(id, request, response)
                .filter(resumed -> resumed.step() instanceof Step.Reissue)
                .isPresent();
        return Map.of("ready", !waits);
    }

    /** A request that waits in this browser, read anew, and what comes next for it. */
    private record Resumed(WaitingRequests.Waiting waiting, Accepted accepted, Step step) {}

    private Optional<Resumed> resume(RequestId id, HttpServletRequest request, HttpServletResponse response) {
        return waiting.find(id, browser.idOf(request, response))
                .flatMap(found -> reader.again(found) instanceof Accepted accepted
                        ? Optional.of(new Resumed(
                                found, accepted, flow.next(accepted, browser.session(request), found.createdAt())))
                        : Optional.empty());
    }

    private String gone(HttpServletResponse response, Model model) {
        return answers.page(
                new AuthorizationError(
                        "request_gone", "This sign-in was finished already, or is too old. Start again."),
                response,
                model);
    }

    private String proceed(
            RequestReading reading,
            WaitingRequests.@Nullable Waiting found,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return switch (reading) {
            case RequestReading.Nowhere nowhere -> answers.page(nowhere.error(), response, model);
            case RequestReading.Refused refused -> {
                if (found != null) {
                    waiting.complete(found.id());
                }
                yield answers.error(refused.returnTo(), refused.error(), response, model);
            }
            case Accepted accepted -> proceed(accepted, found, request, response, model);
        };
    }

    private String proceed(
            Accepted accepted,
            WaitingRequests.@Nullable Waiting found,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Instant cameAt = found == null ? machine.instant() : found.createdAt();
        Step step = flow.next(accepted, browser.session(request), cameAt);
        Prompt prompt = accepted.request().getPrompt();
        boolean silently = prompt != null && prompt.contains(Prompt.Type.NONE);
        Optional<AuthorizationError> error = silently ? silentError(step) : Optional.empty();
        if (step instanceof Step.Impossible impossible) {
            error = Optional.of(impossible.error());
        }
        if (error.isPresent()) {
            return finish(found)
                    ? answers.error(accepted.returnTo(), error.get(), response, model)
                    : gone(response, model);
        }
        if (step instanceof Step.Done done) {
            return answer(accepted, codes.issue(accepted, found == null ? null : found.id(), done), response, model);
        }
        RequestId id = found == null
                ? waiting.keep(accepted.client().id(), accepted.parameters(), browser.idOf(request, response))
                : found.id();
        if (step instanceof Step.SignIn) {
            return "redirect:/signin?to=/openid/continue/" + id;
        }
        if (request.getRequestURI().equals("/openid/authorize")) {
            // So that the page can be loaded again, and its address says nothing of the request.
            return "redirect:/openid/continue/" + id;
        }
        String csrf = browser.csrf(request, response);
        return switch (step) {
            case Step.Reissue reissue -> {
                model.addAttribute("card", browser.card(request, response));
                yield says.reissue(accepted, reissue, id, csrf, response, model);
            }
            case Step.Ask ask -> says.ask(accepted, ask, id, csrf, response, model);
            default -> throw new IllegalStateException("a step that was taken already");
        };
    }

    private boolean finish(WaitingRequests.@Nullable Waiting found) {
        return found == null || waiting.complete(found.id());
    }

    /** What a client that wants no page shown is told instead of one. */
    private static Optional<AuthorizationError> silentError(Step step) {
        return switch (step) {
            case Step.SignIn signIn ->
                Optional.of(new AuthorizationError("login_required", "The holder has to sign in."));
            case Step.Reissue reissue -> Optional.of(unmet(reissue));
            case Step.Ask ask ->
                Optional.of(new AuthorizationError("consent_required", "The holder has to be asked what may be told."));
            case Step.Done done -> Optional.empty();
            case Step.Impossible impossible -> Optional.of(impossible.error());
        };
    }

    private static AuthorizationError unmet(Step.Reissue reissue) {
        return new AuthorizationError(
                "standing_not_met",
                reissue.why() + ": the private ID does not stand as demanded; ask again without prompt=none.");
    }

    private String answer(Accepted accepted, CodeIssuance.Issued issued, HttpServletResponse response, Model model) {
        return switch (issued) {
            case CodeIssuance.Issued.Code(String code) -> answers.code(accepted.returnTo(), code, response, model);
            case CodeIssuance.Issued.Ended ended ->
                answers.error(
                        accepted.returnTo(),
                        new AuthorizationError("login_required", "The holder signed out meanwhile, or took it back."),
                        response,
                        model);
            case CodeIssuance.Issued.Gone gone -> gone(response, model);
        };
    }

    /** The holder's word on what may be told. */
    @PostMapping("/openid/continue/{id}/consent")
    String consent(
            @PathVariable RequestId id,
            @RequestParam(name = "decision", required = false) @Nullable String decision,
            @RequestParam(name = "item", required = false) @Nullable List<String> chosen,
            @RequestParam(name = "remember", required = false) @Nullable String remember,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        browser.mustBeOurs(request, csrf);
        Optional<Resumed> resumed = resume(id, request, response);
        if (resumed.isEmpty()) {
            return gone(response, model);
        }
        Accepted accepted = resumed.get().accepted();
        if (!(resumed.get().step() instanceof Step.Ask ask)) {
            // Something changed while the page was open; see what it is.
            return proceed(accepted, resumed.get().waiting(), request, response, model);
        }
        if (!"allow".equals(decision)) {
            return waiting.complete(id)
                    ? answers.error(
                            accepted.returnTo(),
                            new AuthorizationError("access_denied", "The holder does not agree."),
                            response,
                            model)
                    : gone(response, model);
        }
        Set<Attribute> items = EnumSet.noneOf(Attribute.class);
        items.addAll(ask.essential());
        items.addAll(Attribute.named(chosen == null ? List.of() : chosen));
        items.retainAll(ask.items());
        return answer(accepted, codes.agreed(accepted, id, ask.session(), items, remember != null), response, model);
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
        Optional<Resumed> resumed = resume(id, request, response);
        if (resumed.isEmpty() || !waiting.complete(id)) {
            return gone(response, model);
        }
        // Whom the holder never agreed to is not told how the private ID stands either.
        AuthorizationError error = resumed.get().step() instanceof Step.Reissue reissue && !reissue.first()
                ? unmet(reissue)
                : new AuthorizationError("access_denied", "The holder turned back.");
        return answers.error(resumed.get().accepted().returnTo(), error, response, model);
    }
}
