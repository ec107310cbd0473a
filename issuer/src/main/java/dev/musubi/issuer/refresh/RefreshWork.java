package dev.musubi.issuer.refresh;

import dev.musubi.issuer.anchor.AnchorId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.WorkKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A consented refresh that waits; it is owed to the holder, so it is never given up while it is wanted. */
record RefreshWork(Retry retry) implements WorkKind<RefreshWork.Due> {

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    static RefreshWork by(RefreshSettings settings) {
        return new RefreshWork(Retry.forever(settings.waitForSource(), LONGEST_WAIT));
    }

    /**
     * Which.
     *
     * @param anchorId the anchor that died
     */
    record Due(HolderId holderId, AnchorId anchorId) {}

    @Override
    public String name() {
        return "refresh";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String write(Due payload) {
        return payload.holderId() + " " + payload.anchorId();
    }

    @Override
    public Due read(int version, String text) {
        String[] parts = text.split(" ", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("a holder and an anchor");
        }
        return new Due(HolderId.of(parts[0]), AnchorId.of(parts[1]));
    }

    @Override
    public @Nullable String about(Due payload) {
        return null;
    }
}
