package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever a caller does wrong at an endpoint of the protocol is said in the protocol's form, and is never our fault. */
class ProtocolFormTest extends OpenIdTest {

    private static final List<String> ENDPOINTS =
            List.of("token", "par", "introspect", "revoke", "register", "userinfo");

    private static final String FORM = "application/x-www-form-urlencoded";

    private static HttpRequest.Builder to(String endpoint) {
        return HttpRequest.newBuilder(URI.create(ISSUER + "/openid/" + endpoint));
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    /** What callers get wrong, by name. */
    private static Map<String, HttpRequest.Builder> faults(String endpoint) {
        Map<String, HttpRequest.Builder> faults = new LinkedHashMap<>();
        for (String type :
                List.of("garbage", "a/b/c", "/", ";", "text/plain", "application/json", "multipart/form-data")) {
            faults.put(
                    "Content-Type " + type,
                    to(endpoint).header("Content-Type", type).POST(body("token=x")));
        }
        faults.put("no Content-Type", to(endpoint).POST(body("token=x")));
        faults.put("no body", to(endpoint).header("Content-Type", FORM).POST(HttpRequest.BodyPublishers.noBody()));
        for (String sent : List.of("%zz", "a=%", "=", "&&&", "a=%00", "token=a%00b", "a%00=b", "a=%ED%A0%80")) {
            faults.put("form " + sent, to(endpoint).header("Content-Type", FORM).POST(body(sent)));
        }
        faults.put("parameters", to(endpoint).header("Content-Type", FORM).POST(body("a=b&".repeat(5_000))));
        faults.put("size", to(endpoint).header("Content-Type", FORM).POST(body("a=" + "b".repeat(200_000))));
        faults.put("more size", to(endpoint).header("Content-Type", FORM).POST(body("a=" + "b".repeat(300_000))));
        faults.put(
                "chunks",
                to(endpoint)
                        .header("Content-Type", FORM)
                        .POST(HttpRequest.BodyPublishers.ofInputStream(
                                () -> new java.io.ByteArrayInputStream("a=b".getBytes(StandardCharsets.US_ASCII)))));
        for (String json :
                List.of("{", "[]", "null", "{\"client_name\":\"a\\u0000b\"}", "{\"client_name\":\"\\ud800\"}")) {
            faults.put(
                    "JSON " + json,
                    to(endpoint).header("Content-Type", "application/json").POST(body(json)));
        }
        for (String method : List.of("PUT", "PATCH", "DELETE", "PURGE")) {
            faults.put(method, to(endpoint).method(method, body("")));
        }
        if (!endpoint.equals("userinfo")) {
            faults.put("GET", to(endpoint).GET());
        }
        for (String header : List.of("garbage", "Basic", "Basic !!!", "Basic YQ==", "Bearer", "Bearer a b", "DPoP x")) {
            faults.put(
                    "Authorization " + header,
                    to(endpoint)
                            .header("Content-Type", FORM)
                            .header("Authorization", header)
                            .POST(body("token=x")));
        }
        faults.put(
                "Accept",
                to(endpoint)
                        .header("Content-Type", FORM)
                        .header("Accept", "image/png")
                        .POST(body("token=x")));
        faults.put(
                "a person's Accept",
                to(endpoint)
                        .header("Content-Type", "garbage")
                        .header("Accept", "text/html")
                        .POST(body("token=x")));
        for (String proof : List.of("garbage", "a.b.c", "e30.e30.AA")) {
            faults.put(
                    "DPoP " + proof,
                    to(endpoint)
                            .header("Content-Type", FORM)
                            .header("DPoP", proof)
                            .POST(body("token=x")));
        }
        return faults;
    }

    private static HttpResponse<String> sent(HttpClient http, HttpRequest.Builder request) throws Exception {
        return http.send(request.version(HttpClient.Version.HTTP_1_1).build(), BodyHandlers.ofString());
    }

    @Test
    void whenACallerIsWrongThenItIsSaidInTheProtocolsForm() throws Exception {
        try (HttpClient http = HttpClient.newBuilder().sslContext(tls()).build()) {
            for (String endpoint : ENDPOINTS) {
                for (Map.Entry<String, HttpRequest.Builder> fault :
                        faults(endpoint).entrySet()) {
                    HttpResponse<String> answer = sent(http, fault.getValue());
                    String what = endpoint + ", " + fault.getKey() + ": " + answer.statusCode() + " " + answer.body();
                    assertThat(answer.statusCode()).as(what).isBetween(400, 499);
                    if (answer.body().isEmpty()) {
                        // RFC 6750 section 3.1: nothing was sent, so nothing is said but how.
                        assertThat(endpoint).as(what).isEqualTo("userinfo");
                        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                                .as(what)
                                .isPresent();
                        continue;
                    }
                    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                            .as(what)
                            .startsWith("application/json");
                    assertThat(parse(answer)).as(what).containsKeys("error", "error_description");
                    assertThat(member(answer, "error_description")).as(what).isNotBlank();
                }
            }
        }
    }

    /** Many ways to say a client's name with U+0000 in it. */
    @Test
    void whenAClientsNameHoldsWhatNoDatabaseHoldsThenNoSuchClientIsRegistered() {
        HttpResponse<String> form = post(
                ISSUER + "/openid/token",
                Map.of("grant_type", "authorization_code", "code", "x", "client_id", "a\0b", "client_secret", "y"),
                Map.of());
        assertThat(form.statusCode()).as(form.body()).isEqualTo(401);
        assertThat(member(form, "error")).isEqualTo("invalid_client");

        for (String name : List.of("a%00b", "a\0b")) {
            HttpResponse<String> basic = post(
                    ISSUER + "/openid/token",
                    Map.of("grant_type", "authorization_code", "code", "x"),
                    Map.of(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString((name + ":y").getBytes(StandardCharsets.UTF_8))));
            assertThat(basic.statusCode()).as(basic.body()).isEqualTo(401);
            assertThat(member(basic, "error")).isEqualTo("invalid_client");
        }

        Client nobody = new Client("a\0b", key("nobody"));
        HttpResponse<String> asserted = post(ISSUER + "/openid/par", assertion(nobody), Map.of());
        assertThat(asserted.statusCode()).as(asserted.body()).isEqualTo(401);

        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/openid/authorize?client_id=a%00b"));
        assertThat(browser.answer().statusCode()).isEqualTo(400);
        assertThat(browser.text("error-code")).isEqualTo("invalid_client");
        browser.go(
                URI.create(ISSUER + "/openid/logout?client_id=a%00b&post_logout_redirect_uri=https%3A%2F%2Fa.example"));
        assertThat(browser.answer().statusCode()).isEqualTo(400);
    }

    @Test
    void whenAProofsIdHoldsWhatNoDatabaseHoldsThenItIsTheCallersFault() {
        Client bank = bank();
        String uri = ISSUER + "/openid/token";
        String nonce = post(uri, Map.of(), Map.of("DPoP", proof(bank.key(), "POST", uri, null, null)))
                .headers()
                .firstValue("DPoP-Nonce")
                .orElseThrow();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .jwtID("a\0" + UUID.randomUUID())
                .claim("htm", "POST")
                .claim("htu", uri)
                .claim("nonce", nonce)
                .issueTime(Date.from(Instant.now()))
                .build();
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type", "authorization_code", "code", "x", "redirect_uri", REDIRECT, "code_verifier", VERIFIER));
        form.putAll(assertion(bank));
        HttpResponse<String> answer = post(uri, form, Map.of("DPoP", sign(bank.key(), "dpop+jwt", claims, true)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(member(answer, "error")).isIn("invalid_grant", "invalid_dpop_proof");
    }
}
