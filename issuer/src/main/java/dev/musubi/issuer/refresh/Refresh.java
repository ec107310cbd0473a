package dev.musubi.issuer.refresh;

import dev.musubi.issuer.anchor.Anchor;
import dev.musubi.issuer.anchor.AnchorId;
import dev.musubi.issuer.anchor.AnchorStatusSource;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.anchor.NewAnchor;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.NewGeneration;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.refresh.LatestAttributesSource.Answer;
import dev.musubi.issuer.refresh.RefreshTasks.Waiting;
import dev.musubi.issuer.vault.ItemId;
import dev.musubi.issuer.vault.ItemKind;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.revocation.CertificateStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The refresh: for a private ID whose anchor died, with a consent in force, asks J-LIS for the latest attributes and
 * issues the next generation on them. While the holder has no new certificate J-LIS gives nothing, and the refresh waits.
 */
@Component
public class Refresh {

    private static final Logger log = LoggerFactory.getLogger(Refresh.class);
    private static final Duration HOLD = Duration.ofMinutes(5);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final RefreshTasks tasks;
    private final LatestAttributesSource source;
    private final AnchorStatusSource statusSource;
    private final Anchors anchors;
    private final Consents consents;
    private final PrivateIds privateIds;
    private final AttributeStore attributes;
    private final Vault vault;
    private final HolderTransactions holders;
    private final RefreshSettings settings;
    private final InstantSource clock;

    Refresh(
            RefreshTasks tasks,
            LatestAttributesSource source,
            AnchorStatusSource statusSource,
            Anchors anchors,
            Consents consents,
            PrivateIds privateIds,
            AttributeStore attributes,
            Vault vault,
            HolderTransactions holders,
            RefreshSettings settings,
            InstantSource clock) {
        this.tasks = tasks;
        this.source = source;
        this.statusSource = statusSource;
        this.anchors = anchors;
        this.consents = consents;
        this.privateIds = privateIds;
        this.attributes = attributes;
        this.vault = vault;
        this.holders = holders;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${musubi.refresh.tick:PT10S}", initialDelayString = "${musubi.refresh.tick:PT10S}")
    void tick() throws InterruptedException {
        int done = due();
        if (done > 0) {
            log.info("refresh.done count={}", done);
        }
    }

    /** Works on every refresh that is due; tells how many private IDs were issued again. */
    public int due() throws InterruptedException {
        int done = 0;
        List<Waiting> claimed;
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            do {
                claimed = tasks.claimDue(clock.instant(), HOLD, settings.atOnce());
                List<Callable<Boolean>> work = claimed.stream()
                        .map(waiting -> (Callable<Boolean>) () -> attempt(waiting))
                        .toList();
                for (Future<Boolean> each : workers.invokeAll(work)) {
                    done += succeeded(each) ? 1 : 0;
                }
            } while (claimed.size() == settings.atOnce());
        }
        return done;
    }

    private static boolean succeeded(Future<Boolean> attempt) throws InterruptedException {
        try {
            return attempt.get();
        } catch (ExecutionException e) {
            // The claim runs out by itself, and the refresh is tried again.
            log.error(
                    "refresh.failed failure={}",
                    e.getCause() == null ? "unknown" : e.getCause().getClass().getName());
            return false;
        }
    }

    private boolean attempt(Waiting waiting) {
        HolderId holderId = waiting.holderId();
        Instant now = clock.instant();
        Optional<Consent> consent = consents.inForce(holderId, Consent.Kind.LATEST_ATTRIBUTES, now);
        Optional<Anchor> anchor = anchors.current(holderId);
        if (anchor.isEmpty()) {
            return give(holderId, "no_anchor");
        }
        if (!anchor.get().anchorId().equals(waiting.anchorId())) {
            // The holder signed anew meanwhile: what waited was for an anchor that is gone.
            return give(holderId, "anchor_changed");
        }
        if (consent.isEmpty()) {
            return consents.standing(holderId, Consent.Kind.LATEST_ATTRIBUTES, now)
                    .map(later -> wait(holderId, "consent_not_started", later.startsAt()))
                    .orElseGet(() -> give(holderId, "no_consent"));
        }
        String consentId = consent.get().externalRef();
        if (consentId == null) {
            return give(holderId, "consent_not_registered");
        }
        CertificateId old = CertificateId.decode(
                vault.of(holderId).get(ItemKind.CERTIFICATE, anchor.get().certificate()));
        Instant soon = now.plus(settings.waitForCertificate());
        return switch (source.latest(consentId, old, consent.get().items())) {
            case Answer.NoNewCertificate none -> wait(holderId, "no_new_certificate", soon);
            case Answer.StillValid still -> wait(holderId, "still_valid", soon);
            case Answer.ConsentNotStarted notYet -> wait(holderId, "consent_not_started", soon);
            case Answer.Refused refused -> wait(holderId, "refused", soon);
            case Answer.NotConsented not -> withdrawn(holderId, consent.get(), not.code());
            case Answer.Unavailable unavailable -> wait(holderId, unavailable.code(), now.plus(backOff(waiting)));
            case Answer.Provided provided -> check(waiting, consent.get(), provided);
        };
    }

    /** The new certificate must stand too before anything is issued on it. */
    private boolean check(Waiting waiting, Consent consent, Answer.Provided provided) {
        Instant now = clock.instant();
        return switch (statusSource.ask(provided.certificate())) {
            case CertificateStatus.Good good -> issue(waiting, consent, provided, good, now);
            case CertificateStatus.Revoked revoked ->
                wait(waiting.holderId(), "new_certificate_revoked", now.plus(settings.waitForCertificate()));
            case CertificateStatus.Unknown unknown ->
                wait(waiting.holderId(), unknown.why().code(), now.plus(backOff(waiting)));
        };
    }

    /**
     * Issues on what J-LIS answered, if the anchor that waited is still the one that stands: a late answer, or one that came
     * twice, must not end what the holder has from a newer one.
     */
    private boolean issue(
            Waiting waiting, Consent consent, Answer.Provided provided, CertificateStatus.Good good, Instant now) {
        HolderId holderId = waiting.holderId();
        return holders.on(holderId, () -> {
            boolean wanted = tasks.find(holderId)
                            .filter(still -> still.anchorId().equals(waiting.anchorId()))
                            .isPresent()
                    && anchors.current(holderId)
                            .filter(anchor -> anchor.anchorId().equals(waiting.anchorId()))
                            .isPresent()
                    && consents.find(holderId, consent.consentId())
                            .filter(still -> still.inForce(now))
                            .isPresent();
            if (!wanted) {
                return false;
            }
            Vault.Sealer sealer = vault.of(holderId);
            anchors.know(holderId, List.of(provided.certificate()), Optional.empty());
            AnchorId anchorId = anchors.establish(
                    holderId,
                    new NewAnchor(
                            provided.certificate(),
                            provided.kind(),
                            provided.prefecture(),
                            provided.municipality(),
                            provided.notAfter(),
                            good.evidence(),
                            sealer.put(
                                    ItemKind.CERTIFICATE, provided.certificate().encoded(), now)),
                    now);
            ItemId evidence = sealer.put(
                    ItemKind.LATEST_ATTRIBUTES_ANSWER,
                    StoredJson.bytes(Map.of(
                            "consent", String.valueOf(consent.externalRef()),
                            "as_of", provided.asOf().toString(),
                            "received_at", now.toString())),
                    now);
            return privateIds
                    .reissue(
                            holderId,
                            new NewGeneration(
                                    anchorId,
                                    Generation.Source.J_LIS,
                                    provided.asOf(),
                                    attributes.put(sealer, provided.attributes(), now),
                                    evidence),
                            Cause.REFRESHED,
                            now,
                            "system")
                    .isPresent();
        });
    }

    private boolean withdrawn(HolderId holderId, Consent consent, String code) {
        holders.on(holderId, () -> {
            consents.cancel(holderId, consent.consentId(), clock.instant(), "jlis:" + code);
            tasks.drop(holderId);
            return true;
        });
        return false;
    }

    private boolean wait(HolderId holderId, String outcome, Instant until) {
        holders.on(holderId, () -> {
            tasks.again(holderId, outcome, clock.instant(), until);
            return true;
        });
        return false;
    }

    private boolean give(HolderId holderId, String outcome) {
        log.info("refresh.given_up reason={}", outcome);
        holders.on(holderId, () -> {
            tasks.drop(holderId);
            return true;
        });
        return false;
    }

    private Duration backOff(Waiting waiting) {
        Duration wait = settings.waitForSource().multipliedBy(1L << Math.min(waiting.attempts(), 6));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }
}
