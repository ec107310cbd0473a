package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.WorkKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A last mail to whoever gave the private ID up: by then nothing else knows the address, so the mail itself is what waits, sealed.
 */
record FarewellWork() implements WorkKind<String> {

    static final FarewellWork KIND = new FarewellWork();

    @Override
    public String name() {
        return "notice_farewell";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String write(String payload) {
        return payload;
    }

    @Override
    public String read(int version, String text) {
        return text;
    }

    @Override
    public @Nullable String about(String payload) {
        return null;
    }

    @Override
    public Retry retry() {
        return Retry.forever(Duration.ofMinutes(1), Duration.ofHours(1));
    }
}
