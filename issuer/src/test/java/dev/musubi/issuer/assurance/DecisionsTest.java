package dev.musubi.issuer.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.assurance.AssuranceEngine;
import dev.musubi.assurance.Decision;
import dev.musubi.assurance.DecisionRecord;
import dev.musubi.assurance.Means;
import dev.musubi.assurance.Outcome;
import dev.musubi.assurance.Reason;
import dev.musubi.assurance.Replay;
import dev.musubi.assurance.Step;
import dev.musubi.assurance.catalogue.MeansState;
import dev.musubi.assurance.catalogue.Remedy;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.assurance.Decisions.Outcome.Decided;
import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.disclosure.Disclosures;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class DecisionsTest extends IssuerTest {

    private static final RelyingParty CITY =
            new RelyingParty("city", "市役所", "city", RelyingParty.Law.ADMINISTRATIVE_PROCEDURE, List.of(), false, null);
    private static final RelyingParty BANK =
            new RelyingParty("bank", "銀行", "bank", RelyingParty.Law.JP_AML, List.of(), true, "ref");

    @Autowired
    private Decisions decisions;

    @Autowired
    private PrivateIdMeans means;

    @Autowired
    private Disclosures disclosures;

    @Autowired
    private PairwiseSubjects subjects;

    @Autowired
    private Anchors anchors;

    @Autowired
    private AuditLog audit;

    @Autowired
    private AssuranceEngine engine;

    private Decided decide(RelyingParty party, HolderId holderId, String procedure) {
        Decisions.Outcome outcome = decisions.decide(party, subjects.of(holderId, party.sector()), procedure);
        assertThat(outcome).isInstanceOf(Decided.class);
        return (Decided) outcome;
    }

    private void visit(HolderId holderId, RelyingParty party) {
        String code = disclosures
                .allow(holderId, appOf(holderId), party, "手続", Set.of(Attribute.NAME))
                .orElseThrow()
                .code();
        assertThat(disclosures.redeem(party, code)).isPresent();
    }

    private static List<Step> steps(Decided decided) {
        assertThat(decided.decision().outcome()).isInstanceOf(Outcome.StepUp.class);
        return ((Outcome.StepUp) decided.decision().outcome()).steps();
    }

    @Test
    void whenTheHolderOnlyCarriedACodeThenThatIsOneFactorAndMoreIsAskedFor() {
        HolderId holderId = holder(person(), false);
        assertThat(steps(decide(CITY, holderId, "library-card")))
                .as("nobody authenticated towards the city yet")
                .extracting(Step::remedy)
                .containsExactly(Remedy.AUTHENTICATE);
        holders.locking(holderId, () -> {
            disclosures.told(holderId, CITY.id(), "手続", Set.of(Attribute.NAME), ConsentId.random());
            return true;
        });
        assertThat(steps(decide(CITY, holderId, "library-card")))
                .as("what a sign-in told the city is no code the holder carried there")
                .extracting(Step::remedy)
                .containsExactly(Remedy.AUTHENTICATE);
        visit(holderId, CITY);
        assertThat(decide(CITY, holderId, "library-card").decision().outcome()).isEqualTo(new Outcome.Accept());
        assertThat(steps(decide(CITY, holderId, "childcare-application")))
                .extracting(Step::with)
                .containsExactly("passkey-synced");
        assertThat(steps(decide(BANK, holderId, "bank-address-change")))
                .as("a visit to the city is none to the bank")
                .extracting(Step::remedy)
                .containsExactly(Remedy.AUTHENTICATE);
    }

    @Test
    void whenTheAnchorDiesThenTheDecisionFallsAndSpeaksOfThePrivateIdAlone() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        visit(holderId, CITY);
        publish(municipality(person), 1, Map.of(person, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();
        Decision decision = decide(CITY, holderId, "childcare-application").decision();
        assertThat(decision.means().state()).isEqualTo(MeansState.REISSUE_REQUIRED);
        assertThat(decision.against()).extracting(Reason::rule).contains("need");
        String said = decision.because().toString() + decision.means() + decision.outcome();
        assertThat(said)
                .doesNotContain("失効", "シリアル", "AFFILIATION", "affiliation", "REVOKED", "smartphone", "SMARTPHONE")
                .doesNotContainIgnoringCase("revoked")
                .doesNotContain(person.x509().getSerialNumber().toString());
        assertThat(decision.means().toString()).doesNotContain("CARD", "card-signature");
    }

    @Test
    void whenTheProcedureWantsAFreshStateThenJlisIsAskedAndWhatItSaysDecides() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        pass(Duration.ofHours(2));
        visit(holderId, CITY);
        Decision asked = decide(CITY, holderId, "health-record").decision();
        assertThat(Duration.between(anchors.current(holderId).orElseThrow().asOf(), clock.instant()))
                .as("asked just now")
                .isLessThan(Duration.ofMinutes(1));
        assertThat(Duration.between(asked.means().checkedAt(), asked.at()))
                .as("told by what the procedure wants, and not when that was")
                .isBetween(Duration.ofSeconds(449), Duration.ofSeconds(452));
        pass(Duration.ofHours(2));
        jlis.revoked.put(person.read(AUTHORITY.profile()).id(), RevocationReason.AFFILIATION_CHANGED);
        Decision now = decide(CITY, holderId, "health-record").decision();
        assertThat(now.means().state()).isEqualTo(MeansState.REISSUE_REQUIRED);
    }

    @Test
    void whenJlisIsDarkThenTheOldStateIsNotTakenForFresh() {
        HolderId holderId = holder(person(), false);
        pass(Duration.ofHours(2));
        visit(holderId, CITY);
        jlis.dark = true;
        Decision decision = decide(CITY, holderId, "health-record").decision();
        assertThat(decision.against()).extracting(Reason::rule).contains("freshness:CHECKED");
    }

    @Test
    void whenPausedOrEndedThenNothingIsAccepted() {
        HolderId holderId = holder(person(), false);
        visit(holderId, CITY);
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.PAUSED, clock.instant(), "holder"));
        assertThat(steps(decide(CITY, holderId, "library-card")))
                .extracting(Step::remedy)
                .containsExactly(Remedy.REISSUE);
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.WITHDRAWN, clock.instant(), "holder"));
        assertThat(steps(decide(CITY, holderId, "library-card")))
                .extracting(Step::with)
                .containsExactly("jpki-signature-card");
    }

    @Test
    void whenADecisionIsTakenThenItIsKeptAndComesOutTheSameWhenTakenAgain() {
        HolderId holderId = holder(person(), false);
        visit(holderId, CITY);
        Decided decided = decide(CITY, holderId, "library-card");
        String reference = decided.reference().orElseThrow().value();
        Decisions.Kept kept = decisions.find(CITY, reference).orElseThrow();
        assertThat(kept.outcome()).isEqualTo("ACCEPT");
        assertThat(decisions.replay(kept)).isInstanceOf(Replay.Same.class);
        assertThat(decisions.find(BANK, reference)).as("another's").isEmpty();
        assertThat(decisions.find(CITY, "nonsense")).isEmpty();
        assertThat(audit.history(holderId))
                .filteredOn(each -> each.kind().equals("assurance.decided"))
                .singleElement()
                .satisfies(each -> assertThat(each.details())
                        .containsEntry("procedure", "library-card")
                        .containsEntry("outcome", "ACCEPT"));
        assertThat(audit.firstBroken(holderId)).isZero();
        assertThat(kept.record()).doesNotContain(holderId.toString(), subjects.of(holderId, "city"));
    }

    @Test
    void whenTheReleaseHasOtherDataYearsLaterThenTheCatalogueOfThatDayIsTaken() {
        HolderId holderId = holder(person(), false);
        visit(holderId, CITY);
        Decided decided = decide(CITY, holderId, "library-card");
        String files = String.valueOf(value(
                "select files from assurance_catalogue where digest = ?",
                engine.catalogue().digest()));
        // Another catalogue, kept by an earlier release: the same but for its edition.
        AssuranceEngine earlier = new AssuranceEngine(engine.catalogue()
                .with(Map.of(
                        "vocabulary.json",
                        String.valueOf(engine.catalogue().files().get("vocabulary.json"))
                                .replace("\"edition\": \"2026-11-25\"", "\"edition\": \"2025-01-01\""))));
        jdbc.sql("insert into assurance_catalogue (digest, edition, files, first_used_at) values (?, ?, ?, ?)"
                        + " on conflict do nothing")
                .params(
                        earlier.catalogue().digest(),
                        "2025-01-01",
                        files.replace("\\\"edition\\\": \\\"2026-11-25\\\"", "\\\"edition\\\": \\\"2025-01-01\\\""),
                        Sql.time(clock.instant()))
                .update();
        Decision then = earlier.evaluate(
                decided.decision().means(),
                "library-card",
                decided.decision().party(),
                decided.decision().at());
        String record = DecisionRecord.of(then, earlier.catalogue()).write();
        assertThat(engine.replay(record)).isInstanceOf(Replay.OtherData.class);
        assertThat(decisions.replay(new Decisions.Kept(clock.instant(), "library-card", "ACCEPT", record)))
                .isInstanceOf(Replay.Same.class);
        assertThat(decisions.replay(new Decisions.Kept(
                        clock.instant(),
                        "library-card",
                        "ACCEPT",
                        record.replace(earlier.catalogue().digest(), "0".repeat(64)))))
                .isInstanceOf(Replay.OtherData.class);
    }

    @Test
    void whenAMeansIsDescribedThenItIsDecidedOnAndNothingIsKept() {
        Object before = value("select count(*) from assurance_decision");
        Means card = Means.of("jpki-signature-card")
                .in(MeansState.STANDS)
                .checked(clock.instant())
                .proofed(clock.instant())
                .attributes(null, clock.instant())
                .authenticated("card-signature-pin", clock.instant());
        assertThat(decisions.decide(BANK, card, "bank-account")).isInstanceOfSatisfying(Decided.class, decided -> {
            assertThat(decided.decision().outcome()).isEqualTo(new Outcome.Accept());
            assertThat(decided.reference()).isEmpty();
        });
        assertThat(decisions.decide(CITY, card, "bank-account"))
                .as("the city is no signature verifier")
                .isInstanceOfSatisfying(
                        Decided.class,
                        decided -> assertThat(decided.decision().outcome()).isEqualTo(new Outcome.Refuse()));
        assertThat(value("select count(*) from assurance_decision")).isEqualTo(before);
    }

    @Test
    void whenSomethingIsNotKnownThenTheOutcomeSaysWhat() {
        HolderId holderId = holder(person(), false);
        String atCity = subjects.of(holderId, "city");
        assertThat(decisions.decide(CITY, atCity, "nothing")).isInstanceOf(Decisions.Outcome.UnknownProcedure.class);
        assertThat(decisions.decide(BANK, atCity, "library-card")).isInstanceOf(Decisions.Outcome.UnknownSubject.class);
        assertThat(decisions.decide(CITY, "", "library-card")).isInstanceOf(Decisions.Outcome.UnknownSubject.class);
        assertThat(decisions.decide(CITY, Means.of("nothing"), "library-card"))
                .isEqualTo(new Decisions.Outcome.UnknownMeans("means"));
        assertThat(decisions.decide(CITY, Means.of("private-id").presented("pigeon"), "library-card"))
                .isEqualTo(new Decisions.Outcome.UnknownMeans("presentation"));
    }

    @Test
    void whenAProviderAddsItsOwnAuthenticationThenTheAcrFollows() {
        HolderId holderId = holder(person(), false);
        Means signedIn = means.of(holderId)
                .authenticated("passkey-device-bound", clock.instant())
                .presented("oidc-signed");
        assertThat(engine.assurance(signedIn, clock.instant()).acr()).hasValue("urn:musubi:acr:high");
        pass(Duration.ofHours(31));
        assertThat(engine.assurance(signedIn, clock.instant()).acr())
                .as("both the check and the authentication are old")
                .hasValue("urn:musubi:acr:low");
    }
}
