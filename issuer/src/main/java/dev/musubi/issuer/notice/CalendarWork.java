package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.WorkKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A holder's calendar: there as long as the private ID lives, and due when there is next something to tell by the date. */
record CalendarWork() implements WorkKind<HolderId> {

    static final CalendarWork KIND = new CalendarWork();

    private static final Retry RETRY = Retry.forever(Duration.ofMinutes(1), Duration.ofHours(1));

    @Override
    public String name() {
        return "notice_calendar";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String write(HolderId payload) {
        return payload.toString();
    }

    @Override
    public HolderId read(int version, String text) {
        return HolderId.of(text);
    }

    @Override
    public @Nullable String about(HolderId payload) {
        return null;
    }

    @Override
    public Retry retry() {
        return RETRY;
    }
}
