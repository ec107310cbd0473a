package dev.musubi.issuer.consent;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.WorkKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A consent that J-LIS is still to be told. It is tried until J-LIS has answered. */
record ConsentRegistrationWork() implements WorkKind<ConsentRegistrationWork.Pending> {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** Which. */
    record Pending(HolderId holderId, ConsentId consentId) {}

    @Override
    public String name() {
        return "consent_registration";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String write(Pending payload) {
        return payload.holderId() + " " + payload.consentId();
    }

    @Override
    public Pending read(int version, String text) {
        String[] parts = text.split(" ", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("a holder and a consent");
        }
        return new Pending(HolderId.of(parts[0]), ConsentId.of(parts[1]));
    }

    @Override
    public @Nullable String about(Pending payload) {
        return payload.consentId().toString();
    }

    @Override
    public Retry retry() {
        return Retry.forever(FIRST_PAUSE, LONGEST_PAUSE);
    }
}
