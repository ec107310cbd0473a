package dev.musubi.sandbox.register;

import dev.musubi.card.virtual.PinState;
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
 * @param pins the PINs that are not as the counter set them
 * @param history the events, oldest first
 */
public record Resident(
        int number,
        Person person,
        List<CertificateRecord> certificates,
        Map<ResidentPin, PinState> pins,
        List<Event> history) {

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

    /** What is on a device: the newest live certificate of a kind, or else the newest, which nobody took off it. */
    public Optional<CertificateRecord> onDevice(CertificateKind kind, Instant at) {
        return live(kind, at)
                .or(() -> certificates.stream()
                        .filter(c -> c.kind() == kind)
                        .max(Comparator.comparingLong(CertificateRecord::sequence)));
    }

    /** A PIN and how often it may still be tried. */
    public PinState pin(ResidentPin pin) {
        PinState known = pins.get(pin);
        return known != null ? known : pin.fresh();
    }

    /** How often the PIN may still be tried: 5 times for signatures, 3 for all others, when never mistaken. */
    public int triesLeft(ResidentPin pin) {
        return pin(pin).triesLeft();
    }

    @Override
    public String toString() {
        return "Resident[redacted]";
    }
}
