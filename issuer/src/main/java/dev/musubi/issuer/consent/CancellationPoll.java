package dev.musubi.issuer.consent;

import dev.musubi.issuer.consent.ConsentRegistry.Cancellations;
import dev.musubi.issuer.database.HolderTransactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Asks J-LIS which consents were taken back elsewhere (at the counter, in the official app), and takes them back here.
 * The cursor moves only when a whole page is noted, so a crash in between loses nothing.
 */
@Component
public class CancellationPoll {

    private static final Logger log = LoggerFactory.getLogger(CancellationPoll.class);
    private static final String CURSOR = "jlis-consent-cancellations";

    private final ConsentRegistry registry;
    private final Consents consents;
    private final HolderTransactions holders;
    private final Cursors cursors;

    CancellationPoll(ConsentRegistry registry, Consents consents, HolderTransactions holders, Cursors cursors) {
        this.registry = registry;
        this.consents = consents;
        this.holders = holders;
        this.cursors = cursors;
    }

    @Scheduled(fixedDelayString = "${musubi.consent.poll:PT10M}", initialDelayString = "${musubi.consent.poll:PT10M}")
    void tick() {
        int noted = poll();
        if (noted > 0) {
            log.info("consent.cancellations_noted count={}", noted);
        }
    }

    /** Notes all cancellations there are; tells how many were of holders of ours. */
    public int poll() {
        int noted = 0;
        while (true) {
            long cursor = cursors.read(CURSOR);
            switch (registry.cancellationsAfter(cursor)) {
                case Cancellations.Unavailable unavailable -> {
                    log.warn("consent.poll_failed code={}", unavailable.code());
                    return noted;
                }
                case Cancellations.Page page -> {
                    for (Cancellations.One one : page.cancellations()) {
                        noted += note(one);
                    }
                    if (page.cursor() <= cursor) {
                        return noted;
                    }
                    cursors.move(CURSOR, page.cursor());
                }
            }
        }
    }

    private int note(Cancellations.One one) {
        return consents.byExternalRef(one.consentId())
                .map(found -> holders.locking(found.getKey(), () -> {
                    consents.cancel(found.getKey(), found.getValue(), one.at(), "jlis");
                    return 1;
                }))
                .orElse(0);
    }
}
