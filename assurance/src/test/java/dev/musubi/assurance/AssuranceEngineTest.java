package dev.musubi.assurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.assurance.catalogue.MeansState;
import dev.musubi.assurance.catalogue.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the two answers look like to those who call. */
class AssuranceEngineTest {

    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");
    private static final AssuranceEngine ENGINE = AssuranceEngine.standard();

    private static Means privateId() {
        return Means.of("private-id")
                .in(MeansState.STANDS)
                .checked(NOW)
                .proofed(NOW.minus(Duration.ofDays(400)))
                .authenticated("passkey-device-bound", NOW);
    }

    private static List<Step> steps(Decision decision) {
        assertThat(decision.outcome()).isInstanceOf(Outcome.StepUp.class);
        return ((Outcome.StepUp) decision.outcome()).steps();
    }

    @Test
    void whenAPrivateIdIsFreshThenTheAcrIsHighAndTheClaimSaysWhoAssessedItAgainstWhat() {
        Assurance assurance = ENGINE.assurance(privateId(), NOW);
        assertThat(assurance.acr()).hasValue("urn:musubi:acr:high");
        assertThat(ENGINE.satisfies(assurance, "urn:musubi:acr:substantial")).isTrue();
        assertThat(ENGINE.satisfies(assurance, "something-else")).isFalse();
        Map<String, Object> nist = assurance.claim().stream()
                .filter(each -> "nist-sp-800-63-3".equals(each.get("framework")) && "IAL".equals(each.get("axis")))
                .findFirst()
                .orElseThrow();
        assertThat(nist)
                .containsEntry("level", "IAL2")
                .containsEntry("judgement", "OWN")
                .containsKeys("document", "version", "clause", "statement_ja");
        assertThat(String.valueOf(nist.get("statement")))
                .contains("comparable", "assessed against", "the Musubi project", "2026-11-25");
    }

    @Test
    void whenNothingIsDoneThenItFallsAndSaysWhenAndWhy() {
        Assurance assurance = ENGINE.assurance(privateId(), NOW);
        Assurance.Fall proofing = assurance.falls().stream()
                .filter(each -> each.axis().equals("身元確認") && each.framework().equals("jp-guideline-2019"))
                .findFirst()
                .orElseThrow();
        assertThat(proofing.after()).isEqualTo(NOW.plus(Duration.ofHours(30)));
        assertThat(proofing.from()).isEqualTo("身元3");
        assertThat(proofing.to()).isEqualTo("身元2");
        assertThat(proofing.why().ja()).contains("30時間");
        assertThat(levelAt(proofing.after())).isEqualTo("身元3");
        assertThat(levelAt(proofing.after().plusSeconds(1))).isEqualTo("身元2");
    }

    private static String levelAt(Instant at) {
        return String.valueOf(ENGINE.assurance(privateId(), at)
                .on("jp-guideline-2019", "身元確認")
                .orElseThrow()
                .level());
    }

    @Test
    void whenItHasToBeIssuedAgainThenExactlyThatIsAskedFor() {
        Means stale = privateId().in(MeansState.REISSUE_REQUIRED);
        Decision decision = ENGINE.evaluate(stale, "health-record", NOW);
        assertThat(steps(decision)).extracting(Step::remedy).containsExactly(Remedy.REFRESH);
        assertThat(decision.against()).isNotEmpty();
    }

    @Test
    void whenTheAuthenticatorIsTooWeakThenTheWeakestThatSufficesIsAskedFor() {
        Means weak = privateId().authenticated("app-token", NOW);
        assertThat(steps(ENGINE.evaluate(weak, "childcare-application", NOW)))
                .extracting(Step::with)
                .containsExactly("passkey-synced");
        assertThat(steps(ENGINE.evaluate(weak, "bank-large-transfer", NOW)))
                .extracting(Step::with)
                .containsExactly("passkey-device-bound");
    }

    @Test
    void whenTheLawNamesTheMethodsThenNothingElseWillDo() {
        Decision decision = ENGINE.evaluate(privateId(), "bank-account", new RelyingPartyFacts(true), NOW);
        assertThat(steps(decision)).extracting(Step::with).containsExactly("jpki-signature-card");
        assertThat(ENGINE.evaluate(privateId(), "bank-account", NOW).outcome())
                .as("a relying party that is no signature verifier may not take a JPKI signature either")
                .isEqualTo(new Outcome.Refuse());
    }

    @Test
    void whenItIsSuspendedOrOverThenItIsGoodForNothing() {
        for (MeansState state : List.of(MeansState.SUSPENDED, MeansState.ENDED)) {
            ENGINE.catalogue()
                    .procedures()
                    .keySet()
                    .forEach(procedure -> assertThat(ENGINE.evaluate(privateId().in(state), procedure, NOW)
                                    .outcome())
                            .as(procedure)
                            .isNotEqualTo(new Outcome.Accept()));
        }
        assertThat(ENGINE.evaluate(privateId().in(MeansState.ENDED), "loyalty-card", NOW)
                        .against())
                .extracting(Reason::rule)
                .containsExactly("state");
    }

    @Test
    void whenSomethingIsNotInTheCatalogueThenThatIsSaid() {
        assertThatThrownBy(() -> ENGINE.evaluate(privateId(), "nothing", NOW))
                .isInstanceOfSatisfying(
                        NotInCatalogueException.class, e -> assertThat(e.what()).isEqualTo("procedure"));
        assertThatThrownBy(() -> ENGINE.assurance(Means.of("nothing"), NOW))
                .isInstanceOf(NotInCatalogueException.class);
        assertThatThrownBy(() -> ENGINE.assurance(privateId().authenticated("face", NOW), NOW))
                .as("not an authenticator of a private ID")
                .isInstanceOf(NotInCatalogueException.class);
    }

    @Test
    void whenTimesAreAtTheEndsOfTheCalendarThenADecisionIsTakenAllTheSame() {
        for (Instant far : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH)) {
            Means means = Means.of("private-id")
                    .in(MeansState.STANDS)
                    .checked(far)
                    .proofed(far)
                    .attributes(null, far)
                    .authenticated("passkey-synced", far);
            Decision decision = ENGINE.evaluate(means, "childcare-application", NOW);
            assertThat(ENGINE.replay(
                            DecisionRecord.of(decision, ENGINE.catalogue()).write()))
                    .isInstanceOf(Replay.Same.class);
        }
    }

    @Test
    void whenATimeIsAheadByNoMoreThanClocksDifferThenItCountsAsNowAndNotAsBetter() {
        Means soon = privateId().checked(NOW.plus(Duration.ofMinutes(5)));
        assertThat(ENGINE.assurance(soon, NOW).acr())
                .isEqualTo(ENGINE.assurance(privateId(), NOW).acr());
    }

    @Test
    void whenEvidenceIsFromTheFutureThenItCountsForNothing() {
        Instant ahead = NOW.plus(Duration.ofMinutes(6));
        assertThat(ENGINE.assurance(privateId().checked(ahead), NOW).acr())
                .as("a check dated ahead is no check")
                .isEqualTo(ENGINE.assurance(privateId().checked(null), NOW).acr())
                .isNotEqualTo(ENGINE.assurance(privateId(), NOW).acr());
        assertThat(ENGINE.assurance(privateId().authenticated("passkey-synced", ahead), NOW)
                        .acr())
                .isEqualTo(ENGINE.assurance(privateId().authenticated(null, null), NOW)
                        .acr());
    }
}
