package dev.musubi.issuer.notice;

import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.message.Language;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The ways beside e-mail: the holder's browsers, each for itself, and letters. Whatever is added or ended is told by the ways
 * there are, so that nobody else does so unseen.
 *
 * <p>All methods take part in the caller's transaction on the holder.
 */
@Component
public class FurtherWays {

    /** More than anybody has browsers; whoever adds more wants something else. */
    private static final int MOST_BROWSERS = 10;

    private final ChannelRows rows;
    private final Notices notices;
    private final Credentials credentials;

    FurtherWays(ChannelRows rows, Notices notices, Credentials credentials) {
        this.rows = rows;
        this.notices = notices;
        this.credentials = credentials;
    }

    /**
     * A browser that shows notices, as its holder sees it.
     *
     * @param channel the way
     * @param subscription where that is
     */
    public record Browser(Channel channel, PushSubscription subscription) {}

    /** Those in use, the newest first. */
    public List<Browser> browsers(HolderId holderId) {
        return used(holderId, Channel.Way.PUSH).stream()
                .map(row -> new Browser(row.channel(), subscription(holderId, row)))
                .toList();
    }

    /** Whether letters go out, and since when. */
    public Optional<Channel> letters(HolderId holderId) {
        return used(holderId, Channel.Way.LETTER).stream()
                .map(ChannelRows.Row::channel)
                .findFirst();
    }

    private List<ChannelRows.Row> used(HolderId holderId, Channel.Way way) {
        return rows.of(holderId, way).stream()
                .filter(row -> row.channel().isUsed())
                .toList();
    }

    private PushSubscription subscription(HolderId holderId, ChannelRows.Row row) {
        return PushSubscription.stored(rows.opened(holderId, row));
    }

    /** Where that browser is: for whoever sends. */
    PushSubscription subscription(HolderId holderId, ChannelId id) {
        return subscription(holderId, rows.find(holderId, id).orElseThrow());
    }

    /** The address of one in use, for its holder to take along. */
    public String endpoint(HolderId holderId, ChannelId id) {
        return subscription(holderId, id).endpoint().toString();
    }

    /**
     * The holder wants notices in this browser. The same subscription again is the same way, with the language and the keys of
     * now.
     *
     * @return false if there are too many already
     */
    public boolean add(HolderId holderId, PushSubscription subscription, Language language) {
        credentials.mustNotHaveEnded(holderId);
        List<ChannelRows.Row> all = rows.of(holderId, Channel.Way.PUSH);
        Optional<ChannelRows.Row> same = all.stream()
                .filter(row -> row.channel().isUsed())
                .filter(row -> subscription(holderId, row).endpoint().equals(subscription.endpoint()))
                .findFirst();
        if (same.isPresent() && MessageDigest.isEqual(rows.opened(holderId, same.get()), subscription.toStore())) {
            rows.speak(holderId, same.get().id(), language);
            return true;
        }
        if (same.isEmpty() && all.size() >= MOST_BROWSERS) {
            return false;
        }
        same.ifPresent(row -> rows.delete(holderId, row));
        begin(holderId, Channel.Way.PUSH, subscription.toStore(), language);
        return true;
    }

    /** The holder wants letters, where nothing else reaches. */
    public void addLetters(HolderId holderId, Language language) {
        credentials.mustNotHaveEnded(holderId);
        if (letters(holderId).isEmpty()) {
            begin(holderId, Channel.Way.LETTER, null, language);
        }
    }

    private void begin(HolderId holderId, Channel.Way way, byte @Nullable [] address, Language language) {
        ChannelId id = rows.add(holderId, way, address, language, Channel.State.CONFIRMED);
        rows.audit(holderId, "notice_way.added", "holder", way, id);
        notices.send(holderId, Notice.Kind.WAY_ADDED, "", id.toString());
    }

    /** The holder wants no more of them there, which a browser is told a last time; one that is none any more is ended. */
    public void end(HolderId holderId, ChannelId id) {
        rows.find(holderId, id)
                .filter(row -> row.channel().way() != Channel.Way.EMAIL)
                .filter(row -> row.channel().state() == Channel.State.CONFIRMED)
                .ifPresent(row -> end(holderId, row));
    }

    private void end(HolderId holderId, ChannelRows.Row row) {
        Channel.Way way = row.channel().way();
        if (way == Channel.Way.PUSH) {
            rows.turn(holderId, row.id(), Channel.State.LEAVING);
        } else {
            rows.delete(holderId, row);
        }
        rows.audit(holderId, "notice_way.removed", "holder", way, row.id());
        notices.send(holderId, Notice.Kind.WAY_ENDED, "", row.id().toString());
    }
}
