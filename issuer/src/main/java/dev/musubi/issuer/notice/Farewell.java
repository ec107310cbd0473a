package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.database.Work;
import dev.musubi.issuer.database.WorkLoop;
import dev.musubi.issuer.database.WorkOutcome;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.outbound.Mail;
import dev.musubi.issuer.outbound.MailOutcome;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.PrivateIdChanged;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.vault.SealedTokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells whoever gave the private ID up that this was done, at every address that was theirs a moment ago: it may have been somebody
 * else who did it. It is written in the transaction that ends the ID, before the address is forgotten, and never to the bereaved,
 * whose ID ends for another cause.
 */
@Component
class Farewell {

    private static final String PURPOSE = "farewell";
    private static final int VERSION = 1;
    private static final int AT_ONCE = 4;
    private static final Duration NOT_NOW = Duration.ofMinutes(5);

    /** Whatever keeps it from going, it is thrown away after so long: there is an address in it. */
    private static final Duration KEPT_FOR = Duration.ofDays(1);

    private final Channels channels;
    private final MailWriter writer;
    private final MailWay mail;
    private final SealedTokens tokens;
    private final WorkQueue queue;
    private final WorkLoop loop;
    private final InstantSource clock;

    Farewell(
            Channels channels,
            MailWriter writer,
            MailWay mail,
            SealedTokens tokens,
            WorkQueue queue,
            WorkLoop loop,
            InstantSource clock) {
        this.channels = channels;
        this.writer = writer;
        this.mail = mail;
        this.tokens = tokens;
        this.queue = queue;
        this.loop = loop;
        this.clock = clock;
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void on(PrivateIdChanged change) {
        if (change.to() != State.ENDED || change.cause() != Cause.WITHDRAWN || !mail.isOffered()) {
            return;
        }
        HolderId holderId = change.holderId();
        for (Channel each : channels.of(holderId)) {
            boolean theirs = each.state() == Channel.State.CONFIRMED || each.state() == Channel.State.LEAVING;
            if (each.way() == Channel.Way.EMAIL && theirs) {
                byte[] written = StoredJson.bytes(writer.farewell(holderId, each, change.at()));
                queue.putOnce(FarewellWork.KIND, each.id().toString(), tokens.seal(PURPOSE, written), clock.instant());
            }
        }
    }

    @Scheduled(fixedDelayString = "${musubi.notices.tick:PT5S}", initialDelayString = "${musubi.notices.tick:PT5S}")
    void deliver() throws InterruptedException {
        loop.drain(FarewellWork.KIND, clock, AT_ONCE, this::deliver);
    }

    private WorkOutcome deliver(Work<String> piece) {
        Optional<Mail> written =
                tokens.open(PURPOSE, piece.payload()).map(said -> StoredJson.read(said, Mail.class, VERSION));
        // One that was sealed under a key that is gone, nobody can read any more.
        if (written.filter(each -> clock.instant().isBefore(each.date().plus(KEPT_FOR)))
                .isEmpty()) {
            return new WorkOutcome.Done();
        }
        return switch (mail.send(written.get())) {
            case MailOutcome.Taken taken -> new WorkOutcome.Done();
            case MailOutcome.NoSuchRecipient nobody -> new WorkOutcome.Done();
            case MailOutcome.NotTried(String code) ->
                new WorkOutcome.NotNow(code, clock.instant().plus(NOT_NOW));
            case MailOutcome.Failed(String code) -> new WorkOutcome.Failed(code);
        };
    }
}
