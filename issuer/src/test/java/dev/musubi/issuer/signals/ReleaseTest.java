package dev.musubi.issuer.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.WorkLoop;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.signals.ReleaseWork.Entry;
import dev.musubi.issuer.signals.ReleaseWork.Waiting;
import dev.musubi.issuer.vault.SealedTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;

/** Events come into a stream by a consent that stands, once, and wait no longer than that. */
class ReleaseTest extends SignalsTest {

    @Autowired
    private BeanFactory beans;

    @Autowired
    private WorkLoop loop;

    @Autowired
    private WorkQueue work;

    @Autowired
    private Consents consents;

    @Autowired
    private Subjects subjects;

    @Autowired
    private PairwiseSubjects names;

    @Autowired
    private SealedTokens tokens;

    @Autowired
    private PlatformTransactionManager transactions;

    private SignalsApart apart;
    private OpenIdClient client;
    private EventStream stream;
    private HolderId holderId;

    @BeforeEach
    void watch() {
        apart = new SignalsApart(beans);
        client = register();
        stream = polled(client);
        holderId = holder(person(), false);
        apart.watch(stream, client, holderId, clock.instant());
    }

    private Release release(Streams looking) {
        return new Release(
                loop, work, holders, subjects, queue, outcomes, looking, clients, names, SignalsApart.APART, machine);
    }

    private void release() throws InterruptedException {
        release(streams).due();
    }

    private static Entry entry(String jti, @Nullable EventType type, Instant due) {
        return new Entry(jti, type == null ? null : "txn", type, Map.of(), null, due, due);
    }

    private void put(Entry... entries) {
        work.put(
                ReleaseWork.KIND,
                Waiting.key(holderId, stream.id()),
                new Waiting(holderId, stream.id(), List.of(entries)),
                machine.instant());
    }

    private List<Entry> left() {
        return work.payload(ReleaseWork.KIND, Waiting.key(holderId, stream.id()))
                .map(Waiting::entries)
                .orElse(List.of());
    }

    private void cancel() {
        holders.locking(holderId, () -> {
            consents.inForce(holderId, Consent.Kind.MONITORING, stream.relyingPartyId(), clock.instant())
                    .forEach(each -> consents.cancel(holderId, each.consentId(), clock.instant(), "holder"));
            return true;
        });
    }

    /** Another node has forgotten already what waited, when the one that was slow comes to let it in. */
    @Test
    void whenTheHolderTakesItBackWhileOneIsAboutToLetItInThenNothingIsTold() throws Exception {
        put(entry("1", EventType.ACCOUNT_DISABLED, machine.instant()));
        AtomicBoolean once = new AtomicBoolean();
        Streams slow = new Streams(jdbc, tokens, SignalsApart.APART, machine, transactions) {
            @Override
            Optional<EventStream> find(StreamId id) {
                if (!once.getAndSet(true)) {
                    cancel();
                    try {
                        release();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
                return super.find(id);
            }
        };
        release(slow).due();
        assertThat(once).isTrue();
        assertThat(kept(stream)).isZero();
        assertThat(left()).isEmpty();
    }

    @Test
    void whenTheConsentRanOutBeforeItsMomentThenNothingIsTold() throws Exception {
        put(entry("1", EventType.ACCOUNT_DISABLED, machine.instant()));
        pass(Duration.ofDays(31));
        release();
        assertThat(kept(stream)).isZero();
    }

    @Test
    void whenMoreIsToBeToldThenWhatIsInTheStreamAlreadyStaysAsItIs() throws Exception {
        Instant now = machine.instant();
        put(
                entry("0", null, now),
                entry("1", EventType.ACCOUNT_DISABLED, now),
                entry("2", EventType.ACCOUNT_ENABLED, now.plus(Duration.ofMinutes(50))));
        release();
        QueuedEvent first = waiting.first(stream.id(), 10).getFirst();
        assertThat(first.jti()).isEqualTo("1");
        assertThat(left()).extracting(Entry::jti).containsExactly("2");
        apart.fell(holderId, clock.instant());
        release();
        work.allDue(ReleaseWork.KIND, machine.instant());
        release();
        assertThat(waiting.first(stream.id(), 10)).containsExactly(first);
        assertThat(left()).extracting(Entry::jti).hasSize(3).startsWith("2");
    }

    @Test
    void whenOneThatIsToBeForgottenStandsBetweenThenWhatComesAfterItIsToldAlone() throws Exception {
        Instant now = machine.instant();
        put(
                entry("1", EventType.ACCOUNT_DISABLED, now),
                entry("0", null, now),
                entry("2", EventType.ACCOUNT_ENABLED, now));
        release();
        assertThat(waitingIn(stream)).containsExactly("2");
    }

    @Test
    void whenAClockWasAheadThenThePieceThatIsDueIsToldAndWhatIsToWaitWaits() throws Exception {
        put(
                entry("1", EventType.ACCOUNT_DISABLED, machine.instant().plus(Duration.ofDays(1))),
                entry("2", EventType.ACCOUNT_ENABLED, machine.instant().plus(Duration.ofMinutes(50))));
        release();
        assertThat(waitingIn(stream)).containsExactly("1");
        assertThat(left()).extracting(Entry::jti).containsExactly("2");
    }

    @Test
    void whenTheHolderAgreesAnewBeforeTheEndThenWhatWaitsIsToldByThatAndNoLonger() throws Exception {
        put(entry("1", EventType.ACCOUNT_DISABLED, machine.instant()));
        release();
        pass(Duration.ofDays(20));
        apart.watch(stream, client, holderId, clock.instant());
        pass(Duration.ofDays(11));
        assertThat(waitingIn(stream)).as("by the first consent").isEmpty();
        mender.due();
        assertThat(waitingIn(stream)).as("by the second").containsExactly("1");
        pass(Duration.ofDays(20));
        mender.due();
        assertThat(kept(stream)).isZero();
    }

    @Test
    void whenAHolderIsPutIntoAStreamThenThoseThatAreGoneAreForgotten() {
        jdbc.sql("insert into signal_subject (holder_id, stream_id, added_at) values (?, gen_random_uuid(), now())")
                .param(holderId)
                .update();
        assertThat(subjects.of(holderId)).hasSize(2);
        String sector = client.party().sector();
        EventStream second = polled(client);
        subjects.add(second, sector, names.of(holderId, sector));
        assertThat(subjects.of(holderId))
                .extracting(Subjects.Row::stream)
                .containsExactlyInAnyOrder(stream.id(), second.id());
        streams.remove(second.id());
        subjects.add(second, sector, names.of(holderId, sector));
        assertThat(subjects.of(holderId)).extracting(Subjects.Row::stream).containsExactly(stream.id());
    }
}
