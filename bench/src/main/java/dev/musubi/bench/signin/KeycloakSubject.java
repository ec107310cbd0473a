package dev.musubi.bench.signin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Keycloak as the peer: the same flow with a password in the place of the passkey, which is its usual way. It has to run
 * already, with the realm that {@link #writeRealm} writes.
 */
final class KeycloakSubject implements Subject {

    private static final String SECRET = "bench-secret";
    private static final String PASSWORD = "Bench-password-1";
    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");

    private final HttpClient http;
    private final CodeFlow flow;
    private final List<String> refreshTokens = new ArrayList<>();

    /** At a realm's address, for example {@code http://127.0.0.1:8180/realms/bench}. */
    KeycloakSubject(HttpClient http, String realm, int users) {
        this.http = http;
        String base = realm + "/protocol/openid-connect";
        this.flow = new CodeFlow(
                URI.create(base + "/auth"), URI.create(base + "/token"), URI.create(base + "/userinfo"), SECRET);
        for (int user = 0; user < users; user++) {
            refreshTokens.add(CodeFlow.refreshToken(authenticate(new Visitor(http), user)));
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
                """.formatted(SECRET, CodeFlow.REDIRECT, people));
    }

    private HttpResponse<String> authenticate(Visitor visitor, int user) {
        HttpResponse<String> page = visitor.get(flow.start("openid profile"));
        URI action = URI.create(Visitor.found(ACTION, page).replace("&amp;", "&"));
        HttpResponse<String> answered =
                visitor.form(action, Map.of("username", "bench-" + user, "password", PASSWORD, "credentialId", ""));
        return flow.redeem(visitor, answered);
    }

    @Override
    public void signIn(int user) {
        Visitor visitor = new Visitor(http);
        flow.askUserInfo(visitor, authenticate(visitor, user));
    }

    @Override
    public void tokens(int user) {
        refreshTokens.set(user, flow.refresh(new Visitor(http), refreshTokens.get(user)));
    }
}
