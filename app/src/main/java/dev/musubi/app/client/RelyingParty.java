package dev.musubi.app.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A relying party's server: asks for standing and for decisions, demands re-issue, redeems what holders bring. */
public final class RelyingParty {

    private final JsonHttp http;
    private final String id;

    /** With its client key. */
    public RelyingParty(String id, URI issuer, Path serverCertificate, @Nullable KeyStore key) {
        this.id = id;
        this.http = new JsonHttp(issuer, Tls.context(serverCertificate, key));
    }

    /** Its id at the issuer. */
    public String id() {
        return id;
    }

    /** Redeems a holder's code. */
    public Reply redeem(String code) {
        return http.send("POST", "/v1/disclosures", Map.of("code", code), null);
    }

    /** Does the private ID still stand? */
    public Reply standing(String subject, @Nullable String maxAge) {
        String path = "/v1/standing/" + URLEncoder.encode(subject, StandardCharsets.UTF_8);
        return http.send("GET", maxAge == null ? path : path + "?max_age=" + maxAge, null, null);
    }

    /** Demands a re-issue; the holder comes back to {@code returnUri}. */
    public Reply demandReissue(String subject, String returnUri) {
        return http.send("POST", "/v1/reissue-demands", Map.of("subject", subject, "return_uri", returnUri), null);
    }

    /** What became of a demand. */
    public Reply demand(String demand) {
        return http.send("GET", "/v1/reissue-demands/" + URLEncoder.encode(demand, StandardCharsets.UTF_8), null, null);
    }

    /** Does the private ID suffice for a procedure? */
    public Reply decide(String subject, String procedure) {
        return http.send("POST", "/v1/assurance/decisions", Map.of("subject", subject, "procedure", procedure), null);
    }

    /** Any other request. */
    public Reply send(String method, String path, @Nullable Object body) {
        return http.send(method, path, body, null);
    }
}
