package dev.musubi.issuer.openid.web;

import dev.musubi.issuer.openid.authorization.SignInFlow.Step;
import dev.musubi.issuer.openid.request.RequestId;
import dev.musubi.issuer.openid.request.RequestReader;
import dev.musubi.issuer.openid.request.RequestReading;
import dev.musubi.issuer.openid.request.RequestReading.Accepted;
import dev.musubi.issuer.openid.request.WaitingRequests;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.web.Onward;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
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
    private final SignInSteps steps;
    private final Browser browser;
    private final Answers answers;

    AuthorizationPages(
            RequestReader reader, WaitingRequests waiting, SignInSteps steps, Browser browser, Answers answers) {
        this.reader = reader;
        this.waiting = waiting;
        this.steps = steps;
        this.browser = browser;
        this.answers = answers;
    }

    @GetMapping("/openid/authorize")
    String authorize(HttpServletRequest request, HttpServletResponse response, Model model) {
        Map<String, List<String>> sent = sent(request);
        Optional<String> reference = reference(sent);
        if (reference.isPresent()) {
            return steps.show(
                    waiting.bring(reference.get(), clientId(sent), browser.marks(request, response)),
                    "invalid_request_uri",
                    request,
                    response,
                    model);
        }
        return steps.proceed(reader.read(sent, false), null, request, response, model);
    }

    /**
     * The same by a form (OpenID Connect Core 1.0 section 3.1.2.1), which comes from another site's page and so without this
     * browser's cookies: it is kept for whichever browser it is, and goes on as a GET, to which they are sent.
     */
    @PostMapping("/openid/authorize")
    String authorizeByForm(HttpServletRequest request, HttpServletResponse response, Model model) {
        Map<String, List<String>> sent = sent(request);
        Optional<String> reference = reference(sent);
        if (reference.isPresent()) {
            return asGet(clientId(sent), reference.get(), response);
        }
        return switch (reader.read(sent, false)) {
            case Accepted accepted ->
                asGet(accepted.client().id(), waiting.push(accepted.client().id(), accepted.parameters()), response);
            case RequestReading.Nowhere nowhere -> answers.page(nowhere.error(), response, model);
            case RequestReading.Refused refused ->
                answers.error(refused.returnTo(), refused.error(), request, response, model);
        };
    }

    private static String asGet(String clientId, String reference, HttpServletResponse response) {
        return Answers.seeOther(
                "/openid/authorize?client_id=" + URLEncoder.encode(clientId, StandardCharsets.UTF_8) + "&request_uri="
                        + URLEncoder.encode(reference, StandardCharsets.UTF_8),
                response);
    }

    private static Map<String, List<String>> sent(HttpServletRequest request) {
        Map<String, List<String>> sent = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> sent.put(name, Arrays.asList(values)));
        return sent;
    }

    private static Optional<String> reference(Map<String, List<String>> sent) {
        List<String> reference = sent.get("request_uri");
        return reference != null && reference.size() == 1 && WaitingRequests.isReference(reference.getFirst())
                ? Optional.of(reference.getFirst())
                : Optional.empty();
    }

    private static String clientId(Map<String, List<String>> sent) {
        return sent.getOrDefault("client_id", List.of("")).getFirst();
    }

    /**
     * Goes on with a request that waits in this browser.
     *
     * @param pressed present where its holder says that what it waits for is done
     */
    @GetMapping("/openid/continue/{id}")
    String goOn(
            @PathVariable RequestId id,
            @RequestParam(name = "pressed", required = false) @Nullable String pressed,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (pressed == null) {
            return steps.show(
                    waiting.find(id, browser.marks(request, response)), "request_gone", request, response, model);
        }
        Optional<SignInSteps.Resumed> resumed = steps.resume(id, request, response);
        if (resumed.isPresent() && resumed.get().step() instanceof Step.Reissue) {
            model.addAttribute("notYet", true);
            return steps.proceed(resumed.get().accepted(), resumed.get().waiting(), request, response, model);
        }
        // What follows may end at the client.
        return Onward.ON.to("/openid/continue/" + id, response, model);
    }

    /** Whether a request that waits for a re-issue waits no longer, or is gone; for the page's script. */
    @GetMapping("/openid/continue/{id}/ready")
    @ResponseBody
    Map<String, Boolean> ready(@PathVariable RequestId id, HttpServletRequest request, HttpServletResponse response) {
        boolean waits = steps.resume(id, request, response)
                .filter(resumed -> resumed.step() instanceof Step.Reissue)
                .isPresent();
        return Map.of("ready", !waits);
    }
}
