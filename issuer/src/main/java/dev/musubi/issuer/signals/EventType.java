package dev.musubi.issuer.signals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The kinds of events there are. RISC's identifier-changed is none of them: a subject stays what it is for as long as the
 * private ID lives. Names are stored and never change.
 */
public enum EventType {
    /** CAEP 1.0 section 3.1. */
    SESSION_REVOKED(Family.CAEP, "session-revoked"),
    /** CAEP 1.0 section 3.3. */
    CREDENTIAL_CHANGE(Family.CAEP, "credential-change"),
    /** CAEP 1.0 section 3.4. */
    ASSURANCE_LEVEL_CHANGE(Family.CAEP, "assurance-level-change"),
    /** RISC 1.0 section 2.3. */
    ACCOUNT_DISABLED(Family.RISC, "account-disabled"),
    /** RISC 1.0 section 2.4. */
    ACCOUNT_ENABLED(Family.RISC, "account-enabled"),
    /** RISC 1.0 section 2.2. */
    ACCOUNT_PURGED(Family.RISC, "account-purged"),
    /** The private ID stands on no live anchor any more: what it says may be out of date. */
    REISSUE_REQUIRED(Family.OURS, "reissue-required"),
    /** There is a new generation of the private ID. */
    REISSUED(Family.OURS, "reissued"),
    /** Of the stream itself: Shared Signals Framework 1.0 section 8.1.4.1. */
    VERIFICATION(Family.FRAMEWORK, "verification"),
    /** Of the stream itself: section 8.1.5. */
    STREAM_UPDATED(Family.FRAMEWORK, "stream-updated");

    private enum Family {
        CAEP("https://schemas.openid.net/secevent/caep/event-type/"),
        RISC("https://schemas.openid.net/secevent/risc/event-type/"),
        FRAMEWORK("https://schemas.openid.net/secevent/ssf/event-type/"),
        OURS("https://musubi.dev/secevent/event-type/");

        private final String prefix;

        Family(String prefix) {
            this.prefix = prefix;
        }
    }

    private final Family family;
    private final String uri;

    EventType(Family family, String name) {
        this.family = family;
        this.uri = family.prefix + name;
    }

    /** As it stands in {@code events}. */
    public String uri() {
        return uri;
    }

    /** Whether it is about a stream, and nobody's. */
    public boolean isOfStream() {
        return family == Family.FRAMEWORK;
    }

    /** Whether it says on which day: RISC's events have no member for it. */
    boolean saysTheDay() {
        return family == Family.CAEP || family == Family.OURS;
    }

    /** What a stream can have delivered; the events of the stream itself come in any case. */
    public static List<EventType> offered() {
        return Arrays.stream(values()).filter(each -> !each.isOfStream()).toList();
    }

    /** By its URI. */
    public static Optional<EventType> of(String uri) {
        return Arrays.stream(values()).filter(each -> each.uri.equals(uri)).findFirst();
    }
}
