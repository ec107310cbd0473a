package dev.musubi.issuer.openid.logout;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.WorkKind;
import dev.musubi.issuer.signin.SessionId;
import java.time.Duration;

/** A back-channel logout message that is to be delivered: tried for about an hour, then left to an operator. */
record LogoutWork() implements WorkKind<LogoutWork.Notice> {

    private static final Retry RETRY = new Retry(Duration.ofSeconds(30), Duration.ofMinutes(32), 8);

    /** Whose session ended, which, and who is to be told. */
    record Notice(HolderId holderId, SessionId sessionId, String clientId) {
        /** One message a session and client: whoever asks twice for it means the same one. */
        String key() {
            return sessionId + " " + clientId;
        }
    }

    @Override
    public String name() {
        return "logout_notice";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String write(Notice payload) {
        return payload.holderId() + " " + payload.sessionId() + " " + payload.clientId();
    }

    @Override
    public Notice read(int version, String text) {
        String[] parts = text.split(" ", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a holder, a session and a client");
        }
        return new Notice(HolderId.of(parts[0]), SessionId.of(parts[1]), parts[2]);
    }

    @Override
    public String about(Notice payload) {
        return payload.clientId();
    }

    @Override
    public Retry retry() {
        return RETRY;
    }
}
