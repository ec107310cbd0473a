package dev.musubi.issuer.openid.web;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.grant.SessionIds;
import dev.musubi.issuer.openid.keys.Signer;
import dev.musubi.issuer.openid.request.AuthorizationError;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.vault.SealedTokens;
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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /openid/logout} (OpenID Connect RP-Initiated Logout 1.0): signs the holder out of this browser, at once where the
 * relying party shows an ID token of this very session, and after a question where it does not.
 */
@Controller
final class LogoutPages {

    private static final String CARRIED = "logout-request";
    private static final int LONGEST_CARRIED = 8 * 1024;

    private final Browser browser;
    private final ClientRegistry clients;
    private final Signer signer;
    private final SessionIds sessionIds;
    private final Answers answers;
    private final SealedTokens tokens;

    LogoutPages(
            Browser browser,
            ClientRegistry clients,
            Signer signer,
            SessionIds sessionIds,
            Answers answers,
            SealedTokens tokens) {
        this.browser = browser;
        this.clients = clients;
        this.signer = signer;
        this.sessionIds = sessionIds;
        this.answers = answers;
        this.tokens = tokens;
    }

    /** What a relying party asked for. */
    private record Asked(
            @Nullable String hint,
            @Nullable String clientId,
            @Nullable String to,
            @Nullable String state) {}

    @GetMapping("/openid/logout")
    String logout(
            @RequestParam(name = "id_token_hint", required = false) @Nullable String hint,
            @RequestParam(name = "client_id", required = false) @Nullable String clientId,
            @RequestParam(name = "post_logout_redirect_uri", required = false) @Nullable String to,
            @RequestParam(name = "state", required = false) @Nullable String state,
            @RequestParam(name = "carried", required = false) @Nullable String carried,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Asked asked = new Asked(hint, clientId, to, state);
        return signOut(carried == null ? asked : opened(carried).orElse(asked), request, response, model);
    }

    /**
     * The same by a form (RP-Initiated Logout 1.0 section 2). From a page of another site it comes without this browser's
     * cookies, so that nobody seems to be signed in: it goes on as a GET, to which they are sent. What was asked for goes
     * along sealed, since an ID token tells who somebody is and addresses are written down.
     */
    @PostMapping("/openid/logout")
    String logoutByForm(
            @RequestParam(name = "id_token_hint", required = false) @Nullable String hint,
            @RequestParam(name = "client_id", required = false) @Nullable String clientId,
            @RequestParam(name = "post_logout_redirect_uri", required = false) @Nullable String to,
            @RequestParam(name = "state", required = false) @Nullable String state,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Asked asked = new Asked(hint, clientId, to, state);
        if (!browser.isFromElsewhere(request)) {
            return signOut(asked, request, response, model);
        }
        String sealed = tokens.seal(CARRIED, StoredJson.bytes(asked));
        return sealed.length() > LONGEST_CARRIED
                ? refuse("The request is longer than can be carried on.", response, model)
                : Answers.seeOther("/openid/logout?carried=" + sealed, response);
    }

    private Optional<Asked> opened(String carried) {
        return tokens.open(CARRIED, carried).map(json -> StoredJson.read(json, Asked.class, 1));
    }

    private String refuse(String description, HttpServletResponse response, Model model) {
        return answers.page(new AuthorizationError("invalid_request", description), response, model);
    }

    private String signOut(Asked asked, HttpServletRequest request, HttpServletResponse response, Model model) {
        String hint = asked.hint();
        Optional<JWTClaimsSet> hinted = hint == null ? Optional.empty() : signer.own(hint);
        String named = hinted.flatMap(claims -> claims.getAudience().stream().findFirst())
                .orElse(null);
        if (hint != null && named == null) {
            return refuse("id_token_hint is not an ID token of ours.", response, model);
        }
        if (named != null && asked.clientId() != null && !named.equals(asked.clientId())) {
            return refuse("id_token_hint was issued to another client than client_id names.", response, model);
        }
        String by = named == null ? asked.clientId() : named;
        Optional<OpenIdClient> client = by == null ? Optional.empty() : clients.find(by);
        String to = asked.to();
        if (to != null && client.filter(each -> isRegistered(each, to)).isEmpty()) {
            return refuse(
                    by == null
                            ? "post_logout_redirect_uri came with neither id_token_hint nor client_id to say whose it is."
                            : client.isEmpty()
                                    ? "The client is not registered here."
                                    : "This post_logout_redirect_uri is not among those the client registered.",
                    response,
                    model);
        }
        String next = to == null ? null : withState(to, asked.state());
        Optional<BrowserSession> session = browser.session(request);
        boolean certain = session.map(present -> isOf(present, client, hinted)).orElse(true);
        if (!certain) {
            PageHeaders.set(response);
            model.addAttribute("csrf", browser.csrf(request, response));
            model.addAttribute("client", by);
            model.addAttribute("to", to);
            model.addAttribute("state", asked.state());
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
            PageHeaders.set(response);
            model.addAttribute("to", withState(to, state));
            return "signed-out";
        }
        return done(null, response);
    }

    private static String done(@Nullable String next, HttpServletResponse response) {
        if (next != null) {
            return Answers.seeOther(next, response);
        }
        PageHeaders.set(response);
        return "signed-out";
    }

    private static boolean isRegistered(OpenIdClient client, String uri) {
        try {
            return client.leadsOnTo(URI.create(uri));
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    private static String withState(String uri, @Nullable String state) {
        return state == null
                ? uri
                : uri + (uri.contains("?") ? '&' : '?') + "state=" + URLEncoder.encode(state, StandardCharsets.UTF_8);
    }
}
