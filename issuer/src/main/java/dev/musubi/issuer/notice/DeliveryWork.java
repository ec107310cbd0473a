package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.WorkKind;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that is to go to a holder by one way: a notice, or the question whether mail reaches an address. Tried for about
 * two days, then left to an operator.
 *
 * @param way by what; each has a kind of its own, so that one that is out of order holds up no other
 */
record DeliveryWork(Channel.Way way) implements WorkKind<DeliveryWork.Due> {

    private static final Retry RETRY = new Retry(Duration.ofMinutes(1), Duration.ofHours(6), 15);

    /**
     * Which.
     *
     * @param noticeId what is told; null to ask whether mail reaches the address
     */
    record Due(
            HolderId holderId,
            ChannelId channelId,
            @Nullable NoticeId noticeId) {
        /** One piece a notice and address. */
        String key() {
            return channelId + " " + (noticeId == null ? "confirm" : noticeId);
        }
    }

    @Override
    public String name() {
        // That of mail is older than the others, and what waits in the queue keeps its name.
        return way == Channel.Way.EMAIL ? "notice_mail" : "notice_" + way.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String write(Due payload) {
        return payload.holderId() + " " + payload.key();
    }

    @Override
    public Due read(int version, String text) {
        String[] parts = text.split(" ", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a holder, a way and a notice");
        }
        return new Due(
                HolderId.of(parts[0]),
                ChannelId.of(parts[1]),
                parts[2].equals("confirm") ? null : NoticeId.of(parts[2]));
    }

    @Override
    public @Nullable String about(Due payload) {
        return null;
    }

    @Override
    public Retry retry() {
        return RETRY;
    }
}
