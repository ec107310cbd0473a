package dev.musubi.issuer.privateid;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Ends private IDs whose own term has run out. */
@Component
class TermWatch {

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
        List<HolderId> ended;
        do {
            Instant now = clock.instant();
            ended = privateIds.outOfTerm(now, BATCH);
            for (HolderId holderId : ended) {
                holders.on(holderId, () -> privateIds.apply(holderId, Cause.ID_EXPIRED, now, "system"));
            }
        } while (ended.size() == BATCH);
    }
}
