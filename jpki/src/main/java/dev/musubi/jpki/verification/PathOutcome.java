package dev.musubi.jpki.verification;

import dev.musubi.jpki.certificate.JpkiCertificate;
import dev.musubi.jpki.trust.TrustedAuthority;

/** The outcome of {@link CertificatePathValidator}. */
public sealed interface PathOutcome {
    /** The certificate was issued by this authority and was in force. Revocation has not been looked at. */
    record Valid(JpkiCertificate certificate, TrustedAuthority authority) implements PathOutcome {}

    /**
     * It is not to be accepted.
     *
     * @param reason why
     * @param detail a few more words for an operator, without personal data; may be empty
     */
    record Refused(RefusalReason reason, String detail) implements PathOutcome {}
}
