package dev.musubi.app.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A resident's app: applies for a private ID with the resident's virtual phone, and shows its state. */
public final class HolderApp {

    private final JsonHttp http;
    private final Sandbox sandbox;
    private final String residentId;
    private @Nullable String access;
    private @Nullable String signInCode;

    /** For one resident. */
    public HolderApp(URI issuer, Path serverCertificate, Sandbox sandbox, String residentId) {
        this.http = new JsonHttp(issuer, Tls.context(serverCertificate, null));
        this.sandbox = sandbox;
        this.residentId = residentId;
    }

    /** Which resident's app it is. */
    public String residentId() {
        return residentId;
    }

    /** Asks for an application to sign. */
    public Reply apply(boolean latestAttributes) {
        return http.send("POST", "/v1/issuance-applications", Map.of("latest_attributes", latestAttributes), null)
                .expect(201);
    }

    /** Sends what was signed; on success keeps the token that lets this app in. */
    public Reply submit(String applicationId, String signed, @Nullable String signedConsent) {
        Map<String, Object> body = new HashMap<>(Map.of("application", signed));
        if (signedConsent != null) {
            body.put("latest_attributes_consent", signedConsent);
        }
        Reply reply = http.send("POST", "/v1/issuance-applications/" + applicationId + "/signature", body, null);
        if (reply.status() == 201) {
            access = reply.text("access");
            signInCode = reply.text("sign_in_code");
        }
        return reply;
    }

    /** Applies, signs with the phone, sends: the whole tap. */
    public Reply enrol(boolean latestAttributes) {
        Reply application = apply(latestAttributes);
        String signed = sandbox.sign(residentId, application.text("document"), application.text("type"))
                .expect(200)
                .text("signed");
        String consent = latestAttributes
                ? sandbox.sign(residentId, application.text("consent_document"), application.text("consent_type"))
                        .expect(200)
                        .text("signed")
                : null;
        return submit(application.text("application_id"), signed, consent);
    }

    /** The code that the app showed after the last signature, to be typed where the holder signs in. */
    public String signInCode() {
        if (signInCode == null) {
            throw new IllegalStateException("nothing was signed yet");
        }
        return signInCode;
    }

    /** The state of the private ID, why, and what to do. */
    public Reply state() {
        return http.send("GET", "/v1/holder/private-id", null, access);
    }

    /** The holder's own attributes. */
    public Reply attributes() {
        return http.send("GET", "/v1/holder/attributes", null, access);
    }

    /** The holder's history. */
    public Reply history() {
        return http.send("GET", "/v1/holder/history", null, access);
    }

    /** Allows a relying party to learn attributes; gives a code to carry there. */
    public Reply allow(String relyingParty, String purpose, List<String> items) {
        return http.send(
                "POST",
                "/v1/holder/disclosures",
                Map.of("relying_party", relyingParty, "purpose", purpose, "items", items),
                access);
    }

    /** Any other request of this app. */
    public Reply send(String method, String path, @Nullable Object body) {
        return http.send(method, path, body, access);
    }
}
