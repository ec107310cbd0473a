package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.assurance.AssuranceCommand;
import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Reply;
import dev.musubi.app.demo.Await;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A relying party asks whether a private ID suffices; an auditor takes the decision again with the command. */
class AssuranceTest {

    private static World world;

    @BeforeAll
    static void begin() {
        world = World.begin("assurance");
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private static List<String> against(Reply decision) {
        return decision.body()
                .path("because")
                .valueStream()
                .filter(each -> each.path("verdict").asString().equals("AGAINST"))
                .map(each -> each.path("rule").asString())
                .toList();
    }

    @Test
    void whenABankAsksThenItLearnsWhatSufficesWhyAndByWhichText() {
        String subject = world.atBank(world.holder(false));
        Reply loyalty = world.bank().decide(subject, "loyalty-card").expect(200);
        assertThat(loyalty.text("outcome")).isEqualTo("ACCEPT");
        Reply change = world.bank().decide(subject, "bank-address-change").expect(200);
        assertThat(change.text("outcome")).isEqualTo("STEP_UP");
        JsonNode step = change.body().path("steps").path(0);
        assertThat(step.path("remedy").asString()).isEqualTo("AUTHENTICATE");
        assertThat(step.path("text_ja").asString()).contains("認証");
        assertThat(against(change)).containsExactly("level:nist-sp-800-63-3/AAL");
        for (JsonNode reason : change.body().path("because")) {
            for (String member : List.of("document", "document_ja", "version", "clause", "confidence", "judgement")) {
                assertThat(reason.path("source").path(member).asString())
                        .as(member)
                        .isNotBlank();
            }
        }
        assertThat(change.body().path("assurance").valueStream())
                .isNotEmpty()
                .allSatisfy(
                        each -> assertThat(each.path("statement").asString()).contains("assessed against"));
    }

    @Test
    void whenTheAnchorDiesThenTheDecisionFallsAndNothingOfTheCertificateIsTold() {
        HolderApp holder = world.holder(false);
        String subject = world.atBank(holder);
        world.move(holder, false);
        world.sandbox.publish();
        Await.until(
                "noticed",
                Duration.ofSeconds(60),
                () -> world.bank().standing(subject, null).text("state").equals("REISSUE_REQUIRED"));
        Reply decision = world.bank().decide(subject, "bank-address-change").expect(200);
        assertThat(decision.text("outcome")).isEqualTo("STEP_UP");
        assertThat(against(decision)).contains("need");
        String said = decision.body().toString();
        for (JsonNode certificate :
                world.sandbox.resident(holder.residentId()).body().path("certificates")) {
            assertThat(said).doesNotContain(certificate.path("issueNumber").asString());
        }
        assertThat(said)
                .doesNotContainIgnoringCase("revoked")
                .doesNotContainIgnoringCase("affiliation")
                .doesNotContain("失効", "CARD_SIGNATURE", "SMARTPHONE");
        Reply standing = world.bank().standing(subject, null).expect(200);
        assertThat(decision.body().path("record").asString())
                .as("the record says of the state what standing says")
                .contains("REISSUE_REQUIRED");
        assertThat(standing.text("state")).isEqualTo("REISSUE_REQUIRED");
    }

    @Test
    void whenAnAuditorComesThenTheDecisionIsTakenAgainAtTheDoorAndByTheCommand() throws Exception {
        String subject = world.atBank(world.holder(false));
        Reply decided = world.bank().decide(subject, "loyalty-card").expect(200);
        String path = "/v1/assurance/decisions/" + URLEncoder.encode(decided.text("decision"), StandardCharsets.UTF_8);
        Reply kept = world.bank().send("GET", path, null).expect(200);
        assertThat(kept.text("replay")).isEqualTo("SAME");
        assertThat(kept.text("record")).isEqualTo(decided.text("record"));
        Path file = world.platform.data().resolve("record.json");
        Files.writeString(file, decided.text("record"));
        assertThat(run("replay", file.toString())).contains("The same, to the last word: ACCEPT");
        Files.writeString(file, decided.text("record").replace("ACCEPT", "REFUSE"));
        assertThat(run("replay", file.toString())).contains("altered in: outcome");
        assertThat(world.bank()
                        .send("GET", "/v1/assurance/decisions/nonsense", null)
                        .code())
                .isEqualTo("unknown_decision");
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        new AssuranceCommand(
                        () -> Instant.parse("2026-11-25T00:00:00Z"),
                        new PrintStream(told, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whenAMeansIsDescribedThenNobodyIsNamedAndNothingIsKept() {
        Reply decided = world.bank()
                .send(
                        "POST",
                        "/v1/assurance/decisions",
                        Map.of(
                                "procedure",
                                "loyalty-card",
                                "means",
                                Map.of(
                                        "kind", "self-asserted",
                                        "state", "STANDS",
                                        "authenticator", "password",
                                        "authenticated_at",
                                                Instant.now().minusSeconds(60).toString())))
                .expect(200);
        assertThat(decided.text("outcome")).isEqualTo("ACCEPT");
        assertThat(decided.body().has("decision")).isFalse();
    }

    @Test
    void whenTheQuestionIsWrongThenTheProblemSaysHow() {
        String subject = world.atBank(world.holder(false));
        assertThat(ask(Map.of("procedure", "loyalty-card"))).isEqualTo("subject_or_means");
        assertThat(ask(Map.of("procedure", "loyalty-card", "subject", subject, "means", Map.of("kind", "mail"))))
                .isEqualTo("subject_or_means");
        assertThat(ask(Map.of("procedure", "nothing", "subject", subject))).isEqualTo("unknown_procedure");
        assertThat(ask(Map.of("subject", subject))).isEqualTo("unknown_procedure");
        assertThat(ask(Map.of("procedure", "loyalty-card", "subject", "nobody")))
                .isEqualTo("unknown_subject");
        assertThat(ask(Map.of("procedure", "loyalty-card", "means", Map.of("kind", "nothing"))))
                .isEqualTo("unknown_means");
        assertThat(ask(Map.of("procedure", "loyalty-card", "means", Map.of("kind", "mail", "state", "FINE"))))
                .isEqualTo("malformed_request");
        assertThat(ask(Map.of("procedure", "loyalty-card", "means", Map.of("kind", "mail", "who", "me"))))
                .isEqualTo("malformed_request");
    }

    private static String ask(Object body) {
        return world.bank().send("POST", "/v1/assurance/decisions", body).code();
    }
}
