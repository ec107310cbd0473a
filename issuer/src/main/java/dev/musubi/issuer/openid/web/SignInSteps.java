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
import dev.musubi.issuer.openid.request.WaitingRequests.Absence;
import dev.musubi.issuer.openid.request.WaitingRequests.Lookup;
import dev.musubi.issuer.openid.request.WaitingRequests.Waiting;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.time.MachineClock;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/**
 * What every page of a sign-in does with its request: takes it the next step, and answers it once; the same browser asking
 * again a moment later gets the same answer.
 */
@Component
final class SignInSteps {

    private final RequestReader reader;
    private final WaitingRequests waiting;
    private final SignInFlow flow;
    private final CodeIssuance codes;
    private final Browser browser;
    private final Answers answers;
    private final ConsentPages says;
    private final MachineClock machine;

    SignInSteps(
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

    /** Goes on with what was found, or says why nothing can. */
    String show(Lookup found, String code, HttpServletRequest request, HttpServletResponse response, Model model) {
        return switch (found) {
            case Lookup.Waits(Waiting waits) -> proceed(reader.again(waits), waits, request, response, model);
            case Lookup.Answered answered -> answered(answered, code, each -> true, request, response, model);
            case Lookup.Gone(Absence why) -> gone(code, why, response, model);
        };
    }

    /**
     * The answer of a moment ago once more, for a second click: the browser may have dropped the first. Not where its code
     * was exchanged already.
     *
     * @param same whether it is what this request would be answered with
     */
    private String answered(
            Lookup.Answered answered,
            String code,
            Predicate<Map<String, String>> same,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Map<String, String> answer = answered.answer();
        String given = answer.get("code");
        boolean stands = same.test(answer) && (given == null || codes.isUnused(given));
        return stands && reader.again(answered.waiting()) instanceof Accepted accepted
                ? answers.with(accepted.returnTo(), answer, request, response, model)
                : gone(code, Absence.FINISHED, response, model);
    }

    /** A request that waits in this browser, read anew, and what comes next for it. */
    record Resumed(Waiting waiting, Accepted accepted, Step step) {}

    Optional<Resumed> resume(RequestId id, HttpServletRequest request, HttpServletResponse response) {
        return waiting.find(id, browser.marks(request, response)) instanceof Lookup.Waits(Waiting found)
                        && reader.again(found) instanceof Accepted accepted
                ? Optional.of(
                        new Resumed(found, accepted, flow.next(accepted, browser.session(request), found.cameAt())))
                : Optional.empty();
    }

    private String gone(String code, Absence why, HttpServletResponse response, Model model) {
        return answers.page(new AuthorizationError(code, why.sentence()), response, model);
    }

    /** For a form whose request waits no longer: the answer it had a moment ago, or a page that says why there is none. */
    String noLonger(
            RequestId id,
            Predicate<Map<String, String>> same,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return switch (waiting.find(id, browser.marks(request, response))) {
            case Lookup.Answered answered -> answered(answered, "request_gone", same, request, response, model);
            case Lookup.Gone(Absence why) -> gone("request_gone", why, response, model);
            case Lookup.Waits(Waiting waits) -> proceed(reader.again(waits), waits, request, response, model);
        };
    }

    String proceed(
            RequestReading reading,
            @Nullable Waiting found,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return switch (reading) {
            case RequestReading.Nowhere nowhere -> answers.page(nowhere.error(), response, model);
            case RequestReading.Refused refused ->
                refuse(found, refused.returnTo(), refused.error(), request, response, model);
            case Accepted accepted -> proceed(accepted, found, request, response, model);
        };
    }

    String proceed(
            Accepted accepted,
            @Nullable Waiting found,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Instant cameAt = found == null ? machine.instant() : found.cameAt();
        Step step = flow.next(accepted, browser.session(request), cameAt);
        Prompt prompt = accepted.request().getPrompt();
        boolean silently = prompt != null && prompt.contains(Prompt.Type.NONE);
        Optional<AuthorizationError> error = silently ? silentError(step) : Optional.empty();
        if (step instanceof Step.Impossible impossible) {
            error = Optional.of(impossible.error());
        }
        if (error.isPresent()) {
            return refuse(found, accepted.returnTo(), error.get(), request, response, model);
        }
        if (step instanceof Step.Done done) {
            RequestId waits = found == null ? null : found.id();
            return answer(accepted, waits, codes.issue(accepted, found, done), request, response, model);
        }
        RequestId id = found == null
                ? waiting.keep(accepted.client().id(), accepted.parameters(), browser.marks(request, response))
                : found.id();
        if (step instanceof Step.SignIn) {
            // A form that was sent is kept by the page it stood on.
            String kept = request.getMethod().equals("POST") ? "&kept=1" : "";
            return "redirect:/signin?to=/openid/continue/" + id + kept;
        }
        if (request.getRequestURI().equals("/openid/authorize")) {
            // So that the page can be loaded again, and its address says nothing of the request.
            return "redirect:/openid/continue/" + id;
        }
        String csrf = browser.csrf(request, response);
        return switch (step) {
            case Step.Reissue reissue -> says.reissue(accepted, reissue, id, csrf, response, model);
            case Step.Ask ask -> says.ask(accepted, ask, id, csrf, response, model);
            default -> throw new IllegalStateException("a step that was taken already");
        };
    }

    /**
     * Sends an error; with it a request that waited is answered. Not where a pushed one was merely loaded, and nobody has
     * said anything: whoever loaded it may not be who it is for.
     */
    String refuse(
            @Nullable Waiting found,
            RequestReading.ReturnTo to,
            AuthorizationError error,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        boolean onlyLoaded =
                found != null && found.pushed() && request.getMethod().equals("GET");
        return found == null || onlyLoaded || waiting.complete(found, error.parameters())
                ? answers.error(to, error, request, response, model)
                : noLonger(found.id(), each -> true, request, response, model);
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

    static AuthorizationError unmet(Step.Reissue reissue) {
        return new AuthorizationError(
                "standing_not_met",
                reissue.why() + ": the private ID does not stand as demanded; ask again without prompt=none.");
    }

    String answer(
            Accepted accepted,
            @Nullable RequestId waits,
            CodeIssuance.Issued issued,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return switch (issued) {
            case CodeIssuance.Issued.Code(String code) ->
                answers.with(accepted.returnTo(), Map.of("code", code), request, response, model);
            case CodeIssuance.Issued.Ended(AuthorizationError error) ->
                answers.error(accepted.returnTo(), error, request, response, model);
            case CodeIssuance.Issued.Gone gone ->
                noLonger(Objects.requireNonNull(waits), each -> each.containsKey("code"), request, response, model);
            // It waits as before: the page is shown again, with what stands there now.
            case CodeIssuance.Issued.Changed changed ->
                noLonger(Objects.requireNonNull(waits), each -> false, request, response, model);
        };
    }
}
