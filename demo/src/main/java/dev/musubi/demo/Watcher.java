package dev.musubi.demo;

import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.Signal;
import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.spring.MusubiSettings;
import dev.musubi.relyingparty.standing.Standing;
import dev.musubi.relyingparty.status.StatusAnswer;
import dev.musubi.relyingparty.status.StatusReference;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Hears what becomes of private IDs after the sign-in: of whoever agreed, by signals; of what is on record, by the status
 * lists. What the issuer has to be asked for is left to {@link Rounds}.
 */
@Component
final class Watcher {

    private final Shop shop;
    private final Watches watches;
    private final Ledger ledger;
    private final Rounds rounds;
    private final ObjectProvider<RelyingParty> party;
    private final MusubiSettings settings;
    private final InstantSource clock;

    Watcher(
            Shop shop,
            Watches watches,
            Ledger ledger,
            Rounds rounds,
            ObjectProvider<RelyingParty> party,
            MusubiSettings settings,
            InstantSource clock) {
        this.shop = shop;
        this.watches = watches;
        this.ledger = ledger;
        this.rounds = rounds;
        this.party = party;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whoever waits since before this process is introduced to the issuer now. */
    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        if (shop.watches()) {
            rounds.soon();
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
        // Whoever comes from the issuer may have ended there what was agreed to, so that is asked.
        boolean known = watches.change(
                        in.subject(),
                        watched -> (isActive(in) ? watched.signedIn(isOnRecord(in)) : watched).toBeAsked())
                .isPresent();
        if (in.monitored()) {
            watches.put(Watched.of(in.subject(), clock.instant()), watched -> watched.agreed(clock.instant()));
        }
        if (known || in.monitored()) {
            rounds.soon();
        }
    }

    private static boolean isActive(SignedIn in) {
        Standing standing = in.standing();
        return standing != null && standing.state() == Standing.State.ACTIVE;
    }

    private boolean isOnRecord(SignedIn in) {
        Standing standing = in.standing();
        return standing != null && ledger.isOnRecord(in.subject(), standing.generation());
    }

    /** The issuer tells. What is thrown here has it told again. */
    @EventListener
    void on(Signal signal) {
        if (signal.is(Signal.STREAM_UPDATED)) {
            // The issuer paused the stream, or says that it is to go on.
            rounds.soon();
        }
        Optional<String> subject = signal.subject().at(settings.issuer());
        if (!shop.watches() || subject.isEmpty()) {
            return;
        }
        boolean reissued = signal.is(Signal.REISSUED);
        boolean newer = watches.change(subject.get(), watched -> {
                    Watched after = watched.heard(signal);
                    return reissued && after.has(Mark.NEWER) ? after.toBeAsked() : after;
                })
                .filter(watched -> watched.has(Mark.NEWER))
                .isPresent();
        if (reissued && newer) {
            // The holder may have brought it before the signal was here: a re-issue in the middle of a sign-in does
            // that.
            rounds.soon();
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
        rounds.once(() -> party.getObject().statusLists().keep(reference.list()));
    }
}
