package dev.musubi.issuer.enrolment;

import dev.musubi.issuer.anchor.AnchorId;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.anchor.CertificateOwner;
import dev.musubi.issuer.anchor.NewAnchor;
import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentId;
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
import dev.musubi.issuer.vault.ItemId;
import dev.musubi.issuer.vault.ItemKind;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.certificate.JpkiCertificate;
import dev.musubi.jpki.revocation.StatusEvidence;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Issues to whoever a signature proves to be: the person's next generation, or a private ID of their first. */
@Component
class Issuance {

    private static final int TRIES = 3;
    private static final int CONSENT_YEARS = 10;

    private final IssuanceApplications applications;
    private final Consents consents;
    private final Anchors anchors;
    private final Findings findings;
    private final PrivateIds privateIds;
    private final AttributeStore attributes;
    private final Vault vault;
    private final Lineage lineage;
    private final HolderTransactions holders;
    private final EnrolmentSettings settings;
    private final InstantSource clock;

    Issuance(
            IssuanceApplications applications,
            Consents consents,
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
        this.consents = consents;
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
     * Somebody whose signature and certificate hold.
     *
     * @param signed what they sent
     * @param certificate what signed it
     * @param good that it was not revoked, and when
     * @param numbers that certificate and those J-LIS links to it
     */
    record Applicant(
            SignedApplication signed, JpkiCertificate certificate, StatusEvidence good, List<CertificateId> numbers) {
        @Override
        public String toString() {
            return "Applicant[…]";
        }
    }

    /**
     * Issues, in one transaction.
     *
     * @throws RefusedException if the numbers are several holders', the application was used, or two changes to one person
     *     keep meeting
     */
    EnrolmentOutcome.Issued to(Applicant applicant) {
        for (int attempt = 1; ; attempt++) {
            try {
                return issue(applicant);
            } catch (Anchors.CertificateTakenException | EndedMeanwhileException met) {
                // Two changes to one person met; the other has won, and now things are clear.
                if (attempt == TRIES) {
                    throw new RefusedException(EnrolmentRefusal.PERSON_NOT_DETERMINED, "conflict");
                }
            }
        }
    }

    private EnrolmentOutcome.Issued issue(Applicant applicant) {
        Optional<HolderId> known = switch (anchors.ownerOf(applicant.numbers())) {
            case CertificateOwner.Nobody nobody -> Optional.empty();
            case CertificateOwner.One one -> Optional.of(one.holderId());
            case CertificateOwner.Several several -> {
                findings.report(Findings.Kind.CERTIFICATES_OF_SEVERAL_HOLDERS, several.about());
                throw new RefusedException(EnrolmentRefusal.PERSON_AMBIGUOUS);
            }
        };
        HolderId mustBe = applicant.signed().sender().mustBe();
        if (mustBe != null && !known.equals(Optional.of(mustBe))) {
            throw new RefusedException(EnrolmentRefusal.ANOTHER_PERSON);
        }
        Optional<HolderId> alive = known.flatMap(privateIds::find)
                .filter(privateId -> privateId.state() != State.ENDED)
                .map(PrivateId::holderId);
        if (alive.isPresent()) {
            HolderId holderId = alive.get();
            return holders.locking(holderId, () -> {
                Written written = write(holderId, applicant, Optional.empty(), vault.of(holderId));
                return begun(
                        applicant,
                        privateIds
                                .reissue(holderId, written.generation(), Cause.REISSUED, written.at(), "holder")
                                .orElseThrow(EndedMeanwhileException::new));
            });
        }
        // In a transaction of that holder's own, and first: one that fails halfway leaves nobody let in.
        known.ifPresent(former -> holders.locking(former, () -> {
            lineage.endFormer(former);
            return true;
        }));
        HolderId holderId = HolderId.random();
        return holders.creating(holderId, clock.instant(), () -> {
            Written written = write(holderId, applicant, known, vault.admit(holderId));
            return begun(applicant, privateIds.issue(holderId, written.generation(), written.at()));
        });
    }

    /** What was written of an applicant, and when. */
    private record Written(NewGeneration generation, Instant at) {}

    private Written write(HolderId holderId, Applicant applicant, Optional<HolderId> formerly, Vault.Sealer sealer) {
        Instant now = clock.instant();
        SignedApplication signed = applicant.signed();
        if (!applications.use(signed.id(), now)) {
            throw new RefusedException(EnrolmentRefusal.APPLICATION_USED);
        }
        anchors.link(holderId, applicant.numbers(), formerly);
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
        ItemId evidence = sealer.put(ItemKind.SIGNED_APPLICATION, ascii(signed.document()), now);
        consents.signedAnew(holderId, now);
        noteConsents(holderId, signed, sealer, evidence, now);
        return new Written(
                new NewGeneration(
                        anchorId,
                        Generation.Source.SIGNATURE_CERTIFICATE,
                        certificate.notBefore(),
                        attributes.put(sealer, certificate.attributes().orElseThrow(), now),
                        evidence),
                now);
    }

    private EnrolmentOutcome.Issued begun(Applicant applicant, PrivateId issued) {
        applications.issued(applicant.signed().id(), issued.holderId(), issued.generation());
        Lineage.Begun begun = lineage.begin(
                issued.holderId(),
                issued.generation(),
                applicant.signed().sender(),
                applications.age(applicant.signed().id()));
        return new EnrolmentOutcome.Issued(issued, begun.app(), begun.ended());
    }

    private void noteConsents(
            HolderId holderId, SignedApplication signed, Vault.Sealer sealer, ItemId evidence, Instant now) {
        Instant end = now.atOffset(ZoneOffset.UTC).plusYears(CONSENT_YEARS).toInstant();
        consents.record(
                holderId,
                new Consent(
                        ConsentId.random(),
                        Consent.Kind.TERMS,
                        settings.issuer().toString(),
                        "terms " + settings.termsVersion(),
                        List.of(),
                        now,
                        now,
                        end,
                        null,
                        null,
                        evidence));
        String signedConsent = signed.consent();
        if (signedConsent != null) {
            // Pending: J-LIS registers it afterwards, and says from when to when it is in force.
            consents.record(
                    holderId,
                    new Consent(
                            ConsentId.random(),
                            Consent.Kind.LATEST_ATTRIBUTES,
                            "J-LIS",
                            IssuanceApplications.PURPOSE,
                            IssuanceApplications.ITEMS,
                            now,
                            now,
                            end,
                            null,
                            null,
                            sealer.put(ItemKind.SIGNED_CONSENT, ascii(signedConsent), now)));
        }
    }

    private static byte[] ascii(String jws) {
        return jws.getBytes(StandardCharsets.US_ASCII);
    }

    /** The private ID ended between the look-up and the lock. */
    private static final class EndedMeanwhileException extends RuntimeException {
        EndedMeanwhileException() {
            super("the private ID ended meanwhile", null, false, false);
        }
    }
}
