package dev.musubi.relyingparty;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Something that a transmitter tells without being asked: a security event token (RFC 8417) that was checked, as the OpenID
 * Shared Signals Framework 1.0 has it. It may come more than once; {@link SeenSignals} tells one that was handled.
 *
 * @param issuer who tells it
 * @param id its id with that issuer ({@code jti})
 * @param issuedAt when it was told
 * @param subject of whom or what ({@code sub_id}, RFC 9493)
 * @param type which kind: the URI of the one event in it
 * @param said what it says beyond that
 */
public record Signal(
        String issuer, String id, Instant issuedAt, SignalSubject subject, String type, Map<String, Object> said) {

    /** CAEP 1.0: all sessions of the subject here are over at the issuer. */
    public static final String SESSION_REVOKED = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";

    /** CAEP 1.0: a way to sign in began or ended. */
    public static final String CREDENTIAL_CHANGE =
            "https://schemas.openid.net/secevent/caep/event-type/credential-change";

    /** CAEP 1.0: the assurance went up or down. */
    public static final String ASSURANCE_LEVEL_CHANGE =
            "https://schemas.openid.net/secevent/caep/event-type/assurance-level-change";

    /** RISC 1.0: the private ID cannot be used, for now or for good: ask for its standing. */
    public static final String ACCOUNT_DISABLED =
            "https://schemas.openid.net/secevent/risc/event-type/account-disabled";

    /** RISC 1.0: it can be used again. */
    public static final String ACCOUNT_ENABLED = "https://schemas.openid.net/secevent/risc/event-type/account-enabled";

    /** RISC 1.0: its holder had everything erased. */
    public static final String ACCOUNT_PURGED = "https://schemas.openid.net/secevent/risc/event-type/account-purged";

    /** Musubi: the private ID stands on no live anchor any more; what was told of its holder may be out of date. */
    public static final String REISSUE_REQUIRED = "https://musubi.dev/secevent/event-type/reissue-required";

    /** Musubi: it was issued anew; {@link #attributesChanged} says whether anything is different. */
    public static final String REISSUED = "https://musubi.dev/secevent/event-type/reissued";

    /** Shared Signals Framework 1.0: the stream works. */
    public static final String VERIFICATION = "https://schemas.openid.net/secevent/ssf/event-type/verification";

    /** Shared Signals Framework 1.0: the transmitter paused the stream, or lets it go on. */
    public static final String STREAM_UPDATED = "https://schemas.openid.net/secevent/ssf/event-type/stream-updated";

    /** What it says may not be changed. */
    public Signal {
        said = Map.copyOf(said);
    }

    /** Whether it is of this kind. */
    public boolean is(String kind) {
        return type.equals(kind);
    }

    /** Of {@link #REISSUED}: whether the attributes differ from those before; empty where that is not said. */
    public Optional<Boolean> attributesChanged() {
        return said.get("attributes_changed") instanceof Boolean changed ? Optional.of(changed) : Optional.empty();
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return "Signal[" + type + "]";
    }
}
