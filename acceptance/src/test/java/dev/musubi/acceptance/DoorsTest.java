package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Operator;
import dev.musubi.app.client.RelyingParty;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.Tls;
import dev.musubi.app.client.UnreachableException;
import dev.musubi.app.demo.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes through which door, and what strangers find. */
class DoorsTest {

    private static World world;

    @BeforeAll
    static void begin() {
        world = World.begin("doors");
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private static HttpResponse<String> raw(HttpRequest.Builder request) throws Exception {
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(Tls.context(world.platform.serverCertificate(), null))
                .build()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    @Test
    void whenARelyingPartyShowsNoCertificateThenThereIsNoConversation() {
        RelyingParty nobody =
                new RelyingParty("bank", world.platform.relyingPartiesUri(), world.platform.serverCertificate(), null);
        assertThatThrownBy(() -> nobody.standing("x", null)).isInstanceOf(UnreachableException.class);
    }

    @Test
    void whenItsCertificateIsNotRegisteredThenItIsToldSo() {
        RelyingParty stranger = new RelyingParty(
                "bank",
                world.platform.relyingPartiesUri(),
                world.platform.serverCertificate(),
                Tls.relyingPartyKey(world.platform.data().resolve("stranger.p12"), "Test Bank"));
        Reply refused = stranger.standing("x", null);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("client_unknown");
    }

    @Test
    void whenTwoRelyingPartiesKnowOneHolderThenTheyCannotJoinThem() {
        var key = Tls.relyingPartyKey(world.platform.data().resolve("telco.p12"), "Telco");
        world.operator().register("telco", "携帯", "JP_MPIUPA", key, List.of()).expect(201);
        RelyingParty telco =
                new RelyingParty("telco", world.platform.relyingPartiesUri(), world.platform.serverCertificate(), key);
        HolderApp holder = world.holder(false);
        String atBank = world.atBank(holder);
        String code = holder.allow("telco", "契約", List.of("NAME")).expect(201).text("code");
        assertThat(world.bank().redeem(code).code()).isEqualTo("code_refused");
        Reply told = telco.redeem(code).expect(200);
        assertThat(told.body().path("standing").path("subject").asString()).isNotEqualTo(atBank);
        assertThat(told.body().path("attributes").has("address")).isFalse();
        assertThat(telco.standing(atBank, null).code()).isEqualTo("unknown_subject");
        assertThat(telco.demandReissue(atBank, "https://x.example/").code()).isEqualTo("unknown_subject");
    }

    @Test
    void whenStandingIsToldThenNothingOfTheCertificateIs() {
        String subject = world.atBank(world.holder(false));
        Reply standing = world.bank().standing(subject, "PT0S").expect(200);
        assertThat(standing.body().propertyNames())
                .containsExactlyInAnyOrder(
                        "subject",
                        "state",
                        "since",
                        "generation",
                        "attributes_source",
                        "attributes_as_of",
                        "as_of",
                        "age_seconds",
                        "fresh",
                        "valid_until",
                        "action",
                        "status_list");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/operator/coverage",
                "/v1/standing/x",
                "/v1/disclosures",
                "/v1/assurance/decisions",
                "/ready",
                "/nothing"
            })
    void whenAResidentTriesOtherDoorsThenThereIsNothing(String path) throws Exception {
        HttpResponse<String> answer = raw(HttpRequest.newBuilder(URI.create(world.platform.holdersUri() + path)));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("no_such_resource");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/terms",
                "/reissue",
                "/css/musubi.css",
                "/openapi/holders.yaml",
                "/openapi/relying-parties.yaml",
                "/openapi/operators.yaml"
            })
    void whenAResidentOpensAPageThenItIsThere(String path) throws Exception {
        HttpResponse<String> answer = raw(HttpRequest.newBuilder(URI.create(world.platform.holdersUri() + path)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isNotBlank();
    }

    @Test
    void whenTheOperatorsTokenIsMissingOrWrongThenTheDoorStaysShut() throws IOException {
        Path wrong = Files.writeString(world.platform.data().resolve("wrong-token"), "0".repeat(64));
        Reply refused = new Operator(world.platform.operatorsUri(), wrong).coverage();
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("operator_token_wrong");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"latest_attributes\":\"perhaps\"}",
                "{\"unknown\":1}",
                "\u0000",
                "{\"latest_attributes\":{\"a\":{\"a\":{}}}}"
            })
    void whenTheBodyIsNotWhatIsTakenThenTheProblemSaysSoAndQuotesNothing(String body) throws Exception {
        HttpResponse<String> answer =
                raw(HttpRequest.newBuilder(URI.create(world.platform.holdersUri() + "/v1/issuance-applications"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"").doesNotContain("perhaps", "Exception", "dev.musubi");
    }

    @Test
    void whenTheBodyIsTooLargeThenItIsRefusedUnread() throws Exception {
        HttpResponse<String> answer =
                raw(HttpRequest.newBuilder(URI.create(world.platform.holdersUri() + "/v1/issuance-applications"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[300 * 1024])));
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void whenAMediaTypeOrMethodIsWrongThenTheProblemSaysSo() throws Exception {
        URI applications = URI.create(world.platform.holdersUri() + "/v1/issuance-applications");
        HttpResponse<String> text = raw(HttpRequest.newBuilder(applications)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(text.statusCode()).isEqualTo(415);
        HttpResponse<String> get = raw(HttpRequest.newBuilder(applications));
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.body()).contains("method_not_allowed");
    }

    @Test
    void whenNobodyIsLetInThenTheHoldersDoorAsksForAccess() {
        HolderApp nobody = world.somebody();
        for (Reply reply : List.of(
                nobody.state(),
                nobody.attributes(),
                nobody.history(),
                nobody.allow("bank", "x", List.of("NAME")),
                nobody.send("POST", "/v1/holder/suspension", Map.of()),
                nobody.send("POST", "/v1/holder/withdrawal", Map.of()))) {
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.code()).isEqualTo("access_required");
        }
    }

    @Test
    void whenTheHolderPausesResumesAndGivesUpThenTheBankSeesIt() {
        HolderApp holder = world.holder(true);
        String subject = world.atBank(holder);
        holder.send("POST", "/v1/holder/suspension", null).expect(204);
        assertThat(world.bank().standing(subject, null).text("state")).isEqualTo("SUSPENDED");
        assertThat(holder.send("POST", "/v1/holder/suspension", null).code()).isEqualTo("not_possible_now");
        holder.send("DELETE", "/v1/holder/suspension", null).expect(204);
        assertThat(world.bank().standing(subject, null).text("state")).isEqualTo("ACTIVE");
        holder.send("POST", "/v1/holder/withdrawal", Map.of("erase", true)).expect(204);
        assertThat(world.bank().standing(subject, "PT0S").text("state")).isEqualTo("ENDED");
        assertThat(holder.state().status()).isEqualTo(401);
        assertThat(holder.enrol(false).expect(201).body().path("generation").asInt())
                .isEqualTo(1);
        assertThat(world.atBank(holder)).as("a new private ID, a new name").isNotEqualTo(subject);
    }

    @Test
    void whenTheHolderTakesTheConsentBackThenTheNextMoveIsNotRefreshed() {
        HolderApp holder = world.holder(true);
        String consent = holder.state()
                .expect(200)
                .body()
                .path("consents")
                .valueStream()
                .filter(each -> each.path("kind").asString().equals("LATEST_ATTRIBUTES"))
                .findFirst()
                .orElseThrow()
                .path("consent")
                .asString();
        String path = "/v1/holder/consents/" + consent + "/cancellation";
        Reply toSign = holder.send("GET", path, null).expect(200);
        String signed = world.sandbox
                .sign(holder.residentId(), toSign.text("document"), toSign.text("type"))
                .expect(200)
                .text("signed");
        holder.send("POST", path, Map.of("application", signed)).expect(204);
        assertThat(holder.send("POST", path, Map.of("application", signed)).code())
                .isEqualTo("unknown_consent");
        world.move(holder, true);
        world.sandbox.publish();
        Await.until(
                "noticed",
                Duration.ofSeconds(60),
                () -> holder.state().text("state").equals("REISSUE_REQUIRED"));
        assertThat(holder.state().body().path("refresh_waiting").asBoolean(true))
                .isFalse();
    }

    @Test
    void whenHistoriesAreCheckedThenAllAreWhole() {
        world.holder(false);
        Reply report =
                world.operator().send("POST", "/operator/history-checks", null).expect(200);
        assertThat(report.body().path("checked").asInt()).isPositive();
        assertThat(report.body().path("broken").asInt(-1)).isZero();
    }

    @Test
    void whenACertificateIsRegisteredForTwoThenTheSecondIsRefused() {
        var key = Tls.relyingPartyKey(world.platform.data().resolve("twice.p12"), "Twice");
        world.operator().register("one", "一", "NONE", key, List.of()).expect(201);
        assertThat(world.operator().register("two", "二", "NONE", key, List.of()).code())
                .isEqualTo("certificate_taken");
    }

    @Test
    void whenKeysAreRotatedThenEverythingStillOpens() {
        HolderApp holder = world.holder(false);
        Reply report =
                world.operator().send("POST", "/operator/key-rotations", null).expect(200);
        assertThat(report.body().path("rewrapped").asInt()).isPositive();
        assertThat(holder.attributes()
                        .expect(200)
                        .body()
                        .path("name")
                        .path("value")
                        .asString())
                .isNotBlank();
    }

    @Test
    void whenSomebodySpeaksNonsenseToADoorThenItGoesOn() throws IOException {
        for (int port : List.of(
                world.platform.ports().holders(),
                world.platform.ports().relyingParties(),
                world.platform.ports().operators())) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                    OutputStream out = socket.getOutputStream()) {
                out.write("\u0016\u0003\u0001 nonsense\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        }
        assertThat(world.privateIds()).isNotNegative();
    }
}
