package dev.musubi.issuer.openid.web;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.JakartaServletUtils;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.relyingparty.OutwardClaims;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import net.minidev.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Where the endpoints are, on either door, and how they speak. */
@Component
final class Endpoints {

    private static final int LONGEST_BODY = 64 * 1024;

    private final OpenIdSettings settings;

    Endpoints(OpenIdSettings settings) {
        this.settings = settings;
    }

    /** An endpoint at the residents' door. */
    URI at(String path) {
        return URI.create(settings.issuer() + path);
    }

    /** The same at the relying parties' door, for client certificates. */
    URI withMutualTls(String path) {
        return URI.create(settings.mutualTls() + path);
    }

    /** The address a request was sent to, as the client knows it. */
    URI of(HttpServletRequest request) {
        URI mutual = settings.mutualTls();
        boolean isMutual = request.getServerPort() == port(mutual)
                && request.getServerName().equalsIgnoreCase(mutual.getHost())
                && !settings.issuer().getAuthority().equals(mutual.getAuthority());
        return isMutual ? withMutualTls(request.getRequestURI()) : at(request.getRequestURI());
    }

    private static int port(URI uri) {
        return uri.getPort() == -1 ? 443 : uri.getPort();
    }

    /** A request as the SDK reads it. */
    HTTPRequest read(HttpServletRequest request) {
        try {
            return JakartaServletUtils.createHTTPRequest(request, LONGEST_BODY);
        } catch (IOException tooLongOrBroken) {
            throw new ProblemException(413, "too_large", "A request to this endpoint is at most 64 KiB.");
        }
    }

    /** An answer to a client about a holder. */
    static ResponseEntity<String> json(int status, OutwardClaims claims) {
        return json(status, claims.json());
    }

    /** An answer in JSON that is about no holder: metadata, registrations, errors. */
    static ResponseEntity<String> json(int status, Map<String, ?> body) {
        return ResponseEntity.status(status)
                .header("Pragma", "no-cache")
                .contentType(MediaType.APPLICATION_JSON)
                .body(JSONObject.toJSONString(body));
    }

    /** An error of RFC 6749 section 5.2. */
    static ResponseEntity<String> error(int status, String code, String description) {
        return json(status, Map.of("error", code, "error_description", description));
    }

    /** The SDK's error, without its words, which may quote what was sent. */
    static ResponseEntity<String> malformed(@Nullable ErrorObject error) {
        String code = error == null || error.getCode() == null ? "invalid_request" : error.getCode();
        return error(400, code, "The request is not one this endpoint takes; see its reference page.");
    }

    /** The client did not prove to be who it says it is. */
    static ResponseEntity<String> clientUnknown(boolean byHeader) {
        ResponseEntity.BodyBuilder builder = ResponseEntity.status(401).contentType(MediaType.APPLICATION_JSON);
        if (byHeader) {
            builder.header("WWW-Authenticate", "Basic realm=\"musubi\"");
        }
        return builder.body(JSONObject.toJSONString(Map.of(
                "error",
                "invalid_client",
                "error_description",
                "The client is not registered, or did not prove who it is by the method it registered.")));
    }
}
