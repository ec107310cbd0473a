package dev.musubi.issuer.enrolment;

import dev.musubi.issuer.anchor.AnchorId;
import dev.musubi.issuer.anchor.AnchorStatusSource;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.anchor.CertificateOwner;
import dev.musubi.issuer.anchor.NewAnchor;
import dev.musubi.issuer.anchor.NumberLinks;
import dev.musubi.issuer.anchor.Sweep;
import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.consent.ConsentRegistrations;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.NewGeneration;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.signin.Requester;
import dev.musubi.issuer.vault.ItemId;
import dev.musubi.issuer.vault.ItemKind;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.certificate.JpkiCertificate;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.StatusEvidence;
import dev.musubi.jpki.revocation.UnknownReason;
import dev.musubi.jpki.verification.SignatureVerifier;
import dev.musubi.jpki.verification.VerificationOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * From a signed application to a private ID: signature, path, policy and fresh status are checked, the person is
 * recognised by linked numbers (never by name and birthday), and one transaction does the rest. Whoever already has a
 * private ID gets its next generation.
 *
 * <p>What the law asks of a verifier before it relies on a signature: 公的個人認証法 19条1項 (revocation status, and the
 * signature itself).
 */
@Component
public class Enrolment {

    private static final Logger log = LoggerFactory.getLogger(Enrolment.class);

    private static final int TRIES = 3;

    private final IssuanceApplications applications;
    private final SignatureVerifier verifier;
    private final AnchorStatusSource statusSource;
    private final Sweep sweep;
    private final NumberLinks numberLinks;
    private final Consents consents;
    private final ConsentRegistrations registrations;
    private final Anchors anchors;
    private final Findings findings;
    private final PrivateIds privateIds;
    private final AttributeStore attributes;
    private final Vault vault;
    private final Lineage lineage;
    private final HolderTransactions holders;
    private final EnrolmentSettings settings;
    private final InstantSource clock;

    Enrolment(
            IssuanceApplications applications,
            SignatureVerifier verifier,
            AnchorStatusSource statusSource,
            Sweep sweep,
            NumberLinks numberLinks,
            Consents consents,
            ConsentRegistrations registrations,
            Anchors anchors,
            Findings findings,
            PrivateIds privateIds,
            AttributeStore attributes,
            Vault vault,
            Lineage lineage,
            HolderTransactions holders,
            EnrolmentSettings settings,
            InstantSource clock) {
        this.applications = applications;
        this.verifier = verifier;
        this.statusSource = statusSource;
        this.sweep = sweep;
        this.numberLinks = numberLinks;
        this.consents = consents;
        this.registrations = registrations;
        this.anchors = anchors;
        this.findings = findings;
        this.privateIds = privateIds;
        this.attributes = attributes;
        this.vault = vault;
        this.lineage = lineage;
        this.holders = holders;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Offers an application to sign; with {@code latestAttributes}, also the consent to that service.
     *
     * @param requester who asks: what comes of it is for that key alone
     */
    public IssuanceApplication offer(boolean latestAttributes, Requester requester) {
        return applications.offer(latestAttributes, requester);
    }

    /**
     * Takes a signed application.
     *
     * @param id the application
     * @param signedApplication its document as a compact JWS
     * @param signedConsent the consent document as a compact JWS, where one was offered
     * @param thumbprint of the key of whoever sends it, who has to be who asked for it
     * @param device the device it comes from, in a few words
     */
    public EnrolmentOutcome submit(
            ApplicationId id,
            String signedApplication,
            @Nullable String signedConsent,
            String thumbprint,
            String device) {
        Instant now = clock.instant();
        Optional<IssuanceApplications.Kept> kept = applications.find(id);
        if (kept.isEmpty()) {
            return new EnrolmentOutcome.Refused(EnrolmentRefusal.APPLICATION_UNKNOWN);
        }
        if (!kept.get().isAskedForBy(thumbprint)) {
            return new EnrolmentOutcome.Refused(EnrolmentRefusal.REQUESTER_DIFFERS);
        }
        if (kept.get().used()) {
            return new EnrolmentOutcome.Refused(EnrolmentRefusal.APPLICATION_USED);
        }
        if (!now.isBefore(kept.get().expiresAt())) {
            return new EnrolmentOutcome.Refused(EnrolmentRefusal.APPLICATION_EXPIRED);
        }
        return switch (verifier.verifyJws(signedApplication, now)) {
            case VerificationOutcome.Refused refused ->
                new EnrolmentOutcome.Refused(
                        EnrolmentRefusal.SIGNATURE_REFUSED,
                        refused.reason().code(),
                        refused.reason().sentenceJa(),
                        refused.reason().sentence());
            case VerificationOutcome.Verified verified ->
                !kept.get().isFor(verified.content().bytes())
                                || !verified.content()
                                        .type()
                                        .filter(IssuanceApplications.TYPE::equals)
                                        .isPresent()
                        ? new EnrolmentOutcome.Refused(EnrolmentRefusal.APPLICATION_ALTERED)
                        : checkConsent(
                                id,
                                kept.get(),
                                signedApplication,
                                signedConsent,
                                verified.certificate(),
                                new Lineage.Sender(
                                        thumbprint, device, kept.get().browser()),
                                now);
        };
    }

    private EnrolmentOutcome checkConsent(
            ApplicationId id,
            IssuanceApplications.Kept kept,
            String signedApplication,
            @Nullable String signedConsent,
            JpkiCertificate certificate,
            Lineage.Sender sender,
            Instant now) {
        if ((kept.consentHash() != null) != (signedConsent != null)) {
            return new EnrolmentOutcome.Refused(EnrolmentRefusal.CONSENT_ALTERED);
        }
        if (signedConsent != null
                && !(verifier.verifyJws(signedConsent, now) instanceof VerificationOutcome.Verified consent
                        && kept.consentIsFor(consent.content().bytes())
                        && consent.certificate().id().equals(certificate.id()))) {
            return new EnrolmentOutcome.Refused(EnrolmentRefusal.CONSENT_ALTERED);
        }
        return checkStatus(id, signedApplication, signedConsent, certificate, sender);
    }

    private EnrolmentOutcome checkStatus(
            ApplicationId id,
            String signedApplication,
            @Nullable String signedConsent,
            JpkiCertificate certificate,
            Lineage.Sender sender) {
        return switch (freshStatus(certificate)) {
            case CertificateStatus.Unknown unknown ->
                new EnrolmentOutcome.Refused(
                        EnrolmentRefusal.CERTIFICATE_STATUS_UNKNOWN,
                        unknown.why().code(),
                        null,
                        null);
            case CertificateStatus.Revoked revoked ->
                new EnrolmentOutcome.Refused(EnrolmentRefusal.CERTIFICATE_REVOKED);
            case CertificateStatus.Good good ->
                recognise(id, signedApplication, signedConsent, certificate, sender, good.evidence());
        };
    }

    /** OCSP; where that cannot be had, the revocation list within its times. */
    private CertificateStatus freshStatus(JpkiCertificate certificate) {
        CertificateStatus byOcsp = statusSource.ask(certificate.id());
        // A signed "unknown" is an answer, not an outage: the responder knows of no such certificate.
        if (!(byOcsp instanceof CertificateStatus.Unknown unknown)
                || unknown.why() == UnknownReason.NOT_KNOWN_TO_RESPONDER) {
            return byOcsp;
        }
        CertificateStatus byList = sweep.byList(certificate.id(), certificate.crlPartition());
        return byList instanceof CertificateStatus.Unknown ? byOcsp : byList;
    }

    private EnrolmentOutcome recognise(
            ApplicationId id,
            String signedApplication,
            @Nullable String signedConsent,
            JpkiCertificate certificate,
            Lineage.Sender sender,
            StatusEvidence good) {
        List<CertificateId> numbers = new ArrayList<>(List.of(certificate.id()));
        switch (numberLinks.linkedTo(certificate.id())) {
            case NumberLinks.Answer.Unavailable unavailable -> {
                return new EnrolmentOutcome.Refused(
                        EnrolmentRefusal.PERSON_NOT_DETERMINED, unavailable.code(), null, null);
            }
            case NumberLinks.Answer.Linked linked -> numbers.addAll(linked.certificates());
        }
        Applicant applicant = new Applicant(id, signedApplication, signedConsent, sender, certificate, good, numbers);
        for (int attempt = 1; ; attempt++) {
            try {
                return told(issue(applicant), applicant);
            } catch (SeveralHoldersException several) {
                findings.report(Findings.Kind.CERTIFICATES_OF_SEVERAL_HOLDERS, several.about());
                return new EnrolmentOutcome.Refused(EnrolmentRefusal.PERSON_AMBIGUOUS);
            } catch (ApplicationUsedException used) {
                return new EnrolmentOutcome.Refused(EnrolmentRefusal.APPLICATION_USED);
            } catch (Anchors.CertificateTakenException | EndedMeanwhileException met) {
                // Two changes to one person met; the other has won, and now things are clear.
                if (attempt == TRIES) {
                    return new EnrolmentOutcome.Refused(EnrolmentRefusal.PERSON_NOT_DETERMINED, "conflict", null, null);
                }
            }
        }
    }

    /** Has J-LIS told of the consent at once. What fails here the queue makes up for: the private ID is issued. */
    private EnrolmentOutcome told(EnrolmentOutcome outcome, Applicant applicant) {
        if (outcome instanceof EnrolmentOutcome.Issued issued && applicant.signedConsent() != null) {
            try {
                registrations.attempt(issued.privateId().holderId());
            } catch (RuntimeException later) {
                log.warn(
                        "consent.registration_later failure={}",
                        later.getClass().getName());
            }
        }
        return outcome;
    }

    /** A person whose certificate and signature hold. */
    private record Applicant(
            ApplicationId applicationId,
            String signedApplication,
            @Nullable String signedConsent,
            Lineage.Sender sender,
            JpkiCertificate certificate,
            StatusEvidence good,
            List<CertificateId> numbers) {}

    private EnrolmentOutcome issue(Applicant applicant) {
        Optional<HolderId> known = switch (anchors.ownerOf(applicant.numbers())) {
            case CertificateOwner.Nobody nobody -> Optional.empty();
            case CertificateOwner.One one -> Optional.of(one.holderId());
            case CertificateOwner.Several several -> throw new SeveralHoldersException(several);
        };
        boolean alive = known.flatMap(privateIds::find)
                .filter(privateId -> privateId.state() != State.ENDED)
                .isPresent();
        if (alive) {
            HolderId holderId = known.get();
            return holders.on(
                    holderId, () -> issueTo(holderId, applicant, Optional.empty(), vault.of(holderId), false));
        }
        HolderId holderId = HolderId.random();
        return holders.onNew(
                holderId, clock.instant(), () -> issueTo(holderId, applicant, known, vault.admit(holderId), true));
    }

    private EnrolmentOutcome issueTo(
            HolderId holderId, Applicant applicant, Optional<HolderId> formerly, Vault.Sealer sealer, boolean first) {
        Instant now = clock.instant();
        if (!applications.use(applicant.applicationId(), now)) {
            throw new ApplicationUsedException();
        }
        anchors.know(holderId, applicant.numbers(), formerly);
        JpkiCertificate certificate = applicant.certificate();
        AnchorId anchorId = anchors.establish(
                holderId,
                new NewAnchor(
                        certificate.id(),
                        certificate.kind(),
                        certificate.crlPartition().prefecture(),
                        certificate.crlPartition().municipality(),
                        certificate.notAfter(),
                        applicant.good(),
                        sealer.put(ItemKind.CERTIFICATE, certificate.id().encoded(), now)),
                now);
        ItemId evidence = sealer.put(
                ItemKind.SIGNED_APPLICATION, applicant.signedApplication().getBytes(StandardCharsets.US_ASCII), now);
        NewGeneration generation = new NewGeneration(
                anchorId,
                Generation.Source.SIGNATURE_CERTIFICATE,
                certificate.notBefore(),
                attributes.put(sealer, certificate.attributes().orElseThrow(), now),
                evidence);
        PrivateId issued = first
                ? privateIds.issue(holderId, generation, now)
                : privateIds
                        .reissue(holderId, generation, Cause.REISSUED, now, "holder")
                        .orElseThrow(EndedMeanwhileException::new);
        noteConsents(holderId, applicant, sealer, evidence, now);
        Lineage.Begun begun = lineage.begin(holderId, issued.generation(), applicant.sender());
        return new EnrolmentOutcome.Issued(issued, begun.app(), begun.code(), begun.ended());
    }

    private void noteConsents(
            HolderId holderId, Applicant applicant, Vault.Sealer sealer, ItemId evidence, Instant now) {
        consents.give(
                holderId,
                new Consent(
                        ConsentId.random(),
                        Consent.Kind.TERMS,
                        settings.issuer().toString(),
                        "terms " + settings.termsVersion(),
                        List.of(),
                        now,
                        now,
                        now.atOffset(ZoneOffset.UTC).plusYears(10).toInstant(),
                        null,
                        null,
                        evidence));
        String signedConsent = applicant.signedConsent();
        if (signedConsent != null) {
            // Pending: J-LIS registers it afterwards, and says from when to when it is in force.
            consents.give(
                    holderId,
                    new Consent(
                            ConsentId.random(),
                            Consent.Kind.LATEST_ATTRIBUTES,
                            "J-LIS",
                            IssuanceApplications.PURPOSE,
                            IssuanceApplications.ITEMS,
                            now,
                            now,
                            now.atOffset(ZoneOffset.UTC).plusYears(10).toInstant(),
                            null,
                            null,
                            sealer.put(
                                    ItemKind.SIGNED_CONSENT, signedConsent.getBytes(StandardCharsets.US_ASCII), now)));
        }
    }

    /** Somebody else used the application in the meantime. */
    private static final class ApplicationUsedException extends RuntimeException {
        ApplicationUsedException() {
            super("the application was used", null, false, false);
        }
    }

    /** What J-LIS links to one person is several holders' here. */
    private static final class SeveralHoldersException extends RuntimeException {
        private final transient CertificateOwner.Several several;

        SeveralHoldersException(CertificateOwner.Several several) {
            super("certificates of several holders", null, false, false);
            this.several = several;
        }

        String about() {
            return several.about();
        }
    }

    /** The private ID ended between the look-up and the lock. */
    private static final class EndedMeanwhileException extends RuntimeException {
        EndedMeanwhileException() {
            super("the private ID ended meanwhile", null, false, false);
        }
    }
}
