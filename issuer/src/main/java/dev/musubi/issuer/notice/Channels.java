package dev.musubi.issuer.notice;

import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.privateid.PrivateIdChanged;
import dev.musubi.issuer.privateid.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The ways to reach a holder, which the holder names and takes back: all of them, and the one by e-mail, which its holder
 * confirms too.
 *
 * <p>All methods take part in the caller's transaction on the holder.
 */
@Component
public class Channels {

    private static final int MOST_A_DAY = 5;
    private static final Duration SAME_CLICK = Duration.ofMinutes(1);
    private static final String BY_HOLDER = "holder";

    private final ChannelRows rows;
    private final WorkQueue queue;
    private final Notices notices;
    private final Credentials credentials;
    private final InstantSource clock;

    Channels(ChannelRows rows, WorkQueue queue, Notices notices, Credentials credentials, InstantSource clock) {
        this.rows = rows;
        this.queue = queue;
        this.notices = notices;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** What came of naming an address. */
    public enum Asked {
        /** A mail with a link is on its way there. */
        MAIL_SENT,
        /** Notices go there already. */
        IN_USE,
        /** So many were named today that this could be meant to annoy somebody. */
        TOO_MANY
    }

    /** All of a holder's, the newest first. */
    public List<Channel> of(HolderId holderId) {
        return rows.of(holderId).stream().map(ChannelRows.Row::channel).toList();
    }

    /** The one that mail goes to. */
    public Optional<Channel> email(HolderId holderId) {
        return first(holderId, Channel.State.CONFIRMED);
    }

    /** The one that waits for its holder to open the mail. */
    public Optional<Channel> pending(HolderId holderId) {
        return first(holderId, Channel.State.PENDING);
    }

    private Optional<Channel> first(HolderId holderId, Channel.State state) {
        return rows.of(holderId, Channel.Way.EMAIL).stream()
                .map(ChannelRows.Row::channel)
                .filter(each -> each.state() == state)
                .findFirst();
    }

    Optional<Channel> find(HolderId holderId, ChannelId id) {
        return rows.find(holderId, id).map(ChannelRows.Row::channel);
    }

    /** Which e-mail address that is: for its holder's eyes, and for whoever sends. */
    public String address(HolderId holderId, ChannelId id) {
        return opened(holderId, rows.find(holderId, id).orElseThrow());
    }

    private String opened(HolderId holderId, ChannelRows.Row row) {
        return new String(rows.opened(holderId, row), StandardCharsets.UTF_8);
    }

    /** The holder wants notices by e-mail there, and is asked by a mail whether that is so. */
    public Asked ask(HolderId holderId, EmailAddress address, Language language) {
        credentials.mustNotHaveEnded(holderId);
        Instant now = clock.instant();
        List<ChannelRows.Row> all = rows.of(holderId, Channel.Way.EMAIL);
        for (ChannelRows.Row row : all) {
            Channel channel = row.channel();
            boolean same = row.address() != null && opened(holderId, row).equals(address.text());
            if (same && channel.isUsed()) {
                rows.speak(holderId, channel.id(), language);
                return Asked.IN_USE;
            }
            if (same && channel.state() == Channel.State.PENDING && row.madeAt().isAfter(now.minus(SAME_CLICK))) {
                return Asked.MAIL_SENT;
            }
        }
        if (rows.madeToday(all) >= MOST_A_DAY) {
            return Asked.TOO_MANY;
        }
        all.stream()
                .filter(row -> row.channel().state() == Channel.State.PENDING)
                .forEach(row -> rows.forget(holderId, row));
        ChannelId id = rows.add(
                holderId,
                Channel.Way.EMAIL,
                address.text().getBytes(StandardCharsets.UTF_8),
                language,
                Channel.State.PENDING);
        DeliveryWork.Due due = new DeliveryWork.Due(holderId, id, null);
        queue.putOnce(new DeliveryWork(Channel.Way.EMAIL), due.key(), due, now);
        rows.audit(holderId, "notice_way.asked", BY_HOLDER, Channel.Way.EMAIL, id);
        return Asked.MAIL_SENT;
    }

    /**
     * The holder opened the mail: notices go there from now on, and the address before is told.
     *
     * @return false if that way does not wait for it any more; true also if it was confirmed before
     */
    public boolean confirm(HolderId holderId, ChannelId id) {
        Optional<Channel> found = find(holderId, id);
        if (found.isEmpty() || found.get().state() != Channel.State.PENDING) {
            return found.filter(each -> each.state() == Channel.State.CONFIRMED).isPresent();
        }
        email(holderId).ifPresent(before -> leave(holderId, before.id(), Notice.Kind.EMAIL_CHANGED));
        rows.turn(holderId, id, Channel.State.CONFIRMED);
        rows.audit(holderId, "notice_way.confirmed", BY_HOLDER, Channel.Way.EMAIL, id);
        return true;
    }

    /** The holder wants no more mail, which the address is told a last time; a question that waits is taken back. */
    public void removeEmail(HolderId holderId) {
        email(holderId).ifPresent(each -> {
            leave(holderId, each.id(), Notice.Kind.EMAIL_REMOVED);
            rows.audit(holderId, "notice_way.removed", BY_HOLDER, Channel.Way.EMAIL, each.id());
        });
        pending(holderId).flatMap(each -> rows.find(holderId, each.id())).ifPresent(row -> rows.forget(holderId, row));
    }

    private void leave(HolderId holderId, ChannelId id, Notice.Kind why) {
        rows.turn(holderId, id, Channel.State.LEAVING);
        notices.send(holderId, why, "", id.toString());
    }

    /** Somebody who reads the mails said to stop them; false if there is no such way any more. */
    public boolean stop(HolderId holderId, ChannelId id) {
        Optional<ChannelRows.Row> row = rows.find(holderId, id).filter(each -> each.address() != null);
        row.ifPresent(each -> {
            rows.delete(holderId, each);
            // Whoever reads the mails may be somebody else: it stands at home.
            notices.tell(holderId, Notice.Kind.EMAIL_REMOVED, "");
            rows.audit(holderId, "notice_way.stopped", BY_HOLDER, each.channel().way(), id);
        });
        return row.isPresent();
    }

    /**
     * Nobody is there. An address is kept for its holder to see, and used no more until it is confirmed anew; a browser that has
     * dropped its subscription never takes it up again.
     */
    void nobodyThere(HolderId holderId, ChannelId id) {
        rows.find(holderId, id).ifPresent(row -> {
            if (row.channel().way() == Channel.Way.PUSH) {
                rows.delete(holderId, row);
                rows.audit(holderId, "notice_way.gone", "system", Channel.Way.PUSH, id);
            } else {
                rows.failing(holderId, id);
            }
        });
    }

    /** A way that was only to be told of its end, or an address that was never confirmed. */
    void pass(HolderId holderId, ChannelId id) {
        rows.find(holderId, id)
                .filter(each -> each.channel().state() != Channel.State.CONFIRMED)
                .ifPresent(each -> rows.delete(holderId, each));
    }

    /** Those that are no ways any more, or not yet, since before {@code before}: of all holders. */
    List<Map.Entry<HolderId, ChannelId>> passing(Channel.State state, Instant before, int limit) {
        return rows.passing(state, before, limit);
    }

    /** Whoever has no private ID any more, be it by death, is not written to, and the address is not kept. */
    @EventListener
    void on(PrivateIdChanged change) {
        if (change.to() == State.ENDED) {
            rows.of(change.holderId()).forEach(row -> rows.delete(change.holderId(), row));
        }
    }
}
