package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.WorkKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A notice that is due: looked at once more, and handed to the ways its holder has by then. */
record NoticeWork() implements WorkKind<NoticeWork.Due> {

    static final NoticeWork KIND = new NoticeWork();

    private static final Retry RETRY = Retry.forever(Duration.ofMinutes(1), Duration.ofHours(1));

    /** Which. */
    record Due(HolderId holderId, NoticeId noticeId) {
        String key() {
            return noticeId.toString();
        }
    }

    @Override
    public String name() {
        return "notice";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String write(Due payload) {
        return payload.holderId() + " " + payload.noticeId();
    }

    @Override
    public Due read(int version, String text) {
        String[] parts = text.split(" ", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("a holder and a notice");
        }
        return new Due(HolderId.of(parts[0]), NoticeId.of(parts[1]));
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
