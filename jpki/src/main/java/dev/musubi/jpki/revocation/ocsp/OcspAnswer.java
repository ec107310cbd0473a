package dev.musubi.jpki.revocation.ocsp;

import dev.musubi.jpki.revocation.RevocationReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a responder says about one certificate (RFC 6960 section 2.2). */
public sealed interface OcspAnswer {
    /** Not revoked. */
    record Good() implements OcspAnswer {}

    /** Revoked since a time, for a reason if there is one to give. */
    record Revoked(Instant at, @Nullable RevocationReason reason) implements OcspAnswer {}

    /** The responder knows no such certificate. */
    record Unknown() implements OcspAnswer {}
}
