package dev.musubi.issuer.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.fixture.ClientTls;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.fixture.TestApp;
import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Text that no database holds, in every part of a request, at every endpoint of every door: the caller's fault. */
class UnstorableTextTest extends IssuerTest {

    @Autowired
    private RelyingParties parties;

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    @Test
    void whenATextCanBeStoredThenItIsLetThroughAndElseNot() {
        for (String text : List.of("", "a", "氏名", "𠮟る", "\u0001", "\uffff")) {
            assertThat(StorableText.is(text)).as(text).isTrue();
            assertThat(StorableText.isJson(("{\"a\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8)))
                    .isTrue();
        }
        for (String text : List.of("\0", "a\0b", "\ud842", "\udf9f", "\udf9f\ud842", "\ud842x", "\ud842\ud842")) {
            assertThat(StorableText.is(text)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[\"\\\\u0000\"]",
                "\"\\ud842\\udf9f\"",
                "\"\\n\\\"\"",
                "\"\\u00e9\"",
                "not JSON",
                "\"\\u12",
                "\\"
            })
    void whenJsonHoldsNoSuchTextThenItIsLetThrough(String json) {
        assertThat(StorableText.isJson(json.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\u0000\"",
                "{\"a\\u0000\":1}",
                "\"\\\\\\u0000\"",
                "\"\\ud842\"",
                "\"\\ud842x\"",
                "\"\\ud842\\n\\udf9f\"",
                "\"\\udf9f\"",
                "\"\\uD842\\uD842\"",
                "\"\0\""
            })
    void whenJsonHoldsSuchTextThenItIsNot(String json) {
        assertThat(StorableText.isJson(json.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    private record Asked(String method, String path, boolean json) {}

    /** Every endpoint there is, with what cannot be stored in its path where that has a variable. */
    private Set<Asked> everyEndpoint() {
        Set<Asked> all =
                new TreeSet<>(java.util.Comparator.comparing(Asked::path).thenComparing(Asked::method));
        requestMappingHandlerMapping.getHandlerMethods().forEach((mapping, method) -> {
            for (String pattern : mapping.getPatternValues()) {
                Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
                boolean json = Arrays.stream(method.getMethodParameters())
                        .anyMatch(each -> each.hasParameterAnnotation(RequestBody.class));
                (methods.isEmpty() ? Set.of(RequestMethod.GET) : methods)
                        .forEach(each -> all.add(new Asked(each.name(), pattern, json)));
            }
        });
        return all;
    }

    private HttpClient http() throws Exception {
        ClientKey key = ClientKey.make(-1, 1);
        parties.register(
                new RelyingParty(
                        "text-bank", "Text Bank", "text.example", RelyingParty.Law.JP_AML, List.of(), false, null),
                key.certificate());
        SSLContext context =
                ClientTls.trusting(FOLDER.resolve("tls/server.pem"), key.pair().getPrivate(), key.certificate());
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static List<HttpRequest.Builder> requests(Asked asked) {
        List<HttpRequest.Builder> requests = new ArrayList<>();
        List<String> origins =
                asked.path().startsWith("/operator") || asked.path().equals("/ready")
                        ? List.of(OPERATOR_DOOR)
                        : List.of(ISSUER, MUTUAL_TLS);
        String plain = asked.path().replaceAll("\\{[^}]+}", "00000000-0000-0000-0000-000000000000");
        for (String origin : origins) {
            for (String text : List.of("a%00b", "%00")) {
                String path = asked.path().replaceAll("\\{[^}]+}", text);
                if (!path.equals(plain)) {
                    requests.add(request(asked, origin + path, "application/json", "{}"));
                }
                requests.add(
                        request(asked, origin + plain + "?to=" + text + "&max_age=" + text, "application/json", "{}"));
                String form = "csrf=" + text + "&code=" + text + "&to=" + text + "&id=" + text + "&token=" + text;
                requests.add(request(asked, origin + plain, "application/x-www-form-urlencoded", form));
            }
            // What reads no body would do what it is asked to.
            for (String json : !asked.json()
                    ? List.<String>of()
                    : List.of(
                            "{\"browser\":\"a\\u0000b\",\"csrf\":\"a\\u0000b\",\"subject\":\"a\\u0000b\",\"code\":\"a\\u0000b\"}",
                            "{\"a\\u0000b\":1}",
                            "{\"id\":\"\\ud800\",\"name\":\"\\ud800\"}")) {
                requests.add(request(asked, origin + plain, "application/json", json));
            }
        }
        return requests;
    }

    private static HttpRequest.Builder request(Asked asked, String uri, String type, String body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri))
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Content-Type", type)
                    .method(
                            asked.method(),
                            asked.method().equals("GET")
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body));
            if (uri.startsWith(OPERATOR_DOOR)) {
                request.header("Authorization", "Bearer " + Files.readString(FOLDER.resolve("operator-token")));
            }
            return request;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whenAnyPartOfARequestHoldsSuchTextThenNoEndpointFails() throws Exception {
        try (HttpClient http = http()) {
            for (Asked asked : everyEndpoint()) {
                for (HttpRequest.Builder request : requests(asked)) {
                    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
                    assertThat(answer.statusCode())
                            .as("%s %s: %s", asked.method(), answer.uri(), answer.body())
                            .isLessThan(500);
                }
            }
        }
    }

    @Test
    void whenAnAppNamesADeviceThatNoDatabaseHoldsThenItIsToldThatItsRequestDoesNotParse() {
        TestApp app = new TestApp(ClientTls.trusting(FOLDER.resolve("tls/server.pem")), ISSUER, TestApp.KEY, null);
        HttpResponse<String> answer = app.send(
                "POST",
                "/v1/issuance-applications/" + UUID.randomUUID() + "/signature",
                Map.of("application", "x", "device", "a\0b"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"malformed_request\"");
    }
}
