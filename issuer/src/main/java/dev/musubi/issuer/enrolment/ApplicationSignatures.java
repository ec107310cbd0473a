package dev.musubi.issuer.enrolment;

import dev.musubi.issuer.message.Message;
import dev.musubi.jpki.certificate.JpkiCertificate;
import dev.musubi.jpki.verification.RefusalReason;
import dev.musubi.jpki.verification.SignatureVerifier;
import dev.musubi.jpki.verification.VerificationOutcome;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The signatures under an application and its consent: by one certificate, over what was offered, to the byte. */
@Component
class ApplicationSignatures {

    private static final Message EXPIRED = new Message(
            "電子証明書の有効期限が過ぎています。市区町村の窓口で更新してから、もう一度お試しください。",
            "Your certificate has expired. Please renew it at your municipal office, then try again.");

    private final SignatureVerifier verifier;
    private final InstantSource clock;

    ApplicationSignatures(SignatureVerifier verifier, InstantSource clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    /**
     * The certificate that signed both.
     *
     * @throws RefusedException if a signature, its certificate or its path does not hold, or covers something else
     */
    JpkiCertificate signerOf(SignedApplication signed, IssuanceApplications.Kept offered) {
        Instant now = clock.instant();
        VerificationOutcome.Verified verified = switch (verifier.verifyJws(signed.document(), now)) {
            case VerificationOutcome.Verified holds -> holds;
            case VerificationOutcome.Refused refused ->
                throw new RefusedException(new EnrolmentOutcome.Refused(
                        EnrolmentRefusal.SIGNATURE_REFUSED, refused.reason().code(), words(refused.reason())));
        };
        if (!offered.isFor(verified.content().bytes())
                || verified.content()
                        .type()
                        .filter(IssuanceApplications.TYPE::equals)
                        .isEmpty()) {
            throw new RefusedException(EnrolmentRefusal.APPLICATION_ALTERED);
        }
        checkConsent(signed.consent(), offered, verified.certificate(), now);
        return verified.certificate();
    }

    /** What has expired can be renewed; everything else is said as the verifier says it. */
    private static Message words(RefusalReason reason) {
        return reason == RefusalReason.EXPIRED ? EXPIRED : new Message(reason.sentenceJa(), reason.sentence());
    }

    private void checkConsent(
            @Nullable String signed, IssuanceApplications.Kept offered, JpkiCertificate certificate, Instant now) {
        if (signed == null && offered.consentHash() == null) {
            return;
        }
        boolean same = signed != null
                && verifier.verifyJws(signed, now) instanceof VerificationOutcome.Verified consent
                && offered.consentIsFor(consent.content().bytes())
                && consent.certificate().id().equals(certificate.id());
        if (!same) {
            throw new RefusedException(EnrolmentRefusal.CONSENT_ALTERED);
        }
    }
}
