package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.WorkLoop;
import dev.musubi.issuer.database.WorkOutcome;
import dev.musubi.issuer.database.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Has what is due carried away, by whatever way. What went is noted after the other side has taken it; if the issuer dies in
 * between, the same goes once more, under the same name: a {@code Message-ID}, a topic, a file.
 */
@Component
class Delivery {

    private static final Duration NOT_SET_UP = Duration.ofHours(1);

    private final WorkLoop loop;
    private final WorkQueue queue;
    private final HolderTransactions holders;
    private final Notices notices;
    private final Deliveries deliveries;
    private final Channels channels;
    private final StillSo stillSo;
    private final InstantSource clock;

    Delivery(
            WorkLoop loop,
            WorkQueue queue,
            HolderTransactions holders,
            Notices notices,
            Deliveries deliveries,
            Channels channels,
            StillSo stillSo,
            InstantSource clock) {
        this.loop = loop;
        this.queue = queue;
        this.holders = holders;
        this.notices = notices;
        this.deliveries = deliveries;
        this.channels = channels;
        this.stillSo = stillSo;
        this.clock = clock;
    }

    /** Everything that is due by this way goes. */
    void by(Carrier carrier) throws InterruptedException {
        loop.drain(
                new DeliveryWork(carrier.way()), clock, carrier.atOnce(), piece -> deliver(carrier, piece.payload()));
    }

    /** What is to be done about a piece. */
    private sealed interface Next {
        record Send(Carrier.Parcel parcel) implements Next {}

        record Settled(WorkOutcome outcome) implements Next {}
    }

    private WorkOutcome deliver(Carrier carrier, DeliveryWork.Due due) {
        if (!carrier.isOffered()) {
            return notNow("not_set_up", NOT_SET_UP);
        }
        return switch (holders.locking(due.holderId(), () -> next(carrier, due))) {
            case Next.Settled(WorkOutcome outcome) -> outcome;
            case Next.Send(Carrier.Parcel parcel) -> settle(carrier, due, parcel.go());
        };
    }

    private Next next(Carrier carrier, DeliveryWork.Due due) {
        HolderId holderId = due.holderId();
        Optional<Channel> found = channels.find(holderId, due.channelId());
        if (found.isEmpty()) {
            return done();
        }
        Channel channel = found.get();
        NoticeId noticeId = due.noticeId();
        if (noticeId == null) {
            return Optional.of(channel)
                    .filter(each -> each.state() == Channel.State.PENDING)
                    .flatMap(each -> carrier.question(holderId, each))
                    .<Next>map(Next.Send::new)
                    .orElseGet(Delivery::done);
        }
        Notices.Kept kept = notices.find(holderId, noticeId).orElse(null);
        if (kept == null
                || !Addressees.isOne(channel, kept)
                || !stillSo.holds(holderId, kept)
                || deliveries.isMade(holderId, noticeId, channel.id())) {
            return done();
        }
        Instant now = clock.instant();
        Instant allowed = notices.notBefore(kept.notice().kind(), now);
        return allowed.isAfter(now)
                ? new Next.Settled(new WorkOutcome.NotNow("quiet_hours", allowed))
                : new Next.Send(carrier.notice(holderId, channel, kept));
    }

    private static Next done() {
        return new Next.Settled(new WorkOutcome.Done());
    }

    private WorkOutcome settle(Carrier carrier, DeliveryWork.Due due, Carried said) {
        return switch (said) {
            case Carried.Taken taken -> holders.locking(due.holderId(), () -> taken(carrier, due));
            case Carried.NobodyThere nobody -> holders.locking(due.holderId(), () -> nobodyThere(due));
            case Carried.Failed(String code) -> new WorkOutcome.Failed(code);
            case Carried.NotNow(String code, Duration pause) -> notNow(code, pause);
        };
    }

    private WorkOutcome taken(Carrier carrier, DeliveryWork.Due due) {
        NoticeId noticeId = due.noticeId();
        if (noticeId != null) {
            deliveries.made(due.holderId(), noticeId, due.channelId(), carrier.way());
            passIfLeaving(due);
        }
        return new WorkOutcome.Done();
    }

    /** The page shows it; and the notice looks for another way. */
    private WorkOutcome nobodyThere(DeliveryWork.Due due) {
        NoticeId noticeId = due.noticeId();
        channels.nobodyThere(due.holderId(), due.channelId());
        if (noticeId != null) {
            passIfLeaving(due);
            NoticeWork.Due again = new NoticeWork.Due(due.holderId(), noticeId);
            queue.putOnce(NoticeWork.KIND, again.key(), again, clock.instant());
        }
        return new WorkOutcome.Done();
    }

    private void passIfLeaving(DeliveryWork.Due due) {
        channels.find(due.holderId(), due.channelId())
                .filter(channel -> channel.state() == Channel.State.LEAVING)
                .ifPresent(channel -> channels.pass(due.holderId(), channel.id()));
    }

    private WorkOutcome notNow(String code, Duration pause) {
        return new WorkOutcome.NotNow(code, clock.instant().plus(pause));
    }
}
