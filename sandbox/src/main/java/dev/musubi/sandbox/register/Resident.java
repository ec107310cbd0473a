package dev.musubi.sandbox.register;

import dev.musubi.jpki.profile.CertificateKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A resident as of now: the register entry, every certificate ever issued to them in the sandbox, their PINs and what
 * has happened to them. {@link #toString()} gives nothing away.
 *
 * @param number from 1; see {@link ResidentId}
 * @param person the register entry
 * @param certificates in the order of issue, live or not
 * @param wrongTries wrong PIN entries in a row, by the certificate whose key the PIN protects
 * @param history the events, oldest first
 */
public record Resident(
        int number,
        Person person,
        List<CertificateRecord> certificates,
        Map<CertificateKind, Integer> wrongTries,
        List<Event> history) {

    private static final int SIGNATURE_TRIES = 5;
    private static final int AUTHENTICATION_TRIES = 3;

    /** Something that happened: a {@link LifeEventType} and when. */
    public record Event(LifeEventType type, Instant at) {}

    /** The id in the control interface. */
    public String id() {
        return ResidentId.of(number);
    }

    /** The newest live certificate of a kind. */
    public Optional<CertificateRecord> live(CertificateKind kind, Instant at) {
        return certificates.stream()
                .filter(c -> c.kind() == kind && c.isLive(at))
                .max(Comparator.comparingLong(CertificateRecord::sequence));
    }

    /** The newest live signature certificate on any device, by time of issue. */
    public Optional<CertificateRecord> newestSignature(Instant at) {
        return certificates.stream()
                .filter(c -> c.kind().isSignature() && c.isLive(at))
                .max(Comparator.comparing(CertificateRecord::notBefore).thenComparingLong(CertificateRecord::sequence));
    }

    /** How often the PIN may still be tried: 5 times for signatures, 3 for authentication, when never mistaken. */
    public int triesLeft(CertificateKind kind) {
        return mostTries(kind) - wrongTries.getOrDefault(kind, 0);
    }

    static int mostTries(CertificateKind kind) {
        return kind.isSignature() ? SIGNATURE_TRIES : AUTHENTICATION_TRIES;
    }

    @Override
    public String toString() {
        return "Resident[redacted]";
    }
}
