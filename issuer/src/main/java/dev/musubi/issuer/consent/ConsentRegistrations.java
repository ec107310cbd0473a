package dev.musubi.issuer.consent;

import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.consent.ConsentRegistrationWork.Pending;
import dev.musubi.issuer.consent.ConsentRegistry.Registration;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.Work;
import dev.musubi.issuer.database.WorkLoop;
import dev.musubi.issuer.database.WorkOutcome;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.vault.ItemId;
import dev.musubi.issuer.vault.ItemKind;
import dev.musubi.issuer.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells J-LIS of the consents that holders gave. A consent is on record here first, pending, in the transaction of the
 * enrolment it came with; J-LIS is told afterwards, and again after a crash, until it has answered. So J-LIS never holds one
 * that nobody here knows of, and an outage there keeps nobody from enrolling.
 */
@Component
public class ConsentRegistrations {

    private static final ConsentRegistrationWork KIND = new ConsentRegistrationWork();
    private static final int AT_ONCE = 8;

    private final Consents consents;
    private final ConsentRegistry registry;
    private final Vault vault;
    private final HolderTransactions holders;
    private final Findings findings;
    private final WorkQueue queue;
    private final WorkLoop loop;
    private final InstantSource clock;

    ConsentRegistrations(
            Consents consents,
            ConsentRegistry registry,
            Vault vault,
            HolderTransactions holders,
            Findings findings,
            WorkQueue queue,
            WorkLoop loop,
            InstantSource clock) {
        this.consents = consents;
        this.registry = registry;
        this.vault = vault;
        this.holders = holders;
        this.findings = findings;
        this.queue = queue;
        this.loop = loop;
        this.clock = clock;
    }

    @EventListener
    void on(Consents.ConsentPending pending) {
        queue.put(
                KIND,
                pending.consentId().toString(),
                new Pending(pending.holderId(), pending.consentId()),
                pending.at());
    }

    @Scheduled(
            fixedDelayString = "${musubi.consent.registration-tick:PT2S}",
            initialDelayString = "${musubi.consent.registration-tick:PT2S}")
    void tick() throws InterruptedException {
        due();
    }

    /** Tells J-LIS of every consent that is due; tells of how many. */
    public int due() throws InterruptedException {
        return loop.drain(KIND, clock, AT_ONCE, this::register);
    }

    /**
     * Tells J-LIS of the holder's pending consents at once, after the transaction that noted them: who moves house the next
     * minute has no certificate any more that J-LIS would take the signature of. Whatever comes of it, the queue has it too.
     */
    public void attempt(HolderId holderId) {
        for (Consent consent : consents.all(holderId)) {
            if (consent.isPending()
                    && register(new Pending(holderId, consent.consentId())) instanceof WorkOutcome.Done) {
                queue.drop(KIND, consent.consentId().toString());
            }
        }
    }

    private WorkOutcome register(Work<Pending> piece) {
        return register(piece.payload());
    }

    private WorkOutcome register(Pending pending) {
        Optional<ItemId> signed = consents.find(pending.holderId(), pending.consentId())
                .filter(Consent::isPending)
                .map(Consent::evidence);
        if (signed.isEmpty()) {
            // Taken back before J-LIS was told, or told already.
            return new WorkOutcome.Done();
        }
        String consent = new String(
                vault.of(pending.holderId()).get(ItemKind.SIGNED_CONSENT, signed.get()), StandardCharsets.US_ASCII);
        return switch (registry.register(consent)) {
            case Registration.Unavailable unavailable -> new WorkOutcome.Failed(unavailable.code());
            case Registration.Refused refused -> refused(pending, refused.code());
            case Registration.Registered registered -> {
                holders.locking(pending.holderId(), () -> {
                    consents.registered(pending.holderId(), pending.consentId(), registered, clock.instant());
                    return true;
                });
                yield new WorkOutcome.Done();
            }
        };
    }

    private WorkOutcome refused(Pending pending, String code) {
        holders.locking(pending.holderId(), () -> {
            consents.cancel(pending.holderId(), pending.consentId(), clock.instant(), "jlis:" + code);
            return true;
        });
        findings.report(
                Findings.Kind.CONSENT_NOT_REGISTERED, pending.consentId().toString());
        return new WorkOutcome.Done();
    }
}
