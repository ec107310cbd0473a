package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.time.MachineClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks now and then for what nobody says: consents that ended by themselves, streams in which something waits and nobody
 * works, and moments put down by a clock that was ahead.
 */
@Component
class SignalSweep {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Pushes pushes;
    private final EventOutcomes outcomes;
    private final Streams streams;
    private final Subjects subjects;
    private final ClientRegistry clients;
    private final PairwiseSubjects names;
    private final HolderTransactions holders;
    private final WorkQueue work;
    private final SignalSettings settings;
    private final MachineClock machine;
    private final InstantSource clock;

    SignalSweep(
            Pushes pushes,
            EventOutcomes outcomes,
            Streams streams,
            Subjects subjects,
            ClientRegistry clients,
            PairwiseSubjects names,
            HolderTransactions holders,
            WorkQueue work,
            SignalSettings settings,
            MachineClock machine,
            InstantSource clock) {
        this.pushes = pushes;
        this.outcomes = outcomes;
        this.streams = streams;
        this.subjects = subjects;
        this.clients = clients;
        this.names = names;
        this.holders = holders;
        this.work = work;
        this.settings = settings;
        this.machine = machine;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${musubi.signals.sweep:PT1M}", initialDelayString = "${musubi.signals.sweep:PT1M}")
    void due() {
        outcomes.over(clock.instant()).forEach(this::end);
        pushes.mendIdle();
        mendMoments();
    }

    /**
     * What was not taken before a consent ended is not told after it, however long its stream was paused. Where the holder
     * agreed anew before the end, what was put down by the consent before that is told by the one that stands.
     */
    private void end(EventOutcomes.Over over) {
        Optional<EventStream> stream = streams.find(over.stream());
        Optional<HolderId> holder = stream.flatMap(
                        each -> clients.find(each.clientId()).filter(each::isOf))
                .flatMap(client -> names.holderOf(over.subject(), client.party().sector()));
        if (stream.isEmpty() || holder.isEmpty()) {
            outcomes.forget(over.stream(), over.subject());
            return;
        }
        holders.locking(holder.get(), () -> {
            subjects.toldUntil(holder.get(), stream.get())
                    .ifPresentOrElse(
                            until -> outcomes.tellUntil(over.stream(), over.subject(), until),
                            () -> outcomes.forget(over.stream(), over.subject()));
            return true;
        });
    }

    /** A piece waits for the moment of what is first in it, or after a failure for its next try. */
    private void mendMoments() {
        Instant now = machine.instant();
        Duration spread = settings.spread();
        Duration retry = ReleaseWork.KIND.retry().longest();
        work.bringForward(
                ReleaseWork.KIND,
                now.plus(spread.compareTo(retry) > 0 ? spread : retry),
                () -> now.plusMillis(RANDOM.nextLong(spread.toMillis() + 1)));
    }
}
