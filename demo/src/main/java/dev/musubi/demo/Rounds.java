package dev.musubi.demo;

import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.StandingAnswer;
import dev.musubi.relyingparty.standing.Standing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Goes round whoever is watched and asks the issuer what it has to be asked for: every few minutes, when there is a reason, and
 * soon again after a round in which it did not answer. All of that on a thread of its own, so that no sign-in and no signal
 * waits for it. What is still to be asked is kept with each of them, so that a restart forgets none.
 */
final class Rounds implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Watches watches;
    private final Ledger ledger;
    private final SignalLine line;
    private final ObjectProvider<RelyingParty> party;
    private final InstantSource clock;
    private final ScheduledExecutorService worker;

    /** Of the worker alone. */
    private Duration pause = FIRST_PAUSE;

    /** Of the worker alone. */
    private @Nullable Future<?> next;

    Rounds(
            Shop shop,
            Watches watches,
            Ledger ledger,
            SignalLine line,
            ObjectProvider<RelyingParty> party,
            InstantSource clock) {
        this.watches = watches;
        this.ledger = ledger;
        this.line = line;
        this.party = party;
        this.clock = clock;
        this.worker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(shop.id() + "-watcher").factory());
    }

    /** There is a reason for a round. */
    void soon() {
        apart(this::round);
    }

    /** Something else that the issuer is asked for; where it does not answer that is nothing. */
    void once(Errand errand) {
        apart(() -> isDone(errand));
    }

    interface Errand {
        void run() throws IOException;
    }

    private void apart(Runnable what) {
        try {
            worker.execute(what);
        } catch (RejectedExecutionException closing) {
            // What is left is found again at the next start.
        }
    }

    private void round() {
        if (next != null) {
            next.cancel(false);
        }
        boolean done = isDone(this::go);
        Duration until = done ? LONGEST_PAUSE : pause;
        Duration longer = pause.multipliedBy(2);
        pause = done ? FIRST_PAUSE : longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        try {
            next = worker.schedule(this::round, until.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            // The same.
        }
    }

    private static boolean isDone(Errand errand) {
        try {
            errand.run();
            return true;
        } catch (IOException | RuntimeException e) {
            log.warn("watch.later failure={}", e.getClass().getSimpleName());
            return false;
        }
    }

    private void go() throws IOException {
        Instant now = clock.instant();
        if (watches.all().stream().noneMatch(each -> each.inStream() || each.agrees(now))) {
            return;
        }
        String stream = line.open();
        List<Watched> all = watches.all();
        IOException failure = null;
        for (Watched each : all) {
            try {
                if (each.isToBeAsked(now)) {
                    ask(stream, each);
                } else if (each.inStream() && !each.agrees(now)) {
                    party.getObject().signals().unwatch(stream, each.subject());
                    watches.change(each.subject(), watched -> watched.equals(each) ? watched.inStream(false) : watched);
                }
            } catch (IOException e) {
                // The others are asked about all the same.
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void ask(String stream, Watched before) throws IOException {
        boolean missed = !before.inStream();
        if (missed) {
            party.getObject().signals().watch(stream, before.subject());
        }
        StandingAnswer answer = party.getObject().standing(before.subject(), null);
        Instant now = clock.instant();
        Watched after = switch (answer) {
            case StandingAnswer.Known known -> followed(before, known, missed, now);
            // Nobody is left who could agree.
            case StandingAnswer.UnknownSubject nobody -> before.said(null, now);
            case StandingAnswer.NotAdmitted no -> throw new IOException("the issuer does not admit the bank");
            case StandingAnswer.Unreachable away -> throw new IOException("the issuer does not say how it stands");
        };
        boolean meanwhile = watches.change(before.subject(), watched -> watched.equals(before) ? after : watched)
                .filter(after::equals)
                .isEmpty();
        if (meanwhile) {
            // Which of the two is the later one nobody can say.
            throw new IOException("something was told while the issuer was asked");
        }
    }

    private Watched followed(Watched before, StandingAnswer.Known known, boolean missed, Instant now) {
        Standing standing = known.standing();
        // Of whoever agrees no more nothing is followed, but that the private ID ended and took the agreement along.
        boolean follows = known.monitoredUntil() != null || standing.state() == Standing.State.ENDED;
        Watched stands = follows
                ? before.stands(
                        standing.state(), ledger.isOnRecord(before.subject(), standing.generation()), missed, now)
                : before;
        return stands.said(known.monitoredUntil(), now);
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
    }
}
