package dev.musubi.issuer.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.relyingparty.Acquaintances;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.Pairwise;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.jpki.fixture.TestCertificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** When a re-issue is suggested: drawn ahead of an end, at once where the anchor is gone, and never more than is needed. */
class RenewalViewsTest extends IssuerTest {

    private static final RelyingParty BANK = party("renewal-bank");
    private static final RelyingParty TELCO = party("renewal-telco");
    private static final LocalDate END = LocalDate.parse("2031-02-28");

    @Autowired
    private RenewalViews renewals;

    @Autowired
    private Anchors anchors;

    @Autowired
    private Acquaintances acquaintances;

    private static RelyingParty party(String id) {
        return new RelyingParty(id, id, id, RelyingParty.Law.NONE, List.of(), false, null);
    }

    private Optional<RenewalView> told(HolderId holderId, RelyingParty party) {
        return renewals.of(holderId, party, clock.instant());
    }

    private LocalDate end(HolderId holderId) {
        return day(privateIds.find(holderId).orElseThrow().validUntil());
    }

    /** Somebody whose private ID's own term ends with the certificate. */
    private HolderId shortLived(TestCertificate person) {
        HolderId holderId = holder(person, false);
        jdbc.sql("update private_id set valid_until = ? where holder_id = ?")
                .params(Sql.time(anchors.current(holderId).orElseThrow().notAfter()), holderId)
                .update();
        return holderId;
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, Coarse.JAPAN);
    }

    private void moveTo(LocalDate day) {
        clock.moveTo(day.atStartOfDay(Coarse.JAPAN).toInstant());
    }

    private LocalDate drawn(HolderId holderId, RelyingParty party, int generation) {
        return renewals.start(holderId, party.sector(), generation, end(holderId));
    }

    @Test
    void whenOnlyTheCertificateEndsThenNothingIsToldOfThat() {
        HolderId holderId = holder(person(), false);
        Instant certificate = anchors.current(holderId).orElseThrow().notAfter();
        assertThat(end(holderId))
                .as("its own term ends later")
                .isAfter(day(certificate).plusDays(100));
        for (int daysBefore : new int[] {90, 60, 30, 1}) {
            moveTo(day(certificate).minusDays(daysBefore));
            assertThat(told(holderId, BANK)).isEmpty();
        }
    }

    @Test
    void whenTheEndIsFarThenThereIsNothingToDoAndNothingIsTold() {
        HolderId holderId = shortLived(person());
        assertThat(told(holderId, BANK)).isEmpty();
        moveTo(drawn(holderId, BANK, 1).minusDays(1));
        assertThat(told(holderId, BANK)).as("the day before").isEmpty();
    }

    @Test
    void whenTheWindowBeginsThenItIsToldAndStaysTheSameUntilTheEnd() {
        HolderId holderId = shortLived(person());
        LocalDate start = drawn(holderId, BANK, 1);
        moveTo(start);
        RenewalView first = told(holderId, BANK).orElseThrow();
        assertThat(first.suggestedWindow().start()).isEqualTo(Pairwise.of(start));
        assertThat(first.suggestedWindow().end()).isEqualTo(Pairwise.of(start.plusDays(13)));
        moveTo(end(holderId).minusDays(1));
        assertThat(told(holderId, BANK)).as("over, which means now").contains(first);
    }

    @Test
    void whenTheHolderSignedWithinTheWindowThenNobodyIsAskedToDoSoAgain() {
        TestCertificate person = person();
        HolderId holderId = shortLived(person);
        // Later than the last window of any draw begins, with a certificate that is good for some days more.
        LocalDate end = end(holderId);
        moveTo(end.minusDays(20));
        jlis.lists.clear();
        holder(person, false);
        assertThat(privateIds.generation(holderId).number()).isEqualTo(2);
        jdbc.sql("update private_id set valid_until = ? where holder_id = ?")
                .params(Sql.time(end.atStartOfDay(Coarse.JAPAN).toInstant()), holderId)
                .update();
        assertThat(told(holderId, BANK)).isEmpty();
        moveTo(end.minusDays(1));
        assertThat(told(holderId, BANK)).isEmpty();
    }

    @Test
    void whenTheAnchorIsGoneThenTheWindowIsThatDay() {
        HolderId holderId = holder(person(), false);
        acquaintances.with(holderId, BANK.sector(), 1, clock.instant());
        pass(Duration.ofDays(40));
        LocalDate fell = day(clock.instant());
        holders.locking(
                holderId, () -> privateIds.apply(holderId, Cause.ANCHOR_CONTENT_CHANGED, clock.instant(), "test"));
        pass(Duration.ofDays(3));
        RenewalView view = told(holderId, BANK).orElseThrow();
        assertThat(view.suggestedWindow().start().json()).isEqualTo(fell.toString());
        assertThat(view.suggestedWindow().end())
                .isEqualTo(view.suggestedWindow().start());
        assertThat(view.explanationUrl().value()).startsWith("https://").doesNotContain("?");
        assertThat(told(holderId, TELCO).orElseThrow().suggestedWindow().start().json())
                .as("nothing from before the first contact")
                .isEqualTo(day(clock.instant()).toString());
    }

    @Test
    void whenItIsPausedOrTheKeyInDoubtThenTheTwoLookAlike() {
        HolderId paused = holder(person(), false);
        HolderId doubted = holder(person(), false);
        holders.locking(paused, () -> privateIds.apply(paused, Cause.PAUSED, clock.instant(), "test"));
        holders.locking(doubted, () -> privateIds.apply(doubted, Cause.KEY_IN_DOUBT, clock.instant(), "test"));
        assertThat(told(paused, BANK)).isPresent().isEqualTo(told(doubted, BANK));
    }

    @Test
    void whenItHasEndedThenThereIsNothingToBeDone() {
        HolderId holderId = holder(person(), false);
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.CESSATION, clock.instant(), "test"));
        assertThat(told(holderId, BANK)).isEmpty();
    }

    @Test
    void whenWindowsAreDrawnThenEvenlyOverTheWholeSpread() {
        int[] counted = new int[RenewalViews.SPREAD_DAYS + 1];
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            LocalDate start = renewals.start(HolderId.random(), "sector", 1, END);
            long before = END.toEpochDay() - start.toEpochDay();
            counted[(int) before - RenewalViews.LATEST_START_DAYS]++;
        }
        double expected = draws / (double) counted.length;
        // Five standard deviations: chance alone does not come there.
        assertThat(Arrays.stream(counted).boxed())
                .allSatisfy(each -> assertThat(Math.abs(each - expected)).isLessThan(5 * Math.sqrt(expected)));
    }

    @Test
    void whenTwoSectorsAreToldOfOneHolderThenTheirWindowsHaveNothingInCommon() {
        int people = 20_000;
        double product = 0;
        int same = 0;
        double middle = RenewalViews.SPREAD_DAYS / 2.0;
        double variance = (Math.pow(RenewalViews.SPREAD_DAYS + 1, 2) - 1) / 12;
        for (int i = 0; i < people; i++) {
            HolderId holderId = HolderId.random();
            double one = END.toEpochDay()
                    - renewals.start(holderId, BANK.sector(), 1, END).toEpochDay()
                    - RenewalViews.LATEST_START_DAYS;
            double other = END.toEpochDay()
                    - renewals.start(holderId, TELCO.sector(), 1, END).toEpochDay()
                    - RenewalViews.LATEST_START_DAYS;
            product += (one - middle) * (other - middle);
            same += one == other ? 1 : 0;
        }
        assertThat(Math.abs(product / people / variance)).as("correlation").isLessThan(5 / Math.sqrt(people));
        double chance = people / (RenewalViews.SPREAD_DAYS + 1.0);
        assertThat(Math.abs(same - chance)).isLessThan(5 * Math.sqrt(chance));
    }

    @Test
    void whenThereIsANewGenerationThenItsWindowIsDrawnAnew() {
        HolderId holderId = HolderId.random();
        Set<LocalDate> starts = new HashSet<>();
        List<LocalDate> again = new ArrayList<>();
        for (int generation = 1; generation <= 40; generation++) {
            starts.add(renewals.start(holderId, "sector", generation, END));
            again.add(renewals.start(holderId, "sector", generation, END));
        }
        assertThat(starts)
                .as("nearly all of them differ")
                .hasSizeGreaterThan(15)
                .containsAll(again);
    }
}
