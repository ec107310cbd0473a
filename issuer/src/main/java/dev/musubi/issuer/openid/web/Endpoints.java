package dev.musubi.issuer.openid.web;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.JakartaServletUtils;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.request.ParseFaults;
import dev.musubi.issuer.relyingparty.OutwardClaims;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import net.minidev.json.JSONObject;
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
        } catch (IllegalArgumentException malformed) {
            throw new ProblemException(400, "malformed_request", "Content-Type is not a media type.");
        }
    }

    /** The same for a method that the SDK does not know, as which it cannot be read: whoever asks goes by the request's own. */
    HTTPRequest readAnyMethod(HttpServletRequest request) {
        return request.getMethod().equals("PATCH")
                ? read(new HttpServletRequestWrapper(request) {
                    @Override
                    public String getMethod() {
                        return "POST";
                    }
                })
                : read(request);
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

    /** What does not parse, without the SDK's words, which may quote what was sent. */
    static ResponseEntity<String> malformed(ParseException fault) {
        ErrorObject error = fault.getErrorObject();
        String code = error == null || error.getCode() == null ? "invalid_request" : error.getCode();
        return error(400, code, ParseFaults.sentence(fault, "The request does not parse."));
    }

    /** The client did not prove to be who it says it is; {@code why}, as far as it may be told. */
    static ResponseEntity<String> clientUnknown(boolean byHeader, String why) {
        ResponseEntity.BodyBuilder builder = ResponseEntity.status(401).contentType(MediaType.APPLICATION_JSON);
        if (byHeader) {
            builder.header("WWW-Authenticate", "Basic realm=\"musubi\"");
        }
        return builder.body(JSONObject.toJSONString(Map.of("error", "invalid_client", "error_description", why)));
    }

    /** Whether a form says in no way whose it is. */
    static boolean isUnauthenticated(HTTPRequest http) {
        return http.getAuthorization() == null
                && http.getBody() != null
                && Stream.of("client_id", "client_secret", "client_assertion")
                        .noneMatch(each -> http.getBody().contains(each + "="));
    }

    /** The same where what it sent for that does not parse. */
    static ResponseEntity<String> clientUnknown(HTTPRequest http) {
        return clientUnknown(
                http.getAuthorization() != null,
                http.getAuthorization() != null
                        ? "The client authentication in the header Authorization does not parse."
                        : isUnauthenticated(http)
                                ? "No client authentication was sent."
                                : "The client authentication in the form does not parse, or is incomplete.");
    }
}
