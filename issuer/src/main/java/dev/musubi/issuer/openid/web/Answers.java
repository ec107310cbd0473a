package dev.musubi.issuer.openid.web;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.ResponseMode;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.client.ClientProfile;
import dev.musubi.issuer.openid.keys.Signer;
import dev.musubi.issuer.openid.request.AuthorizationError;
import dev.musubi.issuer.openid.request.RequestReading.ReturnTo;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.OutwardClaims;
import dev.musubi.issuer.relyingparty.Own;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.web.Onward;
import dev.musubi.issuer.web.PageHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/**
 * Sends the answer to an authorization request back through the browser: in the query, as a form, or signed (JARM), and
 * always with {@code iss} (RFC 9207). In answer to a form it is a page of ours that leads there.
 */
@Component
final class Answers {

    private static final Duration SIGNED_FOR = Duration.ofMinutes(10);

    private final Signer signer;
    private final OpenIdSettings settings;
    private final MachineClock machine;

    Answers(Signer signer, OpenIdSettings settings, MachineClock machine) {
        this.signer = signer;
        this.settings = settings;
        this.machine = machine;
    }

    /** An answer with these parameters. */
    String with(
            ReturnTo to,
            Map<String, String> parameters,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return send(to, new LinkedHashMap<>(parameters), request, response, model);
    }

    /** An error. */
    String error(
            ReturnTo to,
            AuthorizationError error,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return send(to, error.parameters(), request, response, model);
    }

    /** A page for the person at the browser, where nobody else can be told. */
    String page(AuthorizationError error, HttpServletResponse response, Model model) {
        PageHeaders.set(response);
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        model.addAttribute("code", error.code());
        model.addAttribute("description", error.description());
        return "openid-error";
    }

    private String send(
            ReturnTo to,
            Map<String, String> parameters,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        String state = to.state();
        if (state != null) {
            parameters.put("state", state);
        }
        ResponseMode mode = to.mode();
        boolean signed = (mode != null && mode.getValue().endsWith("jwt"))
                || to.client().profile() == ClientProfile.FAPI2_MESSAGE_SIGNING;
        Map<String, String> sent = parameters;
        if (signed) {
            sent = Map.of("response", sign(to, parameters));
        } else {
            parameters.put("iss", settings.issuer().toString());
        }
        if (mode != null && mode.getValue().startsWith("form_post")) {
            PageHeaders.setForAnswerByForm(response);
            model.addAttribute("action", to.redirectUri().toString());
            model.addAttribute("fields", sent);
            return "form-post";
        }
        String address = withQuery(to.redirectUri(), sent);
        return request.getMethod().equals("POST")
                ? Onward.BACK.to(address, response, model)
                : seeOther(address, response);
    }

    /** A redirect that makes a GET of whatever it answers (RFC 9110 section 15.4.4). */
    static String seeOther(String address, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", address);
        return "nothing";
    }

    private String sign(ReturnTo to, Map<String, String> parameters) {
        JWSAlgorithm registered = to.client().metadata().getAuthorizationJWSAlg();
        Instant now = machine.instant();
        OutwardClaims claims = new OutwardClaims()
                .with("iss", Coarse.fixed(settings.issuer().toString()))
                .with("aud", Own.of(to.client().id()))
                .with("exp", Own.numericDate(now.plus(SIGNED_FOR)));
        // A code made for this very request, an error of it, and the state it came with.
        parameters.forEach((name, value) -> claims.with(name, Own.of(value)));
        return signer.sign(registered == null ? JWSAlgorithm.ES256 : registered, null, claims)
                .serialize();
    }

    private static String withQuery(URI uri, Map<String, String> parameters) {
        StringBuilder address = new StringBuilder(uri.toString());
        char separator = uri.getRawQuery() == null ? '?' : '&';
        for (Map.Entry<String, String> each : parameters.entrySet()) {
            address.append(separator)
                    .append(each.getKey())
                    .append('=')
                    .append(URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        return address.toString();
    }
}
