package dev.musubi.sandbox.verifierservice;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * That a resident allows the disclosure of their latest attributes for one service of one provider.
 *
 * @param cancelledAt set once it is cancelled
 */
record Consent(
        String id,
        int resident,
        String serviceProvider,
        String service,
        Set<Item> items,
        Instant receivedAt,
        Instant startsAt,
        Instant endsAt,
        @Nullable Instant cancelledAt) {

    /**
     * Whether {@code later}, known by {@code name}, takes its place: the same person's to the same provider for the same
     * service.
     */
    boolean replacedBy(String name, Consent later) {
        return cancelledAt == null
                && !id.equals(name)
                && resident == later.resident
                && serviceProvider.equals(later.serviceProvider)
                && service.equals(later.service);
    }

    Consent cancelled(Instant at) {
        return new Consent(id, resident, serviceProvider, service, items, receivedAt, startsAt, endsAt, at);
    }

    @Override
    public String toString() {
        return "Consent[redacted]";
    }
}
