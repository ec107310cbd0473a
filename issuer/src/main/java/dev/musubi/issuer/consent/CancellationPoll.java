package dev.musubi.issuer.consent;

import dev.musubi.issuer.consent.ConsentRegistry.Cancellations;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Asks J-LIS which consents were taken back elsewhere (at the counter, in the official app), and takes them back here.
 * The cursor moves only when a whole page is noted, so a crash in between loses nothing.
 *
 * <p>One of a consent that is not on record here may come between J-LIS' answer to a registration and the note of it. It is
 * read again at each poll until nobody can still be about to note it; those after it do not wait for that.
 */
@Component
public class CancellationPoll {

    private static final Logger log = LoggerFactory.getLogger(CancellationPoll.class);
    private static final String CURSOR = "jlis-consent-cancellations";

    private final ConsentRegistry registry;
    private final Consents consents;
    private final HolderTransactions holders;
    private final Cursors cursors;
    private final InstantSource clock;

    CancellationPoll(
            ConsentRegistry registry,
            Consents consents,
            HolderTransactions holders,
            Cursors cursors,
            InstantSource clock) {
        this.registry = registry;
        this.consents = consents;
        this.holders = holders;
        this.cursors = cursors;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${musubi.consent.poll:PT10M}", initialDelayString = "${musubi.consent.poll:PT10M}")
    void tick() {
        int noted = poll();
        if (noted > 0) {
            log.info("consent.cancellations_noted count={}", noted);
        }
    }

    /** Notes all cancellations there are; tells how many were of holders of ours, and news. */
    public int poll() {
        Instant settled = clock.instant().minus(ConsentComparison.SETTLED);
        long cursor = cursors.read(CURSOR);
        boolean allSettled = true;
        int noted = 0;
        while (true) {
            switch (registry.cancellationsAfter(cursor)) {
                case Cancellations.Unavailable unavailable -> {
                    log.warn("consent.poll_failed code={}", unavailable.code());
                    return noted;
                }
                case Cancellations.Page page -> {
                    for (Cancellations.One one : page.cancellations()) {
                        Optional<Map.Entry<HolderId, ConsentId>> found = consents.byExternalRef(one.consentId());
                        if (found.isPresent()) {
                            noted += note(found.get(), one.at()) ? 1 : 0;
                        } else {
                            allSettled &= !one.at().isAfter(settled);
                        }
                    }
                    if (page.cursor() <= cursor) {
                        return noted;
                    }
                    cursor = page.cursor();
                    if (allSettled) {
                        cursors.move(CURSOR, cursor);
                    }
                }
            }
        }
    }

    private boolean note(Map.Entry<HolderId, ConsentId> found, Instant at) {
        return holders.locking(found.getKey(), () -> consents.cancel(found.getKey(), found.getValue(), at, "jlis"));
    }
}
