package dev.musubi.sandbox.register;

import java.time.Instant;
import java.util.List;

/** What came of a life event. */
public sealed interface LifeOutcome {

    /** It happened, and is on record: these certificates were revoked, and these issued. */
    record Happened(Resident resident, Instant at, List<CertificateRecord> revoked, List<CertificateRecord> issued)
            implements LifeOutcome {}

    /** It did not; nothing changed. */
    record Refused(LifeEventFault fault) implements LifeOutcome {}
}
