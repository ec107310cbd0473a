package dev.musubi.issuer.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.TimesTaken;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** How long it took until a list said so, by what a change and a publication leave behind. */
class ListingTimesTest extends IssuerTest {

    @BeforeAll
    static void freshLists(@Autowired ApplicationContext issuer) {
        FreshLists.begin(issuer);
    }

    private static final Duration PROMISED = Duration.ofMinutes(1);

    @Autowired
    private StatusReferences references;

    @Autowired
    private StatusPublisher publisher;

    @Autowired
    private StatusEntries entries;

    @Autowired
    private ListingTimes times;

    @Autowired
    private MachineClock machine;

    private HolderId holder;

    @BeforeEach
    void told() {
        publisher.due();
        jdbc.sql("delete from status_change").update();
        holder = holder(person(), false);
        references.of(holder, "bank.example", 1);
    }

    private void apply(Cause cause) {
        holders.locking(holder, () -> privateIds.apply(holder, cause, clock.instant(), "test"));
    }

    private TimesTaken taken() {
        return times.since(machine.instant().minus(Duration.ofHours(1)), PROMISED);
    }

    /** The change was made so long ago. */
    private void age(Duration by) {
        jdbc.sql("update status_change set marked_at = marked_at - ?::interval where holder_id = ?")
                .params(by.toString(), holder)
                .update();
    }

    @Test
    void whenAChangeIsPublishedThenItIsMeasuredFromTheChange() {
        apply(Cause.PAUSED);
        age(Duration.ofMinutes(5));
        assertThat(taken().over()).as("waits longer than promised").isEqualTo(1);
        publisher.due();
        assertThat(taken().count()).isEqualTo(1);
        assertThat(taken().over()).isEqualTo(1);
        assertThat(taken().worst()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
    }

    @Test
    void whenTheEntryChangesAgainThenTheLatestCounts() {
        apply(Cause.PAUSED);
        age(Duration.ofMinutes(5));
        publisher.due();
        apply(Cause.RESUMED);
        assertThat(taken().count()).as("waits for its list").isZero();
        publisher.due();
        assertThat(taken().count()).isEqualTo(1);
        assertThat(taken().over()).isZero();
    }

    @Test
    void whenItIsLongAgoThenItIsForgotten() {
        apply(Cause.PAUSED);
        publisher.due();
        Instant later = machine.instant().plus(Duration.ofDays(1));
        long list = entries.find(holder, "bank.example", 1).orElseThrow().list();
        entries.forget(list, machine.instant().minus(Duration.ofDays(1)));
        assertThat(taken().count()).isEqualTo(1);
        entries.forget(list, later);
        assertThat(taken().count()).as("it stands in no batch yet").isEqualTo(1);
        jdbc.sql("update status_change set batch = 1 where holder_id = ?")
                .param(holder)
                .update();
        entries.forget(list, later);
        assertThat(taken().count()).isZero();
    }

    @Test
    void whenNothingIsMarkedThenNoListIsDueByMarks() {
        apply(Cause.PAUSED);
        publisher.due();
        assertThat(entries.marked()).isEmpty();
    }
}
