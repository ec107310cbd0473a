package dev.musubi.issuer.consent;

import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.consent.ConsentRegistry.Registrations;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Compares what J-LIS holds of consents to this issuer with what is on record here, and shows an operator what is not: after
 * a restore to an earlier moment, or an error of whoever's.
 *
 * <p>What J-LIS holds as taken back is taken back here too, whatever the {@link CancellationPoll} was told.
 */
@Component
public class ConsentComparison {

    private static final Logger log = LoggerFactory.getLogger(ConsentComparison.class);
    private static final String CURSOR = "jlis-consents";

    /** Whoever has not noted its registration by then does not know of it. */
    static final Duration SETTLED = Duration.ofHours(1);

    private final ConsentRegistry registry;
    private final Consents consents;
    private final HolderTransactions holders;
    private final Cursors cursors;
    private final Findings findings;
    private final InstantSource clock;

    ConsentComparison(
            ConsentRegistry registry,
            Consents consents,
            HolderTransactions holders,
            Cursors cursors,
            Findings findings,
            InstantSource clock) {
        this.registry = registry;
        this.consents = consents;
        this.holders = holders;
        this.cursors = cursors;
        this.findings = findings;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${musubi.consent.poll:PT10M}", initialDelayString = "${musubi.consent.poll:PT10M}")
    void tick() {
        compare();
    }

    /** Compares what has settled since last time; tells how many consents nobody here knows of. */
    public int compare() {
        Instant settled = clock.instant().minus(SETTLED);
        int unknown = 0;
        while (true) {
            long cursor = cursors.read(CURSOR);
            switch (registry.registrationsAfter(cursor)) {
                case Registrations.Unavailable unavailable -> {
                    log.warn("consent.comparison_failed code={}", unavailable.code());
                    return unknown;
                }
                case Registrations.Page page -> {
                    boolean allSettled = page.registrations().stream()
                            .noneMatch(one -> one.receivedAt().isAfter(settled));
                    if (page.cursor() <= cursor || !allSettled) {
                        return unknown;
                    }
                    for (Registrations.Entry one : page.registrations()) {
                        unknown += compare(one) ? 0 : 1;
                    }
                    cursors.move(CURSOR, page.cursor());
                }
            }
        }
    }

    /** Takes back here what J-LIS holds as taken back; false if J-LIS holds one in force that nobody here knows of. */
    private boolean compare(Registrations.Entry one) {
        Instant takenBack = one.cancelledAt();
        Optional<Map.Entry<HolderId, ConsentId>> known = consents.byExternalRef(one.consentId());
        if (takenBack == null) {
            if (known.isEmpty()) {
                findings.report(Findings.Kind.CONSENT_UNKNOWN_HERE, one.consentId());
            }
            return known.isPresent();
        }
        known.ifPresent(found -> holders.locking(found.getKey(), () -> {
            consents.cancel(found.getKey(), found.getValue(), takenBack, "jlis");
            return true;
        }));
        return true;
    }
}
