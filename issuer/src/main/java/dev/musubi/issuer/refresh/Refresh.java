package dev.musubi.issuer.refresh;

import dev.musubi.issuer.anchor.Anchor;
import dev.musubi.issuer.anchor.AnchorId;
import dev.musubi.issuer.anchor.AnchorStatusSource;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.anchor.NewAnchor;
import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.database.WorkLoop;
import dev.musubi.issuer.database.WorkOutcome;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.NewGeneration;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.refresh.LatestAttributesSource.Answer;
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
import java.util.concurrent.atomic.AtomicInteger;
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

    private static final Duration SKEW = Duration.ofMinutes(5);

    private final RefreshTasks tasks;
    private final WorkLoop loop;
    private final LatestAttributesSource source;
    private final AnchorStatusSource statusSource;
    private final Anchors anchors;
    private final Consents consents;
    private final PrivateIds privateIds;
    private final AttributeStore attributes;
    private final Vault vault;
    private final HolderTransactions holders;
    private final RefreshSettings settings;
    private final Findings findings;
    private final InstantSource clock;

    Refresh(
            RefreshTasks tasks,
            WorkLoop loop,
            LatestAttributesSource source,
            AnchorStatusSource statusSource,
            Anchors anchors,
            Consents consents,
            PrivateIds privateIds,
            AttributeStore attributes,
            Vault vault,
            HolderTransactions holders,
            RefreshSettings settings,
            Findings findings,
            InstantSource clock) {
        this.tasks = tasks;
        this.loop = loop;
        this.source = source;
        this.statusSource = statusSource;
        this.anchors = anchors;
        this.consents = consents;
        this.privateIds = privateIds;
        this.attributes = attributes;
        this.vault = vault;
        this.holders = holders;
        this.settings = settings;
        this.findings = findings;
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
        AtomicInteger issued = new AtomicInteger();
        loop.drain(tasks.kind(), clock, settings.atOnce(), piece -> attempt(piece.payload(), issued));
        return issued.get();
    }

    private WorkOutcome attempt(RefreshWork.Due waiting, AtomicInteger issued) {
        HolderId holderId = waiting.holderId();
        Instant now = clock.instant();
        Optional<Consent> consent = consents.inForce(holderId, Consent.Kind.LATEST_ATTRIBUTES, now);
        Optional<Anchor> anchor = anchors.current(holderId);
        if (anchor.isEmpty()) {
            return giveUp("no_anchor");
        }
        if (!anchor.get().anchorId().equals(waiting.anchorId())) {
            // The holder signed anew meanwhile: what waited was for an anchor that is gone.
            return giveUp("anchor_changed");
        }
        if (consent.isEmpty()) {
            return consents.standing(holderId, Consent.Kind.LATEST_ATTRIBUTES, now)
                    .<WorkOutcome>map(later -> later.isPending()
                            ? new WorkOutcome.Again("consent_not_registered", now.plus(settings.waitForSource()))
                            : new WorkOutcome.Again("consent_not_started", later.startsAt()))
                    .orElseGet(() -> giveUp("no_consent"));
        }
        String consentId = consent.get().externalRef();
        if (consentId == null) {
            return giveUp("consent_not_registered");
        }
        CertificateId old = CertificateId.decode(
                vault.of(holderId).get(ItemKind.CERTIFICATE, anchor.get().certificate()));
        Instant soon = now.plus(settings.waitForCertificate());
        return switch (source.latest(consentId, old, consent.get().items())) {
            case Answer.NoNewCertificate none -> new WorkOutcome.Again("no_new_certificate", soon);
            case Answer.StillValid still -> new WorkOutcome.Again("still_valid", soon);
            case Answer.ConsentNotStarted notYet -> new WorkOutcome.Again("consent_not_started", soon);
            case Answer.Refused refused -> new WorkOutcome.Again("refused", soon);
            case Answer.NotConsented not -> withdrawn(holderId, consent.get(), not.code());
            case Answer.Unavailable unavailable -> new WorkOutcome.Failed(unavailable.code());
            // Attributes of a time to come are nobody's.
            case Answer.Provided provided
            when provided.asOf().isAfter(now.plus(SKEW)) -> new WorkOutcome.Failed("dated_ahead");
            case Answer.Provided provided -> check(waiting, consent.get(), provided, issued);
        };
    }

    /** The new certificate must stand too before anything is issued on it. */
    private WorkOutcome check(
            RefreshWork.Due waiting, Consent consent, Answer.Provided provided, AtomicInteger issued) {
        Instant now = clock.instant();
        return switch (statusSource.ask(provided.certificate())) {
            case CertificateStatus.Good good -> {
                try {
                    if (issue(waiting, consent, provided, good, now)) {
                        issued.incrementAndGet();
                        yield new WorkOutcome.Done();
                    }
                    // What it rested on changed meanwhile. If it is still wanted, the next look finds what it is.
                    yield new WorkOutcome.Failed("changed_meanwhile");
                } catch (Anchors.CertificateTakenException others) {
                    findings.report(
                            Findings.Kind.CERTIFICATES_OF_SEVERAL_HOLDERS,
                            waiting.holderId().toString());
                    yield new WorkOutcome.Again("certificate_of_another", now.plus(settings.waitForCertificate()));
                }
            }
            case CertificateStatus.Revoked revoked ->
                new WorkOutcome.Again("new_certificate_revoked", now.plus(settings.waitForCertificate()));
            case CertificateStatus.Unknown unknown ->
                new WorkOutcome.Failed(unknown.why().code());
        };
    }

    /**
     * Issues on what J-LIS answered, if the anchor that waited is still the one that stands: a late answer, or one that came
     * twice, must not end what the holder has from a newer one.
     */
    private boolean issue(
            RefreshWork.Due waiting,
            Consent consent,
            Answer.Provided provided,
            CertificateStatus.Good good,
            Instant now) {
        HolderId holderId = waiting.holderId();
        return holders.locking(holderId, () -> {
            boolean wanted = tasks.waits(waiting)
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
            anchors.link(holderId, List.of(provided.certificate()), Optional.empty());
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

    private WorkOutcome withdrawn(HolderId holderId, Consent consent, String code) {
        holders.locking(holderId, () -> {
            consents.cancel(holderId, consent.consentId(), clock.instant(), "jlis:" + code);
            tasks.drop(holderId);
            return true;
        });
        return new WorkOutcome.Done();
    }

    private static WorkOutcome giveUp(String reason) {
        log.info("refresh.given_up reason={}", reason);
        return new WorkOutcome.Done();
    }
}
