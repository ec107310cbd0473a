package dev.musubi.issuer.privateid;

import dev.musubi.issuer.database.DatabaseTrouble;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Ends private IDs whose own term has run out. */
@Component
class TermWatch {

    private static final Logger log = LoggerFactory.getLogger(TermWatch.class);
    private static final int BATCH = 500;

    private final PrivateIds privateIds;
    private final HolderTransactions holders;
    private final InstantSource clock;

    TermWatch(PrivateIds privateIds, HolderTransactions holders, InstantSource clock) {
        this.privateIds = privateIds;
        this.holders = holders;
        this.clock = clock;
    }

    @Scheduled(
            fixedDelayString = "${musubi.private-id.tick:PT1M}",
            initialDelayString = "${musubi.private-id.tick:PT1M}")
    void tick() {
        Instant now = clock.instant();
        HolderId after = HolderId.FIRST;
        List<HolderId> ended;
        do {
            ended = privateIds.outOfTerm(now, after, BATCH);
            for (HolderId holderId : ended) {
                after = holderId;
                end(holderId, now);
            }
        } while (ended.size() == BATCH);
    }

    /** One that fails keeps none of the others from ending; it is tried again with the next tick. */
    private void end(HolderId holderId, Instant now) {
        try {
            holders.locking(holderId, () -> privateIds.apply(holderId, Cause.ID_EXPIRED, now, "system"));
        } catch (RuntimeException failure) {
            DatabaseTrouble.rethrow(failure);
            log.error("private_id.expiry_failed failure={}", failure.getClass().getName());
        }
    }
}
