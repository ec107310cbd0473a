package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.fixture.ClientTls;
import dev.musubi.issuer.signals.SignalLoops;
import dev.musubi.issuer.web.ClientKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** The transmitter's metadata and its management, as OpenID Foundation's suite asks for it. */
class SignalStreamsTest extends OpenIdTest {

    private static final String SESSION_REVOKED = SignalClient.CAEP + "session-revoked";
    private static final String COMPLIANCE = SignalClient.CAEP + "device-compliance-change";

    @Autowired
    private BeanFactory beans;

    private SignalClient client() {
        return SignalClient.of(plain(SignalClient.metadata(), false));
    }

    private static Map<String, Object> suiteConfiguration() {
        return Map.of(
                "description",
                "a stream",
                "events_requested",
                List.of(SESSION_REVOKED, COMPLIANCE),
                "delivery",
                Map.of("method", SignalClient.POLL));
    }

    @Test
    void whenMetadataIsReadThenItIsWhatTheFrameworkAsksFor() {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(ISSUER + "/.well-known/ssf-configuration")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        Map<String, Object> metadata = parse(answer);
        assertThat(metadata)
                .containsEntry("spec_version", "1_0")
                .containsEntry("issuer", ISSUER)
                .containsEntry("jwks_uri", ISSUER + "/openid/jwks")
                .containsEntry("default_subjects", "NONE")
                .containsEntry("delivery_methods_supported", List.of(SignalClient.PUSH, SignalClient.POLL))
                .containsEntry("authorization_schemes", List.of(Map.of("spec_urn", "urn:ietf:rfc:6749")));
        assertThat((Map<?, ?>) metadata.get("mtls_endpoint_aliases"))
                .hasSize(5)
                .allSatisfy((name, at) -> assertThat(String.valueOf(at)).startsWith(MUTUAL_TLS + "/signals/"));
        assertThat(List.of(
                        "configuration_endpoint",
                        "status_endpoint",
                        "add_subject_endpoint",
                        "remove_subject_endpoint",
                        "verification_endpoint"))
                .allSatisfy(
                        each -> assertThat(String.valueOf(metadata.get(each))).startsWith(ISSUER + "/signals/"));
    }

    @Test
    void whenAStreamIsMadeReadChangedReplacedAndEndedThenEachAnswerSaysHowItIs() {
        SignalClient client = client();
        HttpResponse<String> made = client.make(suiteConfiguration());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String id = member(made, "stream_id");
        assertThat(parse(made))
                .containsEntry("iss", ISSUER)
                .containsEntry("aud", client.client().id())
                .containsEntry("description", "a stream")
                .containsEntry("events_requested", List.of(SESSION_REVOKED, COMPLIANCE))
                .containsEntry("events_delivered", List.of(SESSION_REVOKED))
                .containsEntry("min_verification_interval", 10L)
                .containsEntry(
                        "delivery",
                        Map.of("method", SignalClient.POLL, "endpoint_url", ISSUER + "/signals/poll/" + id));
        assertThat(member(made, "events_supported")).contains("reissue-required", "account-purged");

        HttpResponse<String> read = client.call("GET", "/signals/streams?stream_id=" + id, (String) null);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(parse(read)).isEqualTo(parse(made));

        // Whoever reads it may send it back whole.
        Map<String, Object> changed = new LinkedHashMap<>(parse(read));
        changed.put("description", "another");
        HttpResponse<String> patched = client.call("PATCH", "/signals/streams", changed);
        assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
        assertThat(parse(patched)).containsEntry("description", "another");
        HttpResponse<String> little = client.call(
                "PATCH", "/signals/streams", Map.of("stream_id", id, "events_requested", List.of(COMPLIANCE)));
        assertThat(parse(little))
                .as("what is not said stays, and nothing is delivered that is not there")
                .containsEntry("description", "another")
                .containsEntry("events_delivered", List.of());

        HttpResponse<String> replaced = client.call("PUT", "/signals/streams", Map.of("stream_id", id));
        assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(200);
        assertThat(parse(replaced)).doesNotContainKeys("description", "events_requested");
        assertThat(member(replaced, "events_delivered")).contains("credential-change");

        assertThat(client.call("DELETE", "/signals/streams?stream_id=" + id, (String) null)
                        .statusCode())
                .isEqualTo(204);
        for (HttpResponse<String> gone : List.of(
                client.call("GET", "/signals/streams?stream_id=" + id, (String) null),
                client.call("DELETE", "/signals/streams?stream_id=" + id, (String) null),
                client.call("PATCH", "/signals/streams", changed),
                client.call("PUT", "/signals/streams", changed),
                client.call("GET", "/signals/status?stream_id=" + id, (String) null),
                client.call("POST", "/signals/status", Map.of("stream_id", id, "status", "paused")),
                client.call("POST", "/signals/verification", Map.of("stream_id", id)),
                client.add(id, "whoever"),
                client.poll(id, Map.of()))) {
            assertThat(gone.statusCode()).as(gone.body()).isEqualTo(404);
            assertThat(gone.headers().firstValue("Content-Type")).hasValue("application/json");
        }
    }

    @Test
    void whenNoStreamIsNamedThenAllOfTheClientsAreListed() {
        SignalClient client = client();
        assertThat(client.call("GET", "/signals/streams", (String) null).body()).isEqualTo("[]");
        String one = client.polled();
        String two = client.polled();
        assertThat(client.call("GET", "/signals/streams", (String) null).body()).contains(one, two);
    }

    @Test
    void whenAClientHasAsManyStreamsAsItMayThenThereIsNoFurtherOne() {
        SignalClient client = client();
        for (int i = 0; i < 10; i++) {
            client.polled();
        }
        assertThat(client.make(Map.of()).statusCode()).isEqualTo(409);
    }

    @Test
    void whenTheStreamIsAnothersThenItIsNotThere() {
        String id = client().polled();
        SignalClient other = client();
        assertThat(other.call("GET", "/signals/streams?stream_id=" + id, (String) null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(other.call("DELETE", "/signals/streams?stream_id=" + id, (String) null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(other.poll(id, Map.of()).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/signals/streams",
        "PATCH,/signals/streams",
        "PUT,/signals/streams",
        "POST,/signals/status",
        "POST,/signals/subjects/add",
        "POST,/signals/subjects/remove",
        "POST,/signals/verification"
    })
    void whenTheBodyIsNoJsonThenThatIsSaid(String method, String path) {
        SignalClient client = client();
        for (String broken : List.of(";{ broken", "[]", "", "\"text\"")) {
            HttpResponse<String> answer = client.call(method, path, broken);
            assertThat(answer.statusCode()).as(broken).isEqualTo(400);
            assertThat(member(answer, "error")).isEqualTo("invalid_request");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/signals/streams",
        "GET,/signals/streams",
        "PATCH,/signals/streams",
        "PUT,/signals/streams",
        "DELETE,/signals/streams",
        "GET,/signals/status",
        "POST,/signals/status",
        "POST,/signals/subjects/add",
        "POST,/signals/subjects/remove",
        "POST,/signals/verification",
        "POST,/signals/poll/1"
    })
    void whenTheTokenIsNotGoodThenNothingIsDone(String method, String path) {
        Plain plain = plain(SignalClient.metadata(), false);
        String body = method.equals("GET") || method.equals("DELETE") ? null : "{}";
        HttpResponse<String> answer = SignalClient.withToken(plain, "nonsense").call(method, path, body);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(member(answer, "error")).isEqualTo("invalid_token");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer");
        HttpResponse<String> without = send(HttpRequest.newBuilder(URI.create(ISSUER + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body == null ? "" : body)));
        assertThat(without.statusCode()).isEqualTo(401);
    }

    @Test
    void whenTheTokenIsAHoldersThenItOpensNothing() {
        Plain plain = plain(SignalClient.metadata(), false);
        TestBrowser browser = signedIn(person(), false);
        URI back = agreeing(browser, start(plain, Map.of()));
        String token = member(redeem(plain, code(back)), "access_token");
        assertThat(bearer(token).statusCode()).as("it is good where it belongs").isEqualTo(200);
        HttpResponse<String> answer =
                SignalClient.withToken(plain, token).call("GET", "/signals/streams", (String) null);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(member(answer, "error_description"))
                .isEqualTo("The access token is not one that a client has in its own name.");
    }

    @Test
    void whenTheTokenIsForReadingThenItChangesNothing() {
        Plain plain = plain(SignalClient.metadata(), false);
        String id = SignalClient.of(plain).polled();
        SignalClient reader = SignalClient.of(plain, "ssf.read");
        assertThat(reader.call("GET", "/signals/streams?stream_id=" + id, (String) null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(reader.poll(id, Map.of()).statusCode()).isEqualTo(200);
        for (HttpResponse<String> refused : List.of(
                reader.make(Map.of()),
                reader.call("DELETE", "/signals/streams?stream_id=" + id, (String) null),
                reader.add(id, "whoever"),
                reader.call("POST", "/signals/status", Map.of("stream_id", id, "status", "paused")))) {
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .contains("insufficient_scope", "scope=\"ssf.manage\"");
        }
    }

    @Test
    void whenTheClientIsStrictThenItsTokenGoesWithAProofAlsoToChange() {
        Client client =
                client("JP_AML", Map.of("grant_types", List.of("authorization_code", "client_credentials")), Map.of());
        String token = member(
                token(client, Map.of("grant_type", "client_credentials", "scope", "ssf.read ssf.manage")),
                "access_token");
        HttpResponse<String> made = proved(client, token, "POST", "{\"description\":\"one\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String id = member(made, "stream_id");
        HttpResponse<String> changed =
                proved(client, token, "PATCH", "{\"stream_id\":\"" + id + "\",\"description\":\"two\"}");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(member(changed, "description")).isEqualTo("two");
        HttpResponse<String> stolen = send(HttpRequest.newBuilder(URI.create(ISSUER + "/signals/streams"))
                .header("Authorization", "Bearer " + token));
        assertThat(stolen.statusCode()).isEqualTo(401);
        HttpResponse<String> byOther =
                proved(new Client(client.id(), key("other")), token, "POST", "{\"description\":\"one\"}");
        assertThat(byOther.statusCode()).isEqualTo(401);
    }

    /** RFC 8705: the token goes with the certificate it was issued to, at the door where certificates count. */
    @Test
    void whenTokensAreBoundToACertificateThenTheyGoWithItAloneAndAtThatDoor() {
        Map<String, Object> metadata = new LinkedHashMap<>(SignalClient.metadata());
        metadata.put("tls_client_certificate_bound_access_tokens", true);
        Plain plain = plain(metadata, false);
        ClientKey own = ClientKey.make(-1, 1);
        Map<String, String> asking = Map.of("grant_type", "client_credentials", "scope", "ssf.read ssf.manage");
        HttpResponse<String> issued = presenting(
                own,
                HttpRequest.newBuilder(URI.create(MUTUAL_TLS + "/openid/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Authorization", plain.authorization().get("Authorization"))
                        .POST(HttpRequest.BodyPublishers.ofString(form(asking))));
        assertThat(issued.statusCode()).as(issued.body()).isEqualTo(200);
        String token = member(issued, "access_token");
        HttpResponse<String> made = presenting(own, making(MUTUAL_TLS, token));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String id = member(made, "stream_id");
        assertThat(parse(made))
                .containsEntry(
                        "delivery",
                        Map.of("method", SignalClient.POLL, "endpoint_url", MUTUAL_TLS + "/signals/poll/" + id));
        HttpResponse<String> polled = presenting(
                own,
                HttpRequest.newBuilder(URI.create(MUTUAL_TLS + "/signals/poll/" + id))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"returnImmediately\":true}")));
        assertThat(polled.statusCode()).as(polled.body()).isEqualTo(200);

        ClientKey thief = ClientKey.make(-1, 1);
        for (HttpResponse<String> stolen :
                List.of(presenting(thief, making(MUTUAL_TLS, token)), send(making(ISSUER, token)))) {
            assertThat(stolen.statusCode()).isEqualTo(401);
            assertThat(member(stolen, "error")).isEqualTo("invalid_token");
        }
        assertThat(value("select count(*) from signal_stream where client_id = ?", plain.id()))
                .isEqualTo(1L);
        assertThat(post(ISSUER + "/openid/token", asking, plain.authorization()).statusCode())
                .as("where no certificate is shown there is no token")
                .isEqualTo(400);
    }

    private static HttpRequest.Builder making(String door, String token) {
        return HttpRequest.newBuilder(URI.create(door + "/signals/streams"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"description\":\"one\"}"));
    }

    private static HttpResponse<String> presenting(ClientKey key, HttpRequest.Builder request) {
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(ClientTls.trusting(
                        FOLDER.resolve("tls/server.pem"), key.pair().getPrivate(), key.certificate()))
                .build()) {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> proved(Client client, String token, String method, String body) {
        String uri = ISSUER + "/signals/streams";
        HttpResponse<String> first = proved(client, token, method, body, null);
        return first.body().contains("use_dpop_nonce")
                ? proved(
                        client,
                        token,
                        method,
                        body,
                        first.headers().firstValue("DPoP-Nonce").orElseThrow(() -> new IllegalStateException(uri)))
                : first;
    }

    private static HttpResponse<String> proved(
            Client client, String token, String method, String body, @Nullable String nonce) {
        String uri = ISSUER + "/signals/streams";
        return send(HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", "DPoP " + token)
                .header("DPoP", proof(client.key(), method, uri, nonce, token))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://receiver.example/events",
                "https://10.0.0.1/events",
                "https://169.254.169.254/latest",
                "https://user@receiver.example/events",
                "https://receiver.example/events#fragment",
                "https://2130706433/",
                "nowhere at all"
            })
    void whenThePushAddressIsNoneToCallThenTheStreamIsNotMade(String endpoint) {
        HttpResponse<String> answer =
                client().make(Map.of("delivery", Map.of("method", SignalClient.PUSH, "endpoint_url", endpoint)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("endpoint_url").doesNotContain(endpoint);
    }

    @Test
    void whenAMemberIsNotWhatItHasToBeThenThatIsSaid() {
        SignalClient client = client();
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("events_requested", "all"),
                Map.of("events_requested", List.of(1)),
                Map.of("events_requested", java.util.Collections.nCopies(51, "x")),
                Map.of("delivery", "push"),
                Map.of("delivery", Map.of()),
                Map.of("delivery", Map.of("method", "urn:example:other")),
                Map.of("delivery", Map.of("method", SignalClient.PUSH)),
                Map.of("description", "x".repeat(501)),
                Map.of("description", 1),
                Map.of(
                        "delivery",
                        Map.of(
                                "method",
                                SignalClient.PUSH,
                                "endpoint_url",
                                "https://receiver.example/",
                                "authorization_header",
                                "Bearer x\r\nX-Other: y")))) {
            assertThat(client.make(bad).statusCode()).as(bad.toString()).isEqualTo(400);
        }
    }

    @Test
    void whenWhatTheTransmitterSaysIsSaidOtherwiseThenNothingIsChanged() {
        SignalClient client = client();
        String id = client.polled();
        for (Map<String, Object> other : List.<Map<String, Object>>of(
                Map.of("iss", "https://other.example"),
                Map.of("aud", "other"),
                Map.of("events_delivered", List.of()),
                Map.of("min_verification_interval", 1))) {
            Map<String, Object> body = new LinkedHashMap<>(other);
            body.put("stream_id", id);
            assertThat(client.call("PATCH", "/signals/streams", body).statusCode())
                    .as(other.toString())
                    .isEqualTo(400);
            assertThat(client.call("PUT", "/signals/streams", body).statusCode())
                    .as(other.toString())
                    .isEqualTo(400);
        }
    }

    @Test
    void whenAReceiverWantsToReadAHeaderThenItIsSealedAndNeverSaidAgainAndDoesNotFollowToAnotherAddress() {
        SignalClient client = client();
        String id = client.pushed("https://receiver.example/events");
        HttpResponse<String> read = client.call("GET", "/signals/streams?stream_id=" + id, (String) null);
        assertThat(read.body()).contains("receiver.example").doesNotContain("receiver-secret");
        assertThat(header(id)).isNotNull().doesNotContain("receiver-secret");
        String sealed = header(id);
        client.call("PATCH", "/signals/streams", parse(read));
        assertThat(header(id)).as("sent back as it was read").isNotNull();
        assertThat(sealed).isNotNull();
        client.call(
                "PATCH",
                "/signals/streams",
                Map.of(
                        "stream_id",
                        id,
                        "delivery",
                        Map.of("method", SignalClient.PUSH, "endpoint_url", "https://other.example/events")));
        assertThat(header(id)).as("another address").isNull();
    }

    private @Nullable String header(String id) {
        return (String) value("select push_authorization from signal_stream where stream_id = ?", UUID.fromString(id));
    }

    @Test
    void whenAStatusIsSetThenItIsSoAndWhatWaitsIsKeptOrNot() {
        SignalClient client = client();
        String id = client.polled();
        for (String status : List.of("enabled", "paused", "disabled", "enabled")) {
            HttpResponse<String> set = client.call(
                    "POST",
                    "/signals/status?stream_id=" + id,
                    Map.of("stream_id", id, "status", status, "reason", "because"));
            assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
            HttpResponse<String> read = client.call("GET", "/signals/status?stream_id=" + id, (String) null);
            assertThat(parse(read))
                    .isEqualTo(parse(set))
                    .containsEntry("stream_id", id)
                    .containsEntry("status", status)
                    .containsEntry("reason", "because");
        }
        assertThat(client.call("POST", "/signals/status", Map.of("stream_id", id, "status", "asleep"))
                        .statusCode())
                .isEqualTo(400);
        client.call("POST", "/signals/status", Map.of("stream_id", id, "status", "paused"));
        client.call("POST", "/signals/verification", Map.of("stream_id", id, "state", "kept"));
        assertThat(client.fetch(id)).as("paused").isEmpty();
        client.call("POST", "/signals/status", Map.of("stream_id", id, "status", "enabled"));
        assertThat(client.fetch(id)).as("enabled again").hasSize(1);
    }

    @Test
    void whenAVerificationIsAskedForThenItComesWithItsStateAndNotAgainTooSoon() {
        SignalClient client = client();
        String id = client.polled();
        HttpResponse<String> asked =
                client.call("POST", "/signals/verification", Map.of("stream_id", id, "state", "the-state"));
        assertThat(asked.statusCode()).isEqualTo(204);
        HttpResponse<String> answer = client.poll(id, Map.of("maxEvents", 10));
        Map<String, String> sets = SignalClient.sets(answer);
        assertThat(sets).hasSize(1);
        String set = sets.values().iterator().next();
        assertThat(SignalClient.kind(set)).isEqualTo(SignalClient.SSF + "verification");
        assertThat(SignalClient.said(set)).containsExactlyEntriesOf(Map.of("state", "the-state"));
        assertThat(claims(set).getClaims())
                .containsEntry("sub_id", Map.of("format", "opaque", "id", id))
                .containsEntry("iss", ISSUER)
                .containsKeys("jti", "iat")
                .doesNotContainKeys("sub", "exp", "txn");
        assertThat(claims(set).getAudience()).containsExactly(client.client().id());
        assertThat(SignalClient.sets(client.poll(id, Map.of())))
                .as("what is not acknowledged comes again, under the same id")
                .containsOnlyKeys(sets.keySet());
        HttpResponse<String> acknowledged = client.poll(id, Map.of("maxEvents", 0, "ack", List.copyOf(sets.keySet())));
        assertThat(SignalClient.sets(acknowledged)).isEmpty();
        assertThat(client.fetch(id)).isEmpty();
        HttpResponse<String> again = client.call("POST", "/signals/verification", Map.of("stream_id", id));
        assertThat(again.statusCode()).isEqualTo(429);
        assertThat(again.headers().firstValue("Retry-After")).isPresent();
        new SignalLoops(beans).run();
        assertThat(client.fetch(id)).as("nothing came of it").isEmpty();
    }

    /** From the configuration to the push, by the doors alone. */
    @Test
    void whenAStreamIsPushedThenAVerificationComesToItsAddressWithItsState() throws Exception {
        try (TestBank receiver = TestBank.start(FOLDER.resolve("tls"))) {
            SignalClient client = client();
            String id = client.pushed("https://localhost:" + receiver.port() + "/events");
            assertThat(client.call("POST", "/signals/verification", Map.of("stream_id", id, "state", "pushed"))
                            .statusCode())
                    .isEqualTo(204);
            new SignalLoops(beans).run();
            assertThat(receiver.asked()).hasSize(1);
            String set = receiver.asked().getFirst().replaceFirst("^/events\\?", "");
            assertThat(SignalClient.kind(set)).isEqualTo(SignalClient.SSF + "verification");
            assertThat(SignalClient.said(set)).containsExactlyEntriesOf(Map.of("state", "pushed"));
            assertThat(claims(set).getClaims()).containsEntry("sub_id", Map.of("format", "opaque", "id", id));
            assertThat(client.poll(id, Map.of()).statusCode())
                    .as("what is pushed is not polled")
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void whenAPolledStreamIsPushedFromNowOnThenWhatWaitsComesToItsAddress(String method) throws Exception {
        try (TestBank receiver = TestBank.start(FOLDER.resolve("tls"))) {
            SignalClient client = client();
            String id = client.polled();
            client.call("POST", "/signals/verification", Map.of("stream_id", id, "state", "waited"));
            HttpResponse<String> changed = client.call(
                    method,
                    "/signals/streams",
                    Map.of(
                            "stream_id",
                            id,
                            "delivery",
                            Map.of(
                                    "method",
                                    SignalClient.PUSH,
                                    "endpoint_url",
                                    "https://localhost:" + receiver.port() + "/events")));
            assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
            new SignalLoops(beans).run();
            assertThat(receiver.asked()).hasSize(1);
            assertThat(SignalClient.said(receiver.asked().getFirst().replaceFirst("^/events\\?", "")))
                    .containsEntry("state", "waited");
        }
    }

    @Test
    void whenASubjectIsNoneOfOursOrHasNotAgreedThenTheAnswerIsTheSame() {
        SignalClient client = client();
        String id = client.polled();
        for (Map<String, Object> subject : List.<Map<String, Object>>of(
                Map.of("format", "email", "email", "example.user@example.com"),
                Map.of("format", "opaque", "id", "1"),
                Map.of("format", "iss_sub", "iss", "https://other.example", "sub", "1"),
                SignalClient.subject("nobody"))) {
            HttpResponse<String> added = client.call(
                    "POST", "/signals/subjects/add", Map.of("stream_id", id, "subject", subject, "verified", true));
            assertThat(added.statusCode()).as(subject.toString()).isEqualTo(200);
            assertThat(added.body()).isEmpty();
            HttpResponse<String> removed =
                    client.call("POST", "/signals/subjects/remove", Map.of("stream_id", id, "subject", subject));
            assertThat(removed.statusCode()).as(subject.toString()).isEqualTo(204);
        }
        for (Object bad : List.of("text", Map.of(), Map.of("format", "iss_sub", "iss", ISSUER), Map.of("format", 1))) {
            assertThat(client.call("POST", "/signals/subjects/add", Map.of("stream_id", id, "subject", bad))
                            .statusCode())
                    .as(bad.toString())
                    .isEqualTo(400);
        }
        assertThat(Objects.requireNonNull(
                        value("select count(*) from signal_subject where stream_id = ?", UUID.fromString(id))))
                .isEqualTo(0L);
    }
}
