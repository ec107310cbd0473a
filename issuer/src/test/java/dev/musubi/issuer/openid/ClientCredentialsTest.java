package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that a client has in its own name. */
class ClientCredentialsTest extends OpenIdTest {

    private static final Map<String, Object> GRANTS =
            Map.of("grant_types", List.of("authorization_code", "client_credentials"));

    private static Map<String, String> asking(String scope) {
        Map<String, String> form = new HashMap<>(Map.of("grant_type", "client_credentials"));
        if (!scope.isEmpty()) {
            form.put("scope", scope);
        }
        return form;
    }

    private static HttpResponse<String> ask(Plain client, String scope) {
        return post(ISSUER + "/openid/token", asking(scope), client.authorization());
    }

    @Test
    void whenAStrictClientAsksThenItsTokenIsBoundToItsKeyAndNamesNoHolder() {
        Client client = client("JP_AML", GRANTS, Map.of());
        HttpResponse<String> answer = token(client, asking("ssf.read ssf.manage"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(parse(answer)).containsOnlyKeys("access_token", "token_type", "expires_in", "scope");
        assertThat(member(answer, "token_type")).isEqualTo("DPoP");
        assertThat(member(answer, "scope")).isEqualTo("ssf.read ssf.manage");
        assertThat(Long.parseLong(member(answer, "expires_in")))
                .as("CAEP Interoperability Profile section 2.7.1")
                .isLessThanOrEqualTo(3600);
    }

    @Test
    void whenAPlainClientAsksThenItsTokenIsABearerToken() {
        HttpResponse<String> answer = ask(plain(GRANTS, false), "ssf.read");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(member(answer, "token_type")).isEqualTo("Bearer");
        assertThat(member(answer, "scope")).isEqualTo("ssf.read");
    }

    @Test
    void whenTheGrantWasNotRegisteredThenThereIsNoToken() {
        HttpResponse<String> answer = ask(plain(Map.of(), false), "ssf.read");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(member(answer, "error")).isEqualTo("unauthorized_client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "openid", "ssf.read openid", "profile", "offline_access", "ssf.write"})
    void whenAnythingElseIsAskedForThenThereIsNoToken(String scope) {
        HttpResponse<String> answer = ask(plain(GRANTS, false), scope);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(member(answer, "error")).isEqualTo("invalid_scope");
    }

    @Test
    void whenNobodyProvesToBeTheClientThenThereIsNoToken() {
        Plain client = plain(GRANTS, false);
        Map<String, String> form = new HashMap<>(asking("ssf.read"));
        form.put("client_id", client.id());
        assertThat(post(ISSUER + "/openid/token", form, Map.of()).statusCode()).isEqualTo(401);
        HttpResponse<String> wrong = ask(new Plain(client.id(), "wrong"), "ssf.read");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(member(wrong, "error")).isEqualTo("invalid_client");
    }

    @Test
    void whenAClientRegistersToAuthenticateByNothingThenItIsRefused() {
        operator(
                "POST",
                "/operator/relying-parties",
                Map.of("id", "public-rp", "name", "試験店", "sector", "public.example", "law", "NONE"));
        Map<String, Object> metadata = new HashMap<>(GRANTS);
        metadata.put("redirect_uris", List.of(REDIRECT));
        metadata.put("token_endpoint_auth_method", "none");
        assertThat(operator(
                                "PUT",
                                "/operator/openid-clients/public-rp",
                                Map.of("relying_party", "public-rp", "profile", "BASIC", "metadata", metadata))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void whenAStrictClientSendsNoProofThenThereIsNoToken() {
        Client client = client("JP_AML", GRANTS, Map.of());
        Map<String, String> form = new HashMap<>(asking("ssf.read"));
        form.putAll(assertion(client));
        HttpResponse<String> answer = post(ISSUER + "/openid/token", form, Map.of());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(member(answer, "error")).isEqualTo("invalid_dpop_proof");
    }

    @Test
    void whenSuchATokenIsShownAtAHoldersEndpointsThenItOpensNothing() {
        Plain client = plain(GRANTS, false);
        String token = member(ask(client, "ssf.read ssf.manage"), "access_token");
        HttpResponse<String> userInfo = bearer(token);
        assertThat(userInfo.statusCode()).isEqualTo(401);
        assertThat(userInfo.body()).contains("invalid_token");
        HttpResponse<String> state =
                post(ISSUER + "/openid/introspect", Map.of("token", token), client.authorization());
        assertThat(parse(state)).containsExactlyEntriesOf(Map.of("active", false));
        HttpResponse<String> home = send(HttpRequest.newBuilder(URI.create(ISSUER + "/v1/holder/private-id"))
                .header("Authorization", "Bearer " + token));
        assertThat(home.statusCode()).isIn(401, 404);
    }

    @Test
    void whenMetadataIsReadThenItSaysSo() {
        HttpResponse<String> metadata =
                send(HttpRequest.newBuilder(URI.create(ISSUER + "/.well-known/openid-configuration")));
        assertThat(member(metadata, "grant_types_supported")).contains("client_credentials");
        assertThat(member(metadata, "scopes_supported")).contains("ssf.read", "ssf.manage");
    }
}
