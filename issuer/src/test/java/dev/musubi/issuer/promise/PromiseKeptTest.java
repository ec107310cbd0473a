package dev.musubi.issuer.promise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.anchor.DetectionTimes;
import dev.musubi.issuer.anchor.DetectionTimes.Span;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.TimesTaken;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** From a list's publication to the state, measured by real lists and a real database. */
class PromiseKeptTest extends IssuerTest {

    private static final Duration PROMISED = Duration.ofMinutes(70);

    @Autowired
    private Monitoring monitoring;

    @Autowired
    private DetectionTimes times;

    @Autowired
    private MonitoringPolicy policy;

    private static int tests;

    /** What other tests of this database noticed, and lists they had, are not this one's; nor is the report of their minute. */
    @BeforeEach
    void nothingYet() {
        pass(Duration.ofHours(5).multipliedBy(++tests));
        jdbc.sql("update anchor set noted_at = null").update();
        jdbc.sql("delete from status_change").update();
        jdbc.sql("update status_list set stopped_at = null, stopped_why = null").update();
        jdbc.sql("delete from signal_time").update();
        jdbc.sql("update crl_partition set this_update = ?")
                .param(Sql.time(clock.instant()))
                .update();
        pass(Duration.ofMinutes(2));
    }

    /** Somebody's certificate is on a list that is looked at so long after it came out. */
    private void noticed(Duration after) {
        TestCertificate person = person();
        holder(person, false);
        publish(municipality(person), 1, Map.of(person, RevocationReason.AFFILIATION_CHANGED));
        pass(after);
        assertThat(sweep.all().revoked()).isEqualTo(1);
    }

    private TimesTaken measured(Span span, Duration promised) {
        return times.since(clock.instant().minus(Duration.ofDays(30)), span, promised);
    }

    @Test
    void whenRevocationsAreNoticedThenItIsMeasuredFromTheListAndFromTheRevocation() {
        for (int minutes : new int[] {10, 20, 30, 40}) {
            noticed(Duration.ofMinutes(minutes));
        }
        TimesTaken fromList = measured(Span.LIST_TO_STATE, PROMISED);
        assertThat(fromList.count()).isEqualTo(4);
        assertThat(fromList.over()).isZero();
        assertThat(fromList.half())
                .isBetween(Duration.ofMinutes(20), Duration.ofMinutes(20).plusSeconds(2));
        assertThat(fromList.worst())
                .isBetween(Duration.ofMinutes(40), Duration.ofMinutes(40).plusSeconds(2));
        assertThat(fromList.most()).isEqualTo(fromList.worst());
        TimesTaken fromRevocation = measured(Span.REVOCATION_TO_STATE, PROMISED);
        assertThat(fromRevocation.worst())
                .as("the list came out a minute after")
                .isEqualTo(Objects.requireNonNull(fromList.worst()).plusMinutes(1));
        assertThat(measured(Span.LIST_TO_STATE, Duration.ofMinutes(25)).over()).isEqualTo(2);
    }

    @Test
    void whenSomethingWasNoticedLongAgoThenItCountsNoLonger() {
        noticed(Duration.ofMinutes(10));
        pass(Duration.ofDays(31));
        assertThat(measured(Span.LIST_TO_STATE, PROMISED).count()).isZero();
        assertThat(measured(Span.LIST_TO_STATE, PROMISED).worst()).isNull();
    }

    @Test
    void whenOnlyFewWereNoticedThenNoFigureTellsOfThem() {
        noticed(Duration.ofMinutes(10));
        Monitoring.Report report = monitoring.report();
        assertThat(report.kept()).isTrue();
        assertThat(report.stages()).hasSize(4).allSatisfy(stage -> {
            assertThat(stage.count()).isNull();
            assertThat(stage.worstSeconds()).isNull();
        });
    }

    @Test
    void whenEnoughWereNoticedThenTheFiguresAreTold() {
        for (int i = 0; i < 10; i++) {
            noticed(Duration.ofMinutes(5));
        }
        Monitoring.Stage stage = monitoring.report().stages().getFirst();
        assertThat(stage.stage()).isEqualTo("list_to_state");
        assertThat(stage.count()).isEqualTo(10);
        assertThat(stage.p99Seconds()).isBetween(300L, 302L);
        assertThat(stage.promisedSeconds()).isEqualTo(policy.fromList().toSeconds());
    }

    @Test
    void whenSomethingWasNoticedTooLateThenItIsSaidWithoutBeingAsked() {
        noticed(policy.fromList().plusMinutes(1));
        Monitoring.Report report = monitoring.report();
        assertThat(report.kept()).isFalse();
        assertThat(report.broken()).contains(new Monitoring.Breach("detected_late", "list_to_state", 1));
    }

    @Test
    void whenAStatusListSaidItTooLateThenThatIsSaidToo() {
        listed(Duration.ofSeconds(1), 12);
        Monitoring.Stage stage = stage("state_to_list");
        assertThat(stage.count()).isEqualTo(12);
        assertThat(stage.worstSeconds()).isEqualTo(1);
        assertThat(stage.promisedSeconds()).isEqualTo(policy.toList().toSeconds());
        assertThat(monitoring.report().kept()).isTrue();
        pass(Duration.ofMinutes(2));
        listed(policy.toList().plusSeconds(1), 1);
        assertThat(monitoring.report().broken())
                .containsExactly(new Monitoring.Breach("listed_late", "state_to_list", 1));
    }

    @Test
    void whenReceiversTookEventsThenThatIsMeasuredAndNothingIsPromisedForThem() {
        String stream = "3f0b6a3e-6f5a-4c43-9d4a-0d6f1c1f7a01";
        for (int seconds : new int[] {1, 2, 600}) {
            jdbc.sql("insert into signal_time (stream_id, day, seconds, count) values (?::uuid, ?, ?, ?)")
                    .params(stream, LocalDate.now(ZoneOffset.UTC), seconds, seconds == 600 ? 1 : 50)
                    .update();
        }
        Monitoring.Stage stage = stage("state_to_receiver");
        assertThat(stage.count()).isEqualTo(101);
        assertThat(stage.p50Seconds()).isEqualTo(2);
        assertThat(stage.p99Seconds()).isEqualTo(2);
        assertThat(stage.worstSeconds()).isEqualTo(600);
        assertThat(stage.promisedSeconds()).isNull();
        assertThat(monitoring.report().kept()).isTrue();
    }

    private Monitoring.Stage stage(String name) {
        return monitoring.report().stages().stream()
                .filter(each -> each.stage().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Marks of so many people's entries, in no list that is published, that one took up so long after. */
    private void listed(Duration after, int count) {
        for (int i = 0; i < count; i++) {
            TestCertificate person = person();
            HolderId holder = holder(person, false);
            jdbc.sql(
                            "insert into status_entry (holder_id, sector, generation, list, idx) values (?, 's.example', 1, 999999, ?)")
                    .params(holder, 1_000_000 + i)
                    .update();
            jdbc.sql("""
                            insert into status_change (holder_id, sector, generation, list, mark, marked_at, listed_at)
                            values (?, 's.example', 1, 999999, ?, now() - ?::interval, now())""").params(holder, UUID.randomUUID(), after.toString()).update();
        }
    }

    @Test
    void whenListsAreMissingThenItIsSaidAlthoughNothingWasNoticed() {
        TestCertificate person = person();
        holder(person, false);
        jdbc.sql("update crl_partition set this_update = null, created_at = ? where municipality = ?")
                .params(Sql.time(clock.instant()), municipality(person))
                .update();
        pass(policy.fromRevocation().minusMinutes(1));
        jdbc.sql("update crl_partition set this_update = ? where municipality <> ?")
                .params(Sql.time(clock.instant()), municipality(person))
                .update();
        assertThat(monitoring.report().kept()).isTrue();
        pass(Duration.ofMinutes(3));
        assertThat(monitoring.report().broken()).containsExactly(new Monitoring.Breach("lists_late", null, 1));
    }

    @Test
    void whenItIsAskedForAgainWithinAMinuteThenTheDatabaseIsNotAsked() {
        Monitoring.Report first = monitoring.report();
        noticed(Duration.ofSeconds(20));
        assertThat(monitoring.report()).isSameAs(first);
        pass(Duration.ofMinutes(1));
        assertThat(monitoring.report()).isNotSameAs(first);
    }

    @Test
    void whenTheClockStepsBackThenTheReportIsNotFromTheFuture() {
        Monitoring.Report first = monitoring.report();
        pass(Duration.ofMinutes(-1));
        assertThat(monitoring.report().asOf()).isBefore(first.asOf());
    }
}
