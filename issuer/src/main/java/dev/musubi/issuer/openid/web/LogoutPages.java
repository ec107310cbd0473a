package dev.musubi.issuer.openid.web;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.grant.SessionIds;
import dev.musubi.issuer.openid.keys.Signer;
import dev.musubi.issuer.openid.request.AuthorizationError;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.web.PageHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /openid/logout} (OpenID Connect RP-Initiated Logout 1.0): signs the holder out of this browser, at once where the
 * relying party shows an ID token of this very session, and after a question where it does not.
 */
@Controller
final class LogoutPages {

    private final Browser browser;
    private final ClientRegistry clients;
    private final Signer signer;
    private final SessionIds sessionIds;
    private final Answers answers;

    LogoutPages(Browser browser, ClientRegistry clients, Signer signer, SessionIds sessionIds, Answers answers) {
        this.browser = browser;
        this.clients = clients;
        this.signer = signer;
        this.sessionIds = sessionIds;
        this.answers = answers;
    }

    @RequestMapping(
            path = "/openid/logout",
            method = {RequestMethod.GET, RequestMethod.POST})
    String logout(
            @RequestParam(name = "id_token_hint", required = false) @Nullable String hint,
            @RequestParam(name = "client_id", required = false) @Nullable String clientId,
            @RequestParam(name = "post_logout_redirect_uri", required = false) @Nullable String to,
            @RequestParam(name = "state", required = false) @Nullable String state,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<JWTClaimsSet> hinted = hint == null ? Optional.empty() : signer.own(hint);
        String named = hinted.flatMap(claims -> claims.getAudience().stream().findFirst())
                .orElse(null);
        boolean foreign = named != null && clientId != null && !named.equals(clientId);
        if ((hint != null && named == null) || foreign) {
            return answers.page(
                    new AuthorizationError("invalid_request", "id_token_hint is no ID token of ours to this client."),
                    response,
                    model);
        }
        String by = named == null ? clientId : named;
        Optional<OpenIdClient> client = by == null ? Optional.empty() : clients.find(by);
        if (to != null && client.filter(each -> isRegistered(each, to)).isEmpty()) {
            return answers.page(
                    new AuthorizationError(
                            "invalid_request", "post_logout_redirect_uri is not one the client registered."),
                    response,
                    model);
        }
        String next = to == null ? null : withState(to, state);
        Optional<BrowserSession> session = browser.session(request);
        boolean certain = session.map(present -> isOf(present, client, hinted)).orElse(true);
        if (!certain) {
            PageHeaders.set(response);
            model.addAttribute("csrf", browser.csrf(request, response));
            model.addAttribute("client", by);
            model.addAttribute("to", to);
            model.addAttribute("state", state);
            return "logout";
        }
        browser.signOut(request, response);
        return done(next, response);
    }

    /** True if the relying party showed an ID token of this very session. */
    private boolean isOf(BrowserSession session, Optional<OpenIdClient> client, Optional<JWTClaimsSet> hinted) {
        return client.isPresent()
                && hinted.filter(claims -> sessionIds
                                .of(session.sessionId(), client.get().id())
                                .equals(claims.getClaim("sid")))
                        .isPresent();
    }

    @PostMapping("/openid/logout/confirmed")
    String confirmed(
            @RequestParam(name = "client", required = false) @Nullable String clientId,
            @RequestParam(name = "to", required = false) @Nullable String to,
            @RequestParam(name = "state", required = false) @Nullable String state,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        browser.mustBeOurs(request, csrf);
        browser.signOut(request, response);
        boolean registered = clientId != null
                && to != null
                && clients.find(clientId).filter(each -> isRegistered(each, to)).isPresent();
        if (registered && to != null) {
            // By a page: browsers hold a redirect after a form to the form's own rules.
            PageHeaders.set(response);
            model.addAttribute("to", withState(to, state));
            return "signed-out";
        }
        return done(null, response);
    }

    private static String done(@Nullable String next, HttpServletResponse response) {
        if (next != null) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", next);
            return "nothing";
        }
        PageHeaders.set(response);
        return "signed-out";
    }

    private static boolean isRegistered(OpenIdClient client, String uri) {
        return client.metadata().getPostLogoutRedirectionURIs() != null
                && client.metadata().getPostLogoutRedirectionURIs().stream()
                        .map(URI::toString)
                        .anyMatch(uri::equals);
    }

    private static String withState(String uri, @Nullable String state) {
        return state == null
                ? uri
                : uri + (uri.contains("?") ? '&' : '?') + "state=" + URLEncoder.encode(state, StandardCharsets.UTF_8);
    }
}
