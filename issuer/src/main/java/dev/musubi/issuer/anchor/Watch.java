package dev.musubi.issuer.anchor;

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

    /** A killed process leaves its claims behind; the next one does not wait for them to run out. */
    @EventListener(ApplicationStartedEvent.class)
    void begin() {
        sweep.letGo();
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
        expire();
    }

    private void expire() {
        List<Map.Entry<HolderId, AnchorId>> ended;
        do {
            Instant now = clock.instant();
            ended = anchors.outOfTerm(now, BATCH);
            for (Map.Entry<HolderId, AnchorId> anchor : ended) {
                holders.on(anchor.getKey(), () -> {
                    anchors.expire(anchor.getKey(), anchor.getValue(), now);
                    return true;
                });
            }
        } while (ended.size() == BATCH);
    }
}
