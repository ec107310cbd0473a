package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.relyingparty.decision.Decision;
import dev.musubi.relyingparty.decision.Decision.Undecided;
import dev.musubi.relyingparty.decision.Decision.Undecided.Why;
import dev.musubi.relyingparty.decision.Grounds;
import dev.musubi.relyingparty.decision.PresentedMeans;
import dev.musubi.relyingparty.decision.Reason;
import dev.musubi.relyingparty.decision.Step;
import dev.musubi.relyingparty.fixture.TestDecisions;
import dev.musubi.relyingparty.fixture.TestProvider;
import dev.musubi.relyingparty.fixture.TestTls;
import java.io.IOException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Does it suffice for a procedure: one line, and what comes of it. */
class DecisionTest extends RelyingPartyTest {

    private final KeyStore certificate = TestTls.key();
    private RelyingParty asking;

    @BeforeEach
    void withTheInterfaceForRelyingParties() throws IOException {
        asking = building(provider)
                .client(TestProvider.CLIENT, ClientKey.in(folder.resolve("bank.jwk")))
                .certificate(certificate, TestTls.PASSWORD)
                .standingApi(provider.issuer())
                .build();
    }

    @AfterEach
    void letGo() {
        asking.close();
    }

    private Decision decide() {
        return asking.decide("the-holder", "bank-account");
    }

    private void without(String member) {
        Map<String, Object> less = new LinkedHashMap<>(TestDecisions.accept());
        less.remove(member);
        provider.decision = less;
    }

    private void altered(String member, Object value) {
        Map<String, Object> other = new LinkedHashMap<>(provider.decision);
        other.put(member, value);
        provider.decision = other;
    }

    @Test
    void whenSomebodyHasSignedInThenOneLineAsksInTheirNameByCertificate() throws KeyStoreException {
        SignedIn in = signedIn(DEMAND);
        Decision decision = asking.decide(in, "bank-account");
        assertThat(provider.lastQuestion)
                .isEqualTo(Map.of("subject", TestProvider.SUBJECT, "procedure", "bank-account"));
        assertThat(provider.shown).isEqualTo(certificate.getCertificate("key"));
        assertThat(decision).isInstanceOf(Decision.Accept.class);
        Grounds grounds = ((Decision.Accept) decision).grounds();
        assertThat(grounds.reference()).isEqualTo("the-reference");
        assertThat(grounds.procedureVersion()).isEqualTo("2026-11-25");
        assertThat(grounds.at()).isEqualTo(Instant.parse("2026-11-25T03:00:00Z"));
        assertThat(grounds.record()).isEqualTo("{}");
        assertThat(grounds.because()).singleElement().satisfies(reason -> {
            assertThat(reason.verdict()).isEqualTo(Reason.Verdict.FOR);
            assertThat(reason.japanese()).isEqualTo("民間IDは有効である。");
            assertThat(reason.english()).isEqualTo("The private ID stands.");
            assertThat(reason.source().clause()).isEqualTo("2.1");
        });
        assertThat(grounds.against()).isEmpty();
    }

    @Test
    void whenAStepIsMissingThenItIsSaidExactlyWhich() {
        provider.decision = TestDecisions.stepUp();
        assertThat(decide()).isInstanceOfSatisfying(Decision.StepUp.class, up -> {
            assertThat(up.steps())
                    .containsExactly(new Step(
                            Step.Remedy.ANOTHER_MEANS,
                            "jpki-signature-card",
                            "次の手段を示す: 署名（カード）",
                            "present a signature"));
            assertThat(up.japanese()).isEqualTo("次の手段を示す: 署名（カード）。");
            assertThat(up.english()).isEqualTo("Present a signature.");
            assertThat(up.grounds().against()).extracting(Reason::rule).containsExactly("law:jp-aml");
        });
        altered(
                "steps",
                List.of(
                        TestDecisions.step("REISSUE", "", "再発行する", "have it issued again"),
                        TestDecisions.step("AUTHENTICATE", "passkey-synced", "認証する", "authenticate")));
        assertThat(decide()).isInstanceOfSatisfying(Decision.StepUp.class, up -> {
            assertThat(up.japanese()).isEqualTo("再発行する。そのあと、認証する。");
            assertThat(up.english()).isEqualTo("Have it issued again, then authenticate.");
        });
    }

    @Test
    void whenNothingHelpsThenTheRefusalSaysWhyInOneSentence() {
        provider.decision = TestDecisions.refuse();
        assertThat(decide()).isInstanceOfSatisfying(Decision.Refuse.class, no -> {
            assertThat(no.japanese()).isEqualTo("民間IDは一時停止中である。");
            assertThat(no.english()).isEqualTo("The private ID is suspended.");
        });
    }

    @Test
    void whenAMeansWasPresentedHereThenItIsDescribedAndNobodyIsNamed() {
        without("decision");
        Instant at = Instant.parse("2026-11-25T02:59:00Z");
        Decision decision = asking.decide(PresentedMeans.jpkiSignature(true, at), "bank-account");
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Accept.class,
                        accept -> assertThat(accept.grounds().reference()).isNull());
        assertThat(provider.lastQuestion).containsOnlyKeys("procedure", "means");
        assertThat(provider.lastQuestion.get("means"))
                .isEqualTo(Map.of(
                        "kind", "jpki-signature-card",
                        "state", "STANDS",
                        "checked_at", "2026-11-25T02:59:00Z",
                        "proofed_at", "2026-11-25T02:59:00Z",
                        "attributes_as_of", "2026-11-25T02:59:00Z",
                        "authenticator", "card-signature-pin",
                        "authenticated_at", "2026-11-25T02:59:00Z"));
        asking.decide(new PresentedMeans("mail", false, null, null, null, null, null), "bank-account");
        assertThat(provider.lastQuestion.get("means")).isEqualTo(Map.of("kind", "mail", "state", "UNKNOWN"));
    }

    @Test
    void whenTheIssuerDoesNotDecideThenItIsNeverAnAcceptance() {
        provider.decisionStatus = 401;
        assertThat(decide()).isEqualTo(new Undecided(Why.NOT_ADMITTED));
        provider.decisionStatus = 403;
        assertThat(decide()).isEqualTo(new Undecided(Why.NOT_ADMITTED));
        provider.decisionStatus = 404;
        assertThat(decide()).isEqualTo(new Undecided(Why.UNKNOWN_SUBJECT));
        provider.decisionStatus = 422;
        altered("code", "unknown_procedure");
        assertThat(decide()).isEqualTo(new Undecided(Why.UNKNOWN_PROCEDURE));
        altered("code", "unknown_means");
        assertThat(decide()).isEqualTo(new Undecided(Why.UNKNOWN_MEANS));
        for (int status : new int[] {400, 429, 500, 503}) {
            provider.decisionStatus = status;
            assertThat(decide()).isEqualTo(new Undecided(Why.UNANSWERED));
        }
        provider.close();
        assertThat(decide()).isInstanceOfSatisfying(Undecided.class, not -> {
            assertThat(not.later()).isTrue();
            assertThat(not.japanese()).contains("しばらくしてから");
        });
    }

    @Test
    void whenItWasTakenAtAMomentToComeThenItIsNone() {
        Instant now = Instant.now();
        altered("at", now.plusSeconds(5).toString());
        assertThat(decide()).as("within what clocks may be apart").isInstanceOf(Decision.Accept.class);
        altered("at", now.plusSeconds(3600).toString());
        assertThat(decide())
                .isInstanceOfSatisfying(
                        Undecided.class, none -> assertThat(none.why()).isEqualTo(Undecided.Why.UNANSWERED));
    }

    @Test
    void whenAnAnswerIsMalformedOrContradictsItselfThenItIsNone() {
        for (String member : List.of("outcome", "procedure_version", "at", "record")) {
            without(member);
            assertThat(decide()).as("without " + member).isEqualTo(new Undecided(Why.UNANSWERED));
        }
        provider.decision = TestDecisions.accept();
        altered("procedure", "loyalty-card");
        assertThat(decide()).as("another procedure").isEqualTo(new Undecided(Why.UNANSWERED));
        provider.decision = TestDecisions.accept();
        altered("outcome", "SURE");
        assertThat(decide()).as("no outcome of ours").isEqualTo(new Undecided(Why.UNANSWERED));
        provider.decision = TestDecisions.refuse();
        altered("outcome", "ACCEPT");
        assertThat(decide()).as("accepted against a rule").isEqualTo(new Undecided(Why.UNANSWERED));
        provider.decision = TestDecisions.accept();
        altered("outcome", "REFUSE");
        assertThat(decide()).as("refused without a rule").isEqualTo(new Undecided(Why.UNANSWERED));
        altered("outcome", "STEP_UP");
        assertThat(decide()).as("a step up without steps").isEqualTo(new Undecided(Why.UNANSWERED));
        provider.decision = TestDecisions.stepUp();
        altered("steps", List.of(TestDecisions.step("DANCE", "", "踊る", "dance")));
        assertThat(decide()).as("an unknown step").isEqualTo(new Undecided(Why.UNANSWERED));
        provider.decision = TestDecisions.accept();
        altered("because", List.of("because"));
        assertThat(decide()).as("no reason").isEqualTo(new Undecided(Why.UNANSWERED));
    }

    @Test
    void whenTheInterfaceIsNotSetUpThenTheErrorSaysWhatToSet() {
        assertThatThrownBy(() -> bank.decide("the-holder", "bank-account"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("standingApi");
    }
}
