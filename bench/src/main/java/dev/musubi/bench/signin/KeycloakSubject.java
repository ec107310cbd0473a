package dev.musubi.bench.signin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Keycloak as the peer: the same flow with a password in the place of the passkey, which is its usual way. It has to run
 * already, with the realm that {@link #writeRealm} writes.
 */
final class KeycloakSubject implements Subject {

    private static final String REDIRECT = "https://bench.example/callback";
    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more-0123456789";
    private static final String CHALLENGE = "yB8zMxP5pvEGWsAeXYh4KmdVglmNgpK_rnqQ8MHGeQI";
    private static final String SECRET = "bench-secret";
    private static final String PASSWORD = "Bench-password-1";
    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");
    private static final Pattern ACCESS = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final Pattern REFRESH = Pattern.compile("\"refresh_token\":\"([^\"]+)\"");

    private final HttpClient http;
    private final String base;
    private final String authorization =
            "Basic " + Base64.getEncoder().encodeToString(("bench:" + SECRET).getBytes(StandardCharsets.US_ASCII));
    private final List<String> refreshTokens = new ArrayList<>();

    /** At a realm's address, for example {@code http://127.0.0.1:8180/realms/bench}. */
    KeycloakSubject(HttpClient http, String realm, int users) {
        this.http = http;
        this.base = realm + "/protocol/openid-connect";
        for (int user = 0; user < users; user++) {
            refreshTokens.add(Visitor.found(REFRESH, authenticate(new Visitor(http), user)));
        }
    }

    /** Writes a realm to import: the client, and that many people. */
    static void writeRealm(Path file, int users) throws IOException {
        StringBuilder people = new StringBuilder();
        for (int user = 0; user < users; user++) {
            people.append(user == 0 ? "" : ",\n")
                    .append(String.format(
                            Locale.ROOT,
                            "{\"username\":\"bench-%1$d\",\"enabled\":true,\"firstName\":\"Hanako\",\"lastName\":\"Mihon\","
                                    + "\"email\":\"bench-%1$d@bench.example\",\"emailVerified\":true,"
                                    + "\"credentials\":[{\"type\":\"password\",\"value\":\"%2$s\"}]}",
                            user,
                            PASSWORD));
        }
        Files.writeString(file, """
                {"realm": "bench", "enabled": true, "sslRequired": "none", "revokeRefreshToken": true,
                 "clients": [{"clientId": "bench", "enabled": true, "publicClient": false, "secret": "%s",
                   "standardFlowEnabled": true, "redirectUris": ["%s"],
                   "attributes": {"pkce.code.challenge.method": "S256", "id.token.signed.response.alg": "ES256"}}],
                 "users": [
                %s
                ]}
                """.formatted(SECRET, REDIRECT, people));
    }

    private HttpResponse<String> authenticate(Visitor visitor, int user) {
        HttpResponse<String> page = visitor.get(URI.create(base + "/auth?"
                + Visitor.encode(Map.of(
                        "client_id",
                        "bench",
                        "response_type",
                        "code",
                        "redirect_uri",
                        REDIRECT,
                        "scope",
                        "openid profile",
                        "state",
                        "s",
                        "nonce",
                        "n",
                        "code_challenge",
                        CHALLENGE,
                        "code_challenge_method",
                        "S256"))));
        URI action = URI.create(Visitor.found(ACTION, page).replace("&amp;", "&"));
        HttpResponse<String> answered =
                visitor.form(action, Map.of("username", "bench-" + user, "password", PASSWORD, "credentialId", ""));
        String code = Visitor.location(answered).getRawQuery().replaceFirst("(?:^|.*&)code=([^&]*).*", "$1");
        return visitor.form(
                URI.create(base + "/token"),
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", REDIRECT,
                        "code_verifier", VERIFIER),
                authorization);
    }

    @Override
    public void signIn(int user) {
        Visitor visitor = new Visitor(http);
        String access = Visitor.found(ACCESS, authenticate(visitor, user));
        HttpResponse<String> userInfo = visitor.get(URI.create(base + "/userinfo"), access);
        if (!userInfo.body().contains("\"name\"")) {
            throw new IllegalStateException("userinfo " + userInfo.statusCode() + " told no name");
        }
    }

    @Override
    public void tokens(int user) {
        HttpResponse<String> refreshed = new Visitor(http)
                .form(
                        URI.create(base + "/token"),
                        Map.of("grant_type", "refresh_token", "refresh_token", refreshTokens.get(user)),
                        authorization);
        refreshTokens.set(user, Visitor.found(REFRESH, refreshed));
    }
}
