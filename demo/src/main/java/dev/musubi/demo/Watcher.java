package dev.musubi.demo;

import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.Signal;
import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.StandingAnswer;
import dev.musubi.relyingparty.spring.MusubiSettings;
import dev.musubi.relyingparty.standing.Standing;
import dev.musubi.relyingparty.status.StatusAnswer;
import dev.musubi.relyingparty.status.StatusReference;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Hears what becomes of private IDs after the sign-in: of whoever agreed, by signals; of what is on record, by the status
 * lists. What the issuer has to be asked for is asked by a thread of its own, and again until it answers: no sign-in and no
 * signal waits for that.
 */
@Component
final class Watcher implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Watcher.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Shop shop;
    private final Watches watches;
    private final Ledger ledger;
    private final SignalLine line;
    private final ObjectProvider<RelyingParty> party;
    private final MusubiSettings settings;
    private final InstantSource clock;
    private final ExecutorService worker;

    Watcher(
            Shop shop,
            Watches watches,
            Ledger ledger,
            SignalLine line,
            ObjectProvider<RelyingParty> party,
            MusubiSettings settings,
            InstantSource clock) {
        this.shop = shop;
        this.watches = watches;
        this.ledger = ledger;
        this.line = line;
        this.party = party;
        this.settings = settings;
        this.clock = clock;
        this.worker = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(shop.id() + "-watcher").factory());
    }

    /** Whoever waits since before this process is introduced to the issuer now. */
    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        if (shop.watches() && !watches.all().isEmpty()) {
            soon(this::introduce, FIRST_PAUSE);
        }
    }

    /** Somebody has signed in, with a private ID that stands. */
    @EventListener
    void on(SignedIn in) {
        StatusReference status = in.status();
        if (status != null) {
            look(status);
        }
        if (!shop.watches()) {
            return;
        }
        watches.change(in.subject(), watched -> isActive(in) ? watched.signedIn(isOnRecord(in)) : watched);
        if (in.monitored()) {
            // Said anew each time: whoever agreed, ended that and agrees again was taken out of the stream by the
            // issuer.
            watches.put(
                    Watched.of(in.subject(), clock.instant()),
                    watched -> watched.agreed(clock.instant()).inStream(false));
            soon(this::introduce, FIRST_PAUSE);
        }
    }

    private static boolean isActive(SignedIn in) {
        Standing standing = in.standing();
        return standing != null && standing.state() == Standing.State.ACTIVE;
    }

    private boolean isOnRecord(SignedIn in) {
        Standing standing = in.standing();
        return standing != null && isOnRecord(in.subject(), standing);
    }

    /** Of whoever is no customer nothing is on record that could be old. */
    private boolean isOnRecord(String subject, Standing standing) {
        return ledger.find(subject)
                .map(customer -> customer.generation().orElse(0) >= standing.generation())
                .orElse(true);
    }

    /** The issuer tells. What is thrown here has it told again. */
    @EventListener
    void on(Signal signal) {
        Optional<String> subject = signal.subject().at(settings.issuer());
        if (!shop.watches() || subject.isEmpty()) {
            return;
        }
        boolean newer = watches.change(subject.get(), watched -> watched.heard(signal))
                .filter(watched -> watched.has(Mark.NEWER))
                .isPresent();
        if (newer && signal.is(Signal.REISSUED)) {
            // The holder may have brought it before the signal was here: a re-issue in the middle of a sign-in does
            // that.
            soon(() -> compare(subject.get()), FIRST_PAUSE);
        }
    }

    /** What was received is on record now. */
    void onRecord(String subject) {
        watches.change(subject, Watched::onRecord);
    }

    private void compare(String subject) throws IOException {
        if (party.getObject().standing(subject, null) instanceof StandingAnswer.Known known
                && isOnRecord(subject, known.standing())) {
            watches.change(subject, Watched::onRecord);
        }
    }

    /** Has the issuer tell of whoever agreed. */
    private void introduce() throws IOException {
        String stream = line.open();
        for (Watched each : watches.all()) {
            if (!each.inStream()) {
                party.getObject().signals().watch(stream, each.subject());
                // What happened before is not told any more, so it is asked for.
                StandingAnswer answer = party.getObject().standing(each.subject(), null);
                if (answer instanceof StandingAnswer.Unreachable) {
                    throw new IOException("the issuer does not say how it stands");
                }
                watches.change(each.subject(), watched -> {
                    Watched told = watched.inStream(true);
                    return answer instanceof StandingAnswer.Known known
                            ? told.stands(known.standing().state(), clock.instant())
                            : told;
                });
            }
        }
    }

    /**
     * What a status list says of what was told once: in memory, whether the issuer is there or not. A list that nobody asked
     * for before is fetched, for the next time.
     */
    StatusAnswer said(StatusReference reference) {
        StatusAnswer answer = party.getObject().statusLists().known(reference);
        if (answer.asOf() == null) {
            look(reference);
        }
        return answer;
    }

    private void look(StatusReference reference) {
        // Once: a list that is not there is tried again by those who keep it.
        soon(() -> party.getObject().statusLists().keep(reference.list()), Duration.ZERO);
    }

    private interface Errand {
        void run() throws IOException;
    }

    /** Runs it apart; where the issuer cannot be reached again after a pause, unless that is nothing. */
    private void soon(Errand errand, Duration pause) {
        try {
            worker.execute(() -> run(errand, pause));
        } catch (RejectedExecutionException closing) {
            // What is left is found again at the next start.
        }
    }

    private void run(Errand errand, Duration pause) {
        try {
            errand.run();
        } catch (IOException | RuntimeException e) {
            log.warn("watch.later failure={}", e.getClass().getSimpleName());
            Duration next = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            if (!pause.isZero()) {
                CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, worker)
                        .execute(() -> run(errand, next));
            }
        }
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
    }
}
