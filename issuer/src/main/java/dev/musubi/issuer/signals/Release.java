package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.Work;
import dev.musubi.issuer.database.WorkLoop;
import dev.musubi.issuer.database.WorkOutcome;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.signals.ReleaseWork.Entry;
import dev.musubi.issuer.time.MachineClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Lets events into their streams when their moment has come, under the name the receiver has for their subject. Under the
 * holder's lock, so that what the holder says meanwhile comes before it or after: each is let in by a consent that stands, and
 * is out of the piece when it is in the stream.
 */
@Component
class Release {

    private static final int AT_ONCE = 16;

    private final WorkLoop loop;
    private final WorkQueue work;
    private final HolderTransactions holders;
    private final Subjects subjects;
    private final EventQueue queue;
    private final EventOutcomes outcomes;
    private final Streams streams;
    private final ClientRegistry clients;
    private final PairwiseSubjects names;
    private final SignalSettings settings;
    private final MachineClock machine;

    Release(
            WorkLoop loop,
            WorkQueue work,
            HolderTransactions holders,
            Subjects subjects,
            EventQueue queue,
            EventOutcomes outcomes,
            Streams streams,
            ClientRegistry clients,
            PairwiseSubjects names,
            SignalSettings settings,
            MachineClock machine) {
        this.loop = loop;
        this.work = work;
        this.holders = holders;
        this.subjects = subjects;
        this.queue = queue;
        this.outcomes = outcomes;
        this.streams = streams;
        this.clients = clients;
        this.names = names;
        this.settings = settings;
        this.machine = machine;
    }

    @Scheduled(fixedDelayString = "${musubi.signals.tick:PT0.5S}", initialDelayString = "${musubi.signals.tick:PT1S}")
    void due() throws InterruptedException {
        loop.drain(ReleaseWork.KIND, machine, AT_ONCE, this::release);
    }

    private WorkOutcome release(Work<ReleaseWork.Waiting> piece) {
        Optional<EventStream> stream = streams.find(piece.payload().stream());
        Optional<OpenIdClient> client =
                stream.flatMap(each -> clients.find(each.clientId()).filter(each::isOf));
        if (client.isEmpty()) {
            // A stream or a client that is gone is told nothing.
            return new WorkOutcome.Done();
        }
        return holders.locking(piece.payload().holderId(), () -> release(piece, stream.get(), client.get()));
    }

    private WorkOutcome release(Work<ReleaseWork.Waiting> piece, EventStream stream, OpenIdClient client) {
        HolderId holderId = piece.payload().holderId();
        Instant now = machine.instant();
        List<Entry> entries = piece.payload().entries();
        int due = 0;
        while (due < entries.size() && isDue(entries.get(due), now)) {
            due++;
        }
        List<Entry> left = List.copyOf(entries.subList(due, entries.size()));
        if (!work.rewrite(piece, new ReleaseWork.Waiting(holderId, stream.id(), left))) {
            // Something was added, or all of it taken back, while we waited for the lock: the piece began anew.
            return new WorkOutcome.NotNow("began_anew", now);
        }
        String subject = names.of(holderId, client.party().sector());
        Optional<Instant> until = subjects.toldUntil(holderId, stream);
        if (until.isEmpty()) {
            outcomes.forget(stream.id(), subject);
            return new WorkOutcome.Done();
        }
        letIn(stream, subject, entries.subList(0, due), until.get());
        return left.isEmpty()
                ? new WorkOutcome.Done()
                : new WorkOutcome.Again("waiting", left.getFirst().due());
    }

    private void letIn(EventStream stream, String subject, List<Entry> due, Instant until) {
        List<EventQueue.New> events = new ArrayList<>();
        for (Entry each : due) {
            EventType type = each.type();
            if (type == null) {
                outcomes.forget(stream.id(), subject);
                events.clear();
            } else {
                events.add(new EventQueue.New(
                        each.jti(),
                        each.txn(),
                        subject,
                        type,
                        each.said(),
                        type.saysTheDay() ? each.day() : null,
                        each.since()));
            }
        }
        if (!events.isEmpty()) {
            queue.add(stream.id(), events, until);
        }
    }

    /** None is due later than this, but by a clock that was ahead when it was put down: the piece itself is due already. */
    private boolean isDue(Entry entry, Instant now) {
        return !entry.due().isAfter(now) || entry.due().isAfter(now.plus(settings.spread()));
    }
}
