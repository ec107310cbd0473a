package dev.musubi.issuer.enrolment;

import dev.musubi.issuer.anchor.AnchorStatusSource;
import dev.musubi.issuer.anchor.NumberLinks;
import dev.musubi.issuer.anchor.Sweep;
import dev.musubi.issuer.consent.ConsentRegistrations;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.enrolment.Issuance.Applicant;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.signin.BrowserMarks;
import dev.musubi.issuer.signin.Requester;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.certificate.JpkiCertificate;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.StatusEvidence;
import dev.musubi.jpki.revocation.UnknownReason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

    private final IssuanceApplications applications;
    private final ApplicationSignatures signatures;
    private final AnchorStatusSource statusSource;
    private final Sweep sweep;
    private final NumberLinks numberLinks;
    private final Issuance issuance;
    private final ConsentRegistrations registrations;
    private final PrivateIds privateIds;

    Enrolment(
            IssuanceApplications applications,
            ApplicationSignatures signatures,
            AnchorStatusSource statusSource,
            Sweep sweep,
            NumberLinks numberLinks,
            Issuance issuance,
            ConsentRegistrations registrations,
            PrivateIds privateIds) {
        this.applications = applications;
        this.signatures = signatures;
        this.statusSource = statusSource;
        this.sweep = sweep;
        this.numberLinks = numberLinks;
        this.issuance = issuance;
        this.registrations = registrations;
        this.privateIds = privateIds;
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
     * Takes a signed application. It is claimed before anything is checked, and what J-LIS has decided about it is kept, so
     * that a refused application sent again costs nothing.
     *
     * @param id the application
     * @param document its document as a compact JWS
     * @param consent the consent document as a compact JWS, where one was offered
     * @param thumbprint of the key of whoever sends it, who has to be who asked for it
     * @param device the device it comes from, in a few words
     */
    public EnrolmentOutcome submit(
            ApplicationId id, String document, @Nullable String consent, String thumbprint, String device) {
        try {
            IssuanceApplications.Kept offered = applications.claim(id, kept -> kept.isAskedForBy(thumbprint));
            return enrol(
                    new SignedApplication(id, document, consent, new Lineage.Sender(thumbprint, device, null)),
                    offered);
        } catch (RefusedException refused) {
            return refused.outcome();
        }
    }

    /**
     * The same for an application that a browser asked for and had signed by a route that ends in it. Sent once more by the
     * same browser, which the first answer did not reach, it gets that answer.
     *
     * @param browser the browser, which has to be the one that asked
     * @param mustBe the holder who is signed in there, and has to be who signed; null if nobody is
     */
    public EnrolmentOutcome submit(
            ApplicationId id,
            String document,
            @Nullable String consent,
            BrowserMarks browser,
            @Nullable HolderId mustBe) {
        Optional<PrivateId> before = applications
                .issuedTo(id, browser)
                .flatMap(issued -> privateIds
                        .find(issued.holderId())
                        // A later issue meanwhile has ended whatever this one let in.
                        .filter(now -> now.generation() == issued.generation()));
        if (before.isPresent()) {
            return new EnrolmentOutcome.Issued(before.get(), null, List.of());
        }
        try {
            IssuanceApplications.Kept offered = applications.claim(id, kept -> kept.isAskedForBy(browser));
            return enrol(new SignedApplication(id, document, consent, new Lineage.Sender(null, "", mustBe)), offered);
        } catch (RefusedException refused) {
            return refused.outcome();
        }
    }

    private EnrolmentOutcome enrol(SignedApplication signed, IssuanceApplications.Kept offered) {
        try {
            JpkiCertificate certificate = signatures.signerOf(signed, offered);
            StatusEvidence good = freshlyGood(certificate);
            List<CertificateId> linked = numbersOf(certificate);
            EnrolmentOutcome.Issued issued = issuance.to(new Applicant(signed, certificate, good, linked));
            tellOfConsent(signed, issued);
            return issued;
        } catch (RefusedException refused) {
            EnrolmentRefusal refusal = refused.outcome().refusal();
            if (refusal.isFinal()) {
                applications.refuse(signed.id(), refusal);
            } else {
                applications.release(signed.id());
            }
            throw refused;
        } catch (RuntimeException failed) {
            giveBack(signed, failed);
            throw failed;
        }
    }

    /** So that it can be sent again at once; where that fails too, the claim ends by itself. */
    private void giveBack(SignedApplication signed, RuntimeException failed) {
        try {
            applications.release(signed.id());
        } catch (RuntimeException also) {
            failed.addSuppressed(also);
        }
    }

    private StatusEvidence freshlyGood(JpkiCertificate certificate) {
        return switch (freshStatus(certificate)) {
            case CertificateStatus.Good good -> good.evidence();
            case CertificateStatus.Revoked revoked -> throw new RefusedException(EnrolmentRefusal.CERTIFICATE_REVOKED);
            case CertificateStatus.Unknown unknown ->
                throw new RefusedException(
                        EnrolmentRefusal.CERTIFICATE_STATUS_UNKNOWN,
                        unknown.why().code());
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

    private List<CertificateId> numbersOf(JpkiCertificate certificate) {
        return switch (numberLinks.linkedTo(certificate.id())) {
            case NumberLinks.Answer.Linked linked ->
                Stream.concat(Stream.of(certificate.id()), linked.certificates().stream())
                        .toList();
            case NumberLinks.Answer.Unavailable unavailable ->
                throw new RefusedException(EnrolmentRefusal.PERSON_NOT_DETERMINED, unavailable.code());
        };
    }

    /** Has J-LIS told of the consent at once. What fails here the queue makes up for: the private ID is issued. */
    private void tellOfConsent(SignedApplication signed, EnrolmentOutcome.Issued issued) {
        if (signed.consent() == null) {
            return;
        }
        try {
            registrations.attempt(issued.privateId().holderId());
        } catch (RuntimeException later) {
            log.warn("consent.registration_later failure={}", later.getClass().getName());
        }
    }
}
