package dev.musubi.issuer.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.standing.ReissueDemands.Outcome;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class StandingsTest extends IssuerTest {

    private static final URI BACK = URI.create("https://bank.example/back");
    private static final RelyingParty BANK =
            new RelyingParty("bank", "銀行", "bank", RelyingParty.Law.JP_AML, List.of(BACK), false, null);
    private static final RelyingParty TELCO =
            new RelyingParty("telco", "携帯", "telco", RelyingParty.Law.JP_MPIUPA, List.of(), false, null);

    @Autowired
    private StandingViews views;

    @Autowired
    private Standings standings;

    @Autowired
    private ReissueDemands demands;

    @Autowired
    private PairwiseSubjects subjects;

    @Autowired
    private Consents consents;

    @Autowired
    private WayBack wayBack;

    @Autowired
    private RelyingParties parties;

    @Autowired
    private Vault vault;

    @Autowired
    private AuditLog audit;

    private String atBank(HolderId holderId) {
        return subjects.of(holderId, BANK.sector());
    }

    private void kill(TestCertificate person, RevocationReason reason) {
        publish(municipality(person), 1, Map.of(person, reason));
        sweep.all();
    }

    @Test
    void whenTheClockStepsBackThenWhatIsKnownFromTheFutureIsNeverFresh() {
        HolderId holderId = holder(person(), false);
        assertThat(standings.of(BANK, atBank(holderId), null).orElseThrow().fresh())
                .isTrue();
        pass(Duration.ofHours(-2));

        Standing standing = standings.of(BANK, atBank(holderId), null).orElseThrow();

        assertThat(standing.state()).isEqualTo(State.ACTIVE);
        assertThat(standing.fresh()).isFalse();
        assertThat(standing.age()).isEmpty();
        assertThat(standing.action()).isEqualTo(Standing.Action.DECIDE_BY_POLICY);
        Duration wide = Duration.ofDays(3650);
        StandingView told = views.of(
                holderId, BANK, standings.of(BANK, atBank(holderId), wide).orElseThrow(), wide);
        assertThat(told.fresh().value()).as("no demand is wide enough").isFalse();
    }

    @Test
    void whenItStandsThenTheAnswerIsOfTheLastCheck() {
        HolderId holderId = holder(person(), false);
        Standing standing = standings.of(BANK, atBank(holderId), null).orElseThrow();
        assertThat(standing.state()).isEqualTo(State.ACTIVE);
        assertThat(standing.fresh()).isTrue();
        assertThat(standing.action()).isEqualTo(Standing.Action.NONE);
    }

    @Test
    void whenAFreshAnswerIsAskedForThenJlisIsAskedAndWhatItSaysIsNoted() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        pass(Duration.ofHours(2));
        jlis.revoked.put(person.read(AUTHORITY.profile()).id(), RevocationReason.AFFILIATION_CHANGED);
        assertThat(standings.of(BANK, atBank(holderId), null).orElseThrow().state())
                .as("nobody has asked yet")
                .isEqualTo(State.ACTIVE);
        Standing asked =
                standings.of(BANK, atBank(holderId), Duration.ofMinutes(15)).orElseThrow();
        assertThat(asked.state()).isEqualTo(State.REISSUE_REQUIRED);
        assertThat(asked.action()).isEqualTo(Standing.Action.DEMAND_REISSUE);
        assertThat(standings.of(BANK, atBank(holderId), null).orElseThrow().state())
                .isEqualTo(State.REISSUE_REQUIRED);
    }

    @Test
    void whenTheAnswerIsFreshEnoughThenNobodyIsAsked() {
        HolderId holderId = holder(person(), false);
        pass(Duration.ofMinutes(7));
        jlis.dark = true;
        Standing standing =
                standings.of(BANK, atBank(holderId), Duration.ofMinutes(15)).orElseThrow();
        assertThat(standing.fresh()).isTrue();
        assertThat(standing.age().orElseThrow().toSeconds()).isBetween(420L, 430L);
    }

    @Test
    void whenJlisIsDarkThenTheOldAnswerIsGivenWithItsAgeAndNotAsFresh() {
        HolderId holderId = holder(person(), false);
        pass(Duration.ofHours(3));
        jlis.dark = true;
        Standing standing =
                standings.of(BANK, atBank(holderId), Duration.ofMinutes(15)).orElseThrow();
        assertThat(standing.state()).isEqualTo(State.ACTIVE);
        assertThat(standing.fresh()).isFalse();
        assertThat(standing.action()).isEqualTo(Standing.Action.DECIDE_BY_POLICY);
        assertThat(standing.age().orElseThrow().toSeconds()).isGreaterThanOrEqualTo(3 * 3600);
    }

    @Test
    void whenNobodyHasCheckedForLongThenEvenTheDefaultIsNotFresh() {
        HolderId holderId = holder(person(), false);
        pass(Duration.ofHours(31));
        assertThat(standings.of(BANK, atBank(holderId), null).orElseThrow().fresh())
                .isFalse();
    }

    @Test
    void whenASubjectIsAnothersOrNobodysThenThereIsNoAnswer() {
        HolderId holderId = holder(person(), false);
        assertThat(standings.of(TELCO, atBank(holderId), null)).isEmpty();
        assertThat(standings.of(BANK, "", null)).isEmpty();
        assertThat(standings.of(BANK, "x".repeat(5000), null)).isEmpty();
        assertThat(standings.of(BANK, holderId.toString(), null)).isEmpty();
        assertThat(standings.of(BANK, atBank(HolderId.random()), null)).isEmpty();
        for (String spelling : List.of("x", "=", "%", " ", "\n")) {
            assertThat(standings.of(BANK, atBank(holderId) + spelling, null))
                    .as("a name has one spelling")
                    .isEmpty();
        }
    }

    @Test
    void whenTwoSectorsKnowOneHolderThenTheirNamesHaveNothingInCommon() {
        HolderId holderId = holder(person(), false);
        assertThat(atBank(holderId)).isNotEqualTo(subjects.of(holderId, TELCO.sector()));
        assertThat(atBank(holderId)).isEqualTo(subjects.of(holderId, BANK.sector()));
        assertThat(atBank(holderId)).doesNotContain(holderId.toString());
    }

    @Test
    void whenErasedThenTheStandingIsStillThatItEnded() {
        HolderId holderId = holder(person(), false);
        holders.locking(holderId, () -> {
            privateIds.apply(holderId, Cause.WITHDRAWN, clock.instant(), "holder");
            vault.erase(holderId);
            return true;
        });
        pass(Duration.ofDays(2));
        Standing standing = standings.of(BANK, atBank(holderId), Duration.ZERO).orElseThrow();
        assertThat(standing.state()).isEqualTo(State.ENDED);
        assertThat(standing.action()).isEqualTo(Standing.Action.REFUSE);
    }

    @Test
    void whenAHolderLetsOnePartyBeToldThenThatOneReadsUntilWhenAndThatItIsOver() {
        HolderId holderId = holder(person(), false);
        assertThat(monitoredUntil(holderId, BANK)).isNull();
        ConsentId first = letsBeTold(holderId);
        assertThat(monitoredUntil(holderId, BANK))
                .isEqualTo(Coarse.day(clock.instant().plus(Duration.ofDays(30))).value());
        assertThat(monitoredUntil(holderId, TELCO)).as("nobody else's").isNull();
        holders.locking(holderId, () -> consents.cancel(holderId, first, clock.instant(), "holder"));
        assertThat(monitoredUntil(holderId, BANK)).as("taken back").isNull();
        letsBeTold(holderId);
        assertThat(monitoredUntil(holderId, BANK)).isNotNull();
        pass(Duration.ofDays(30));
        assertThat(monitoredUntil(holderId, BANK)).as("its time is over").isNull();
    }

    private ConsentId letsBeTold(HolderId holderId) {
        Instant now = clock.instant();
        ConsentId consentId = ConsentId.random();
        holders.locking(holderId, () -> {
            consents.record(
                    holderId,
                    new Consent(
                            consentId,
                            Consent.Kind.MONITORING,
                            BANK.id(),
                            "purpose",
                            List.of(),
                            now,
                            now,
                            now.plus(Duration.ofDays(30)),
                            null,
                            null,
                            null));
            return true;
        });
        return consentId;
    }

    private @Nullable LocalDate monitoredUntil(HolderId holderId, RelyingParty party) {
        Coarse<LocalDate> until = views.of(party, subjects.of(holderId, party.sector()), null)
                .orElseThrow()
                .monitoredUntil();
        return until == null ? null : until.value();
    }

    @Test
    void whenItStandsOrHasEndedThenThereIsNothingToDemand() {
        HolderId holderId = holder(person(), false);
        assertThat(demands.demand(holderId, BANK, BACK)).isInstanceOf(Outcome.NotNeeded.class);
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.CESSATION, clock.instant(), "system"));
        assertThat(demands.demand(holderId, BANK, BACK)).isInstanceOf(Outcome.Ended.class);
    }

    @Test
    void whenDemandedTwiceThenItIsOneDemandAndTheReissueFulfilsIt() {
        TestCertificate person = person();
        TestCertificate next = person();
        jlis.samePerson(
                person.read(AUTHORITY.profile()).id(),
                next.read(AUTHORITY.profile()).id());
        HolderId holderId = holder(person, false);
        kill(person, RevocationReason.AFFILIATION_CHANGED);
        Outcome.Open first = (Outcome.Open) demands.demand(holderId, BANK, BACK);
        Outcome.Open second = (Outcome.Open) demands.demand(holderId, BANK, BACK);
        assertThat(first.fresh()).isTrue();
        assertThat(second.fresh()).isFalse();
        assertThat(second.demand()).isEqualTo(first.demand());
        holder(next, false);
        ReissueDemand fulfilled =
                demands.find(holderId, first.demand().demandId()).orElseThrow();
        assertThat(fulfilled.state(clock.instant())).isEqualTo(ReissueDemand.State.FULFILLED);
        assertThat(fulfilled.fulfilledBy()).isEqualTo(2);
        assertThat(audit.history(holderId).stream().map(AuditLog.Entry::kind)).contains("reissue.demanded");
    }

    @Test
    void whenTheReturnAddressIsNotRegisteredExactlyThenTheDemandIsRefused() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        kill(person, RevocationReason.SUPERSEDED);
        for (String wrong : List.of(
                "https://bank.example/back/",
                "https://bank.example/back?x=1",
                "https://bank.example.evil/back",
                "http://bank.example/back",
                "javascript:alert(1)")) {
            assertThat(demands.demand(holderId, BANK, URI.create(wrong)))
                    .isInstanceOf(Outcome.ReturnUriNotRegistered.class);
        }
    }

    @Test
    void whenADemandIsReferredToByAnotherRelyingPartyThenItFindsNothing() {
        HolderId holderId = HolderId.random();
        String reference =
                subjects.reference(holderId, DemandId.random(), BANK.id()).value();
        assertThat(subjects.dereference(reference, BANK.id(), DemandId::of)).isPresent();
        assertThat(subjects.dereference(reference, TELCO.id(), DemandId::of)).isEmpty();
        assertThat(subjects.dereference("nonsense", BANK.id(), DemandId::of)).isEmpty();
        assertThat(subjects.holderOf(reference, BANK.sector())).isEmpty();
    }

    private HolderId holderToReissue() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        atBank(holderId);
        kill(person, RevocationReason.AFFILIATION_CHANGED);
        return holderId;
    }

    private RelyingParty with(List<URI> returnUris) {
        RelyingParty party = new RelyingParty(
                "way-back", "銀行", "way-back.example", RelyingParty.Law.JP_AML, returnUris, false, null);
        parties.register(party, null);
        return party;
    }

    @Test
    void whenAnAddressIsGivenUpThenNobodyIsSentThereAnyMore() {
        HolderId holderId = holderToReissue();
        RelyingParty party = with(List.of(BACK));
        ReissueDemand demand = ((Outcome.Open) demands.demand(holderId, party, BACK)).demand();
        assertThat(wayBack.of(holderId, demand)).isPresent();
        with(List.of(URI.create("https://new.example/back")));
        assertThat(wayBack.of(holderId, demand)).isEmpty();
    }

    @Test
    void whenItIsDemandedAgainWithAnotherAddressThenTheHolderIsSentThere() {
        HolderId holderId = holderToReissue();
        URI other = URI.create("https://bank.example/other");
        RelyingParty party = with(List.of(BACK, other));
        ReissueDemand first = ((Outcome.Open) demands.demand(holderId, party, BACK)).demand();
        ReissueDemand again = ((Outcome.Open) demands.demand(holderId, party, other)).demand();
        assertThat(again.demandId()).isEqualTo(first.demandId());
        assertThat(again.expiresAt()).isEqualTo(first.expiresAt());
        ReissueDemand kept = demands.find(holderId, first.demandId()).orElseThrow();
        assertThat(wayBack.of(holderId, kept).orElseThrow().toString()).startsWith(other + "?demand=");
        demands.demand(holderId, party, null);
        assertThat(demands.find(holderId, first.demandId()).orElseThrow().returnUri())
                .isEqualTo(other);
    }

    @Test
    void whenAKeyComesIntoDoubtDuringAPauseThenWhatIsToldStaysAsItWas() {
        HolderId holderId = holder(person(), false);
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.PAUSED, clock.instant(), "holder"));
        Standing paused = standings.of(BANK, atBank(holderId), null).orElseThrow();
        pass(Duration.ofDays(3));
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.KEY_IN_DOUBT, clock.instant(), "sweep"));
        Standing doubted = standings.of(BANK, atBank(holderId), null).orElseThrow();
        assertThat(doubted.state()).isEqualTo(paused.state());
        assertThat(doubted.since()).isEqualTo(paused.since());
        assertThat(privateIds.find(holderId).orElseThrow().since())
                .as("the holder sees when")
                .isAfter(paused.since().plus(Duration.ofDays(2)));
    }
}
