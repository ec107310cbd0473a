package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.musubi.relyingparty.fixture.TestTls;
import dev.musubi.relyingparty.reissue.ReissueDemand;
import dev.musubi.relyingparty.reissue.Renewal;
import dev.musubi.relyingparty.standing.Standing;
import dev.musubi.relyingparty.standing.StepUpChallenge;
import dev.musubi.relyingparty.standing.Unmet;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Demands, and renewal information: what {@code docs/standards/reissue.md} shows, and what no issuer says. */
class ReissueTest extends RelyingPartyTest {

    private static final Path PAGE = Path.of("../../docs/standards/reissue.md");
    private static final URI BACK = URI.create("https://bank.example/back");

    private RelyingParty asking;
    private int status = 200;
    private @Nullable String retryAfter;
    private String body = "";
    private String asked = "";
    private String sent = "";
    private @Nullable URI redirected;
    private @Nullable String afterwards;

    /** The examples of the page, of one kind. */
    private static List<String> examples(String language, String kind) throws IOException {
        return Pattern.compile("```" + language + " " + kind + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @BeforeEach
    void door() throws IOException {
        provider.serve("/door/", this::answer);
        asking = building(provider)
                .client("bank", ClientKey.in(folder.resolve("bank.jwk")))
                .certificate(TestTls.key(), TestTls.PASSWORD)
                .standingApi(provider.issuer() + "/door")
                .build();
    }

    @AfterEach
    void close() {
        asking.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
        sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] bytes = (sent.isEmpty() || afterwards == null ? body : afterwards).getBytes(StandardCharsets.UTF_8);
        if (retryAfter != null) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static ReissueDemand demanded(ReissueAnswer answer) {
        assertThat(answer).isInstanceOf(ReissueAnswer.Demanded.class);
        return ((ReissueAnswer.Demanded) answer).demand();
    }

    /** A standing with this renewal information. */
    private @Nullable Renewal told(String renewal) {
        body = "{\"state\":\"REISSUE_REQUIRED\",\"as_of\":\"" + Instant.now().minusSeconds(60)
                + "\",\"fresh\":true,\"generation\":1,\"attributes_source\":\"J_LIS\",\"attributes_as_of\":\"2026-04-01\""
                + (renewal.isEmpty() ? "" : ",\"renewal\":" + renewal) + "}";
        StandingAnswer answer = asking.standing("x", null);
        assertThat(answer).isInstanceOf(StandingAnswer.Known.class);
        return ((StandingAnswer.Known) answer).renewal();
    }

    private static String window(String start, String end, String explanation) {
        return "{\"suggested_window\":{\"start\":\"" + start + "\",\"end\":\"" + end + "\"},\"explanation_url\":\""
                + explanation + "\"}";
    }

    @Test
    void whenTheIssuerAnswersAsThePageShowsThenEachMemberIsRead() throws IOException {
        List<String> shown = examples("json", "demand");
        assertThat(shown).hasSize(2);
        status = 201;
        retryAfter = "3600";
        body = shown.get(0);
        ReissueDemand open = demanded(asking.demandReissue("kq3v8mJ1xR0", BACK));
        assertThat(asked).isEqualTo("POST /door/v1/reissue-demands");
        assertThat(Json.parse(sent))
                .isEqualTo(Json.parse(examples("json", "demand_request").get(0)));
        assertThat(open)
                .isEqualTo(new ReissueDemand(
                        "Zm9vYmFyYmF6",
                        ReissueDemand.State.OPEN,
                        URI.create("https://id.example/reissue?relying_party=bank&demand=Zm9vYmFyYmF6"),
                        Instant.parse("2026-11-30T03:04:05Z"),
                        Instant.parse("2026-12-30T03:04:05Z"),
                        null,
                        null,
                        new Renewal(
                                LocalDate.parse("2026-11-27"),
                                LocalDate.parse("2026-11-27"),
                                URI.create("https://id.example/reissue"),
                                Duration.ofHours(1)),
                        Duration.ofHours(1)));

        status = 200;
        body = shown.get(1);
        ReissueDemand fulfilled = demanded(asking.reissueDemand(open.reference()));
        assertThat(asked).isEqualTo("GET /door/v1/reissue-demands/Zm9vYmFyYmF6");
        assertThat(fulfilled.state()).isEqualTo(ReissueDemand.State.FULFILLED);
        assertThat(fulfilled.fulfilledOn()).isEqualTo("2026-12-02");
        assertThat(fulfilled.fulfilledBy()).isEqualTo(2);
        assertThat(fulfilled.renewal()).isNull();
    }

    /** The lines of the reference, as they stand there, with what they find around them. */
    private void lines(RelyingParty bank, String subject, Map<String, Object> session) {
        if (bank.standing(subject, Duration.ofMinutes(15)) instanceof StandingAnswer.Known known
                && known.standing().state() == Standing.State.REISSUE_REQUIRED
                && bank.demandReissue(subject, URI.create("https://bank.example/back"))
                        instanceof ReissueAnswer.Demanded demanded) {
            session.put("demand", demanded.demand().reference());
            redirect(demanded.demand().holderPage());
        }
    }

    private void redirect(URI location) {
        redirected = location;
    }

    @Test
    void whenTheLinesOfTheReferenceRunThenTheHolderIsSentToTheIssuer() throws IOException {
        told("");
        afterwards = examples("json", "demand").get(0);
        Map<String, Object> session = new HashMap<>();
        lines(asking, "x", session);
        assertThat(session).containsEntry("demand", "Zm9vYmFyYmF6");
        assertThat(redirected).hasToString("https://id.example/reissue?relying_party=bank&demand=Zm9vYmFyYmF6");
        Matcher block = Pattern.compile("### Re-issue.*?```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../../docs/reference/relying-party.md")));
        assertThat(block.find()).isTrue();
        String source = Files.readString(Path.of("src/test/java/dev/musubi/relyingparty/ReissueTest.java"));
        assertThat(source.replaceAll("\\s", "")).contains(block.group(1).replaceAll("\\s", ""));
    }

    @Test
    void whenTheHolderLetsItBeToldThenTheAnswerSaysUntilWhenAndWithoutThatNothing() {
        told("{},\"monitored_until\":\"2027-11-30\"");
        assertThat(asking.standing("x", null))
                .isInstanceOfSatisfying(
                        StandingAnswer.Known.class,
                        known -> assertThat(known.monitoredUntil()).isEqualTo("2027-11-30"));
        told("{},\"monitored_until\":\"for ever\"");
        assertThat(asking.standing("x", null))
                .isInstanceOfSatisfying(
                        StandingAnswer.Known.class,
                        known -> assertThat(known.monitoredUntil()).isNull());
    }

    @Test
    void whenNoWayBackIsWantedThenNoneIsSent() {
        asking.demandReissue("x", null);
        assertThat(sent).isEqualTo("{\"subject\":\"x\"}");
    }

    @Test
    void whenThePageShowsAChallengeThenItIsRead() throws IOException {
        String header = examples("http", "challenge")
                .get(0)
                .lines()
                .filter(line -> line.startsWith("WWW-Authenticate: "))
                .findFirst()
                .orElseThrow()
                .substring("WWW-Authenticate: ".length());
        StepUpChallenge challenge = StepUpChallenge.parse(header).orElseThrow();
        assertThat(challenge.why()).isEqualTo(Unmet.REISSUE_REQUIRED);
        assertThat(challenge.requirement().maxAge()).isEqualTo(Duration.ofMinutes(15));
        assertThat(challenge.header()).isEqualTo(header);
        // And the demand the page tells a client to sign in with is the one the library makes.
        assertThat(Files.readString(PAGE))
                .contains(
                        "{\"id_token\": {\"standing\": {\"essential\": true, \"value\": \"ACTIVE\", \"max_age\": 900}}}");
        assertThat(challenge.requirement().claimRequest())
                .isEqualTo(Json.parse("{\"essential\": true, \"value\": \"ACTIVE\", \"max_age\": 900}"));
        for (Unmet each : Unmet.values()) {
            assertThat(Files.readString(PAGE)).contains("`" + each + "`");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "409, reissue_not_needed, NotNeeded",
        "409, private_id_ended, Ended",
        "400, return_uri_not_registered, ReturnUriNotRegistered",
        "404, unknown_subject, UnknownSubject",
        "404, unknown_demand, UnknownDemand",
        "403, client_unknown, NotAdmitted",
        "401, any, NotAdmitted",
        "400, malformed_request, Unreachable",
        "404, no_such_resource, Unreachable",
        "409, something_new, Unreachable",
        "503, overloaded, Unreachable",
    })
    void whenTheIssuerRefusesThenItsCodeBecomesAnOutcome(int refused, String code, String outcome) {
        status = refused;
        body = "{\"code\":\"" + code + "\"}";
        assertThat(asking.demandReissue("x", BACK).getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(asking.reissueDemand("x").getClass().getSimpleName()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"demand\":1,\"state\":\"OPEN\"}",
                "{\"demand\":\"d\",\"state\":\"LATER\",\"holder_uri\":\"https://id.example/r\",\"demanded_at\":\"2026-11-30T03:04:05Z\",\"expires_at\":\"2026-12-30T03:04:05Z\"}",
                "{\"demand\":\"d\",\"state\":\"OPEN\",\"holder_uri\":\"http://id.example/r\",\"demanded_at\":\"2026-11-30T03:04:05Z\",\"expires_at\":\"2026-12-30T03:04:05Z\"}",
                "{\"demand\":\"d\",\"state\":\"OPEN\",\"holder_uri\":\"https://id.example@evil.example/r\",\"demanded_at\":\"2026-11-30T03:04:05Z\",\"expires_at\":\"2026-12-30T03:04:05Z\"}",
                "{\"demand\":\"d\",\"state\":\"OPEN\",\"holder_uri\":\"javascript:alert(1)\",\"demanded_at\":\"2026-11-30T03:04:05Z\",\"expires_at\":\"2026-12-30T03:04:05Z\"}",
                "{\"demand\":\"d\",\"state\":\"OPEN\",\"holder_uri\":\"https://id.example/r\",\"demanded_at\":\"today\",\"expires_at\":\"2026-12-30T03:04:05Z\"}",
            })
    void whenAnAnswerIsNoDemandThenNobodyIsSentAnywhere(String answered) {
        body = answered;
        ReissueAnswer answer = asking.demandReissue("x", BACK);
        assertThat(answer).isInstanceOf(ReissueAnswer.Unreachable.class);
        assertThat(((ReissueAnswer.Unreachable) answer).trouble().code()).isEqualTo("not_understood");
    }

    @Test
    void whenABrowserBringsWhatIsNoReferenceThenItIsNotAskedFor() {
        assertThat(asking.reissueDemand("")).isEqualTo(new ReissueAnswer.UnknownDemand());
        assertThat(asking.reissueDemand("x".repeat(301))).isEqualTo(new ReissueAnswer.UnknownDemand());
        assertThat(asked).isEmpty();
        asking.reissueDemand("../standing/x?y#z");
        assertThat(asked).isEqualTo("GET /door/v1/reissue-demands/..%2Fstanding%2Fx%3Fy%23z");
    }

    @Test
    void whenTheIssuerIsAwayThenThatIsSaidAndWithoutADoorNothingIsAsked() {
        provider.close();
        assertThat(asking.demandReissue("x", BACK)).isInstanceOf(ReissueAnswer.Unreachable.class);
        assertThatThrownBy(() -> bank.demandReissue("x", BACK)).hasMessageContaining("standingApi");
        assertThatThrownBy(() -> bank.reissueDemand("x")).hasMessageContaining("standingApi");
    }

    @Test
    void whenThereIsNothingToDoThenThereIsNoRenewal() {
        assertThat(told("")).isNull();
    }

    @Test
    void whenRenewalInformationIsToldThenItIsRead() {
        retryAfter = "21600";
        assertThat(told(window("2026-12-01", "2026-12-14", "https://id.example/reissue")))
                .isEqualTo(new Renewal(
                        LocalDate.parse("2026-12-01"),
                        LocalDate.parse("2026-12-14"),
                        URI.create("https://id.example/reissue"),
                        Duration.ofHours(6)));
    }
}
