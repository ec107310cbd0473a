package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.enrolment.EnrolmentOutcome;
import dev.musubi.issuer.fixture.ClientTls;
import dev.musubi.issuer.fixture.SchemaCheck;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.signals.SignalLoops;
import dev.musubi.issuer.web.ClientKey;
import dev.musubi.jpki.fixture.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code docs/standards/reissue.md}, its schema and this issuer say the same: each example of the page and each answer over
 * real doors is held against the schema, and what the schema defines is met by both.
 */
class ReissueSpecificationTest extends OpenIdTest {

    private static final Path FOLDER_OF_STANDARDS = Path.of("../docs/standards");
    private static final Pattern EXAMPLE = Pattern.compile("```json ([a-z_]+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
    private static final String BACK = "https://bank.example/back?from=issuer";
    private static final String STANDING =
            "{\"id_token\":{\"standing\":{\"essential\":true,\"value\":\"ACTIVE\",\"max_age\":900}}}";
    private static final Set<String> PART_OF_OTHERS = Set.of("renewal");

    @Autowired
    private RelyingParties parties;

    @Autowired
    private BeanFactory beans;

    private final ClientKey certificate = ClientKey.make(-1, 1);
    private final Set<String> met = new TreeSet<>();

    private static String page() throws IOException {
        return Files.readString(FOLDER_OF_STANDARDS.resolve("reissue.md"));
    }

    private static SchemaCheck schema() throws IOException {
        return SchemaCheck.of(FOLDER_OF_STANDARDS.resolve("reissue.schema.json"));
    }

    private static void examples(BiConsumer<String, JsonNode> each) throws IOException {
        for (MatchResult found : EXAMPLE.matcher(page()).results().toList()) {
            each.accept(found.group(1), StoredJson.tree(found.group(2), 1));
        }
    }

    private static Set<String> defined() throws IOException {
        Set<String> defined = new TreeSet<>(schema().objects());
        defined.removeAll(PART_OF_OTHERS);
        return defined;
    }

    @Test
    void whenThePageShowsAnExampleThenItIsAsTheSchemaSays() throws IOException {
        SchemaCheck schema = schema();
        Set<String> shown = new TreeSet<>();
        examples((definition, example) -> {
            shown.add(definition);
            assertThat(schema.faults(definition, example)).as(definition).isEmpty();
        });
        assertThat(shown).as("each definition has an example").isEqualTo(defined());
    }

    @Test
    void whenTheSchemaNamesAMemberThenThePageSaysWhatItMeans() throws IOException {
        String page = page();
        for (String definition : schema().objects()) {
            assertThat(schema().members(definition))
                    .isNotEmpty()
                    .allSatisfy(member -> assertThat(page)
                            .as("%s of %s", member, definition)
                            .containsPattern("[`\"]" + member + "[`\"]"));
        }
    }

    @Test
    void whenAnExampleIsSpoiltThenItIsFound() throws IOException {
        SchemaCheck schema = schema();
        examples((definition, example) -> {
            for (String name : List.copyOf(example.propertyNames())) {
                ObjectNode other = ((ObjectNode) example.deepCopy()).put(name, 0.5);
                assertThat(schema.faults(definition, other)).as(name).isNotEmpty();
            }
            assertThat(schema.faults(definition, ((ObjectNode) example.deepCopy()).put("serial_number", "1")))
                    .isNotEmpty();
            assertThat(schema.faults(definition, StoredJson.tree("{}", 1))).isNotEmpty();
        });
    }

    private void meets(String definition, JsonNode answer) throws IOException {
        assertThat(schema().faults(definition, answer))
                .as("%s: %s", definition, answer)
                .isEmpty();
        met.add(definition);
    }

    /** A relying party that comes with a certificate to its door, and as a client to the others. */
    private Plain party() {
        Plain plain = plain(SignalClient.metadata(), false);
        parties.register(
                new RelyingParty(
                        plain.id(),
                        "試験店",
                        plain.id() + ".example",
                        RelyingParty.Law.NONE,
                        List.of(URI.create(BACK)),
                        false,
                        null),
                certificate.certificate());
        return plain;
    }

    private HttpResponse<String> ask(String method, String path, Map<String, ?> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(MUTUAL_TLS + path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json(body)));
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(ClientTls.trusting(
                        FOLDER.resolve("tls/server.pem"), certificate.pair().getPrivate(), certificate.certificate()))
                .build()) {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode standing(String subject, String retryAfter) throws IOException {
        HttpResponse<String> answer = ask("GET", "/v1/standing/" + subject, Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Retry-After").orElse("none")).isEqualTo(retryAfter);
        JsonNode told = StoredJson.tree(answer.body(), 1);
        // The answer has members that this specification says nothing of.
        JsonNode ours = ((ObjectNode) told.deepCopy()).retain("state", "renewal");
        meets("renewal_answer", ours);
        return ours;
    }

    private JsonNode demand(HttpResponse<String> answer, int status, String retryAfter) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Retry-After").orElse("none")).isEqualTo(retryAfter);
        JsonNode demand = StoredJson.tree(answer.body(), 1);
        meets("demand", demand);
        return demand;
    }

    private HttpResponse<String> demand(String subject, String back) throws IOException {
        Map<String, String> body = Map.of("subject", subject, "return_uri", back);
        meets("demand_request", StoredJson.tree(json(body), 1));
        return ask("POST", "/v1/reissue-demands", body);
    }

    private void problem(HttpResponse<String> answer, int status, String code) throws IOException {
        JsonNode problem = StoredJson.tree(answer.body(), 1);
        meets("problem", problem);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(page()).contains("| `" + code + "` | " + status + " |");
    }

    private void signal(SignalClient client, String stream, String event, String definition) throws IOException {
        new SignalLoops(beans).run();
        for (String set : client.fetch(stream).values()) {
            if (SignalClient.kind(set).equals(SignalClient.OURS + event)) {
                assertThat(page()).contains("`" + SignalClient.OURS + event + "`");
                meets(definition, StoredJson.tree(StoredJson.text(SignalClient.said(set)), 1));
            }
        }
    }

    private void apply(HolderId holderId, Cause cause) {
        holders.locking(holderId, () -> privateIds.apply(holderId, cause, clock.instant(), "test"));
    }

    @Test
    void whenAllOfItIsGoneThroughThenEachAnswerIsAsThePageSays() throws IOException {
        Plain bank = party();
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        HolderId holderId = holderOf(person);
        browser.go(start(bank, Map.of("scope", "openid monitoring", "claims", STANDING)));
        HttpResponse<String> tokens = redeem(bank, code(browser.press("consent-allow", Map.of("monitoring", "1"))));
        String subject = claims(member(tokens, "id_token")).getSubject();
        SignalClient signals = SignalClient.of(bank);
        String stream = signals.polled();
        signals.add(stream, subject);

        assertThat(standing(subject, "none").has("renewal")).isFalse();
        problem(demand(subject, BACK), 409, "reissue_not_needed");
        problem(demand("nobody", BACK), 404, "unknown_subject");

        apply(holderId, Cause.ANCHOR_CONTENT_CHANGED);
        String today =
                LocalDate.ofInstant(clock.instant(), ZoneId.of("Asia/Tokyo")).toString();
        JsonNode window = standing(subject, "21600").path("renewal").path("suggested_window");
        assertThat(window.path("start").asString()).isEqualTo(today);
        assertThat(window.path("end").asString()).isEqualTo(today);
        problem(demand(subject, BACK + "&more=1"), 400, "return_uri_not_registered");
        JsonNode demand = demand(demand(subject, BACK), 201, "3600");
        assertThat(demand(demand(subject, BACK), 200, "3600")).isEqualTo(demand);
        String reference = demand.path("demand").asString();
        assertThat(demand(ask("GET", "/v1/reissue-demands/" + reference, Map.of()), 200, "3600"))
                .isEqualTo(demand);
        problem(ask("GET", "/v1/reissue-demands/" + reference + "x", Map.of()), 404, "unknown_demand");
        meets("challenge", challenge(bearer(member(tokens, "access_token"))));
        signal(signals, stream, "reissue-required", "reissue_required");

        TestCertificate next = person();
        jlis.samePerson(
                person.read(AUTHORITY.profile()).id(),
                next.read(AUTHORITY.profile()).id());
        EnrolmentOutcome.Issued again = enrol(next, false);
        assertThat(again.privateId().generation()).isEqualTo(2);
        JsonNode fulfilled = demand(ask("GET", "/v1/reissue-demands/" + reference, Map.of()), 200, "none");
        assertThat(fulfilled.path("state").asString()).isEqualTo("FULFILLED");
        assertThat(fulfilled.path("fulfilled_by").asInt()).isEqualTo(2);
        assertThat(fulfilled.path("fulfilled_at").asString()).isEqualTo(today);
        assertThat(standing(subject, "none").path("state").asString()).isEqualTo("ACTIVE");
        signal(signals, stream, "reissued", "reissued");
        way(browser(), next, reference);

        apply(holderId, Cause.WITHDRAWN);
        assertThat(standing(subject, "none").has("renewal")).isFalse();
        problem(demand(subject, BACK), 409, "private_id_ended");
        assertThat(met).as("each definition is met by an answer").isEqualTo(defined());
    }

    /** The holder's home has the way back: what was registered, to the letter, and the demand's reference. */
    private void way(TestBrowser browser, TestCertificate person, String reference) throws IOException {
        browser.go(URI.create(ISSUER + "/signin"));
        byCard(browser, person);
        browser.go(URI.create(ISSUER + "/home"));
        URI back = URI.create(browser.page().select("#waiting a.button").attr("href"));
        assertThat(back.toString()).startsWith(BACK + "&");
        Map<String, String> added = new LinkedHashMap<>(query(back));
        assertThat(added.remove("from")).isEqualTo("issuer");
        assertThat(added).containsEntry("demand", reference);
        meets("way_back", StoredJson.tree(StoredJson.text(added), 1));
    }

    private static JsonNode challenge(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(401);
        String header = answer.headers().firstValue("WWW-Authenticate").orElseThrow();
        Map<String, String> parameters = new LinkedHashMap<>();
        PARAMETER.matcher(header).results().forEach(each -> parameters.put(each.group(1), each.group(2)));
        // The scheme's own (RFC 9110 section 11.5, RFC 9449 section 7.1).
        parameters.keySet().removeAll(Set.of("realm", "algs"));
        assertThat(parameters)
                .containsEntry("standing", "ACTIVE")
                .containsEntry("standing_max_age", "900")
                .hasEntrySatisfying("error_description", why -> assertThat(why).startsWith("REISSUE_REQUIRED: "));
        return StoredJson.tree(StoredJson.text(parameters), 1);
    }
}
