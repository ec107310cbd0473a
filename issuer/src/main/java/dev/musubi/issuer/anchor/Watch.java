package dev.musubi.issuer.anchor;

import dev.musubi.issuer.database.DatabaseTrouble;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The clockwork of the watch: sweeps what is due, and ends anchors whose term ran out. */
@Component
class Watch {

    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final int BATCH = 500;

    private final Sweep sweep;
    private final Anchors anchors;
    private final HolderTransactions holders;
    private final InstantSource clock;

    Watch(Sweep sweep, Anchors anchors, HolderTransactions holders, InstantSource clock) {
        this.sweep = sweep;
        this.anchors = anchors;
        this.holders = holders;
        this.clock = clock;
    }

    @EventListener(ApplicationStartedEvent.class)
    void begin() {
        sweep.tidy();
    }

    @Scheduled(fixedDelayString = "${musubi.sweep.tick:PT10S}", initialDelayString = "${musubi.sweep.tick:PT10S}")
    void tick() {
        Sweep.Report report = sweep.due();
        if (report.applied() > 0 || report.failed() > 0) {
            log.info(
                    "sweep.done lists={} applied={} failed={} revoked={}",
                    report.lists(),
                    report.applied(),
                    report.failed(),
                    report.revoked());
        }
    }

    /** Apart from the lists, which may take long. */
    @Scheduled(fixedDelayString = "${musubi.sweep.tick:PT10S}", initialDelayString = "${musubi.sweep.tick:PT10S}")
    void expire() {
        Instant now = clock.instant();
        HolderId after = HolderId.FIRST;
        List<Map.Entry<HolderId, AnchorId>> ended;
        do {
            ended = anchors.outOfTerm(now, after, BATCH);
            for (Map.Entry<HolderId, AnchorId> anchor : ended) {
                after = anchor.getKey();
                try {
                    holders.locking(anchor.getKey(), () -> {
                        anchors.expire(anchor.getKey(), anchor.getValue(), now);
                        return true;
                    });
                } catch (RuntimeException failure) {
                    DatabaseTrouble.rethrow(failure);
                    log.error(
                            "anchor.expiry_failed failure={}",
                            failure.getClass().getName());
                }
            }
        } while (ended.size() == BATCH);
    }
}
