package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.WorkLoop;
import dev.musubi.issuer.database.WorkOutcome;
import dev.musubi.issuer.database.WorkQueue;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Takes each notice that is due, looks whether it is still so, and hands it to the ways its holder has now. */
@Component
class NoticeDecision {

    private static final int AT_ONCE = 4;

    private final WorkLoop loop;
    private final WorkQueue queue;
    private final HolderTransactions holders;
    private final Notices notices;
    private final Channels channels;
    private final StillSo stillSo;
    private final InstantSource clock;

    NoticeDecision(
            WorkLoop loop,
            WorkQueue queue,
            HolderTransactions holders,
            Notices notices,
            Channels channels,
            StillSo stillSo,
            InstantSource clock) {
        this.loop = loop;
        this.queue = queue;
        this.holders = holders;
        this.notices = notices;
        this.channels = channels;
        this.stillSo = stillSo;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${musubi.notices.tick:PT5S}", initialDelayString = "${musubi.notices.tick:PT5S}")
    void decide() throws InterruptedException {
        loop.drain(
                NoticeWork.KIND,
                clock,
                AT_ONCE,
                piece -> holders.locking(piece.payload().holderId(), () -> decide(piece.payload())));
    }

    private WorkOutcome decide(NoticeWork.Due due) {
        Notices.Kept kept = notices.find(due.holderId(), due.noticeId()).orElse(null);
        if (kept == null || !stillSo.holds(due.holderId(), kept)) {
            return new WorkOutcome.Done();
        }
        Instant now = clock.instant();
        Instant allowed = notices.notBefore(kept.notice().kind(), now);
        if (allowed.isAfter(now)) {
            return new WorkOutcome.NotNow("quiet_hours", allowed);
        }
        for (Channel channel : Addressees.of(channels.of(due.holderId()), kept)) {
            DeliveryWork.Due piece = new DeliveryWork.Due(due.holderId(), channel.id(), due.noticeId());
            queue.putOnce(new DeliveryWork(channel.way()), piece.key(), piece, now);
        }
        return new WorkOutcome.Done();
    }
}
