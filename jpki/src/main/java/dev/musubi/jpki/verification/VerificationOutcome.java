package dev.musubi.jpki.verification;

import dev.musubi.jpki.certificate.JpkiCertificate;
import dev.musubi.jpki.trust.TrustedAuthority;
import java.time.Instant;

/** The outcome of verifying a signed document. */
public sealed interface VerificationOutcome {
    /**
     * The document is signed with the certificate's key, and the certificate was issued by a trusted authority under an
     * accepted policy and was in force. Revocation has not been looked at.
     *
     * @param content what was signed
     * @param certificate the signer's certificate
     * @param authority who issued it
     * @param at the time it was judged for
     */
    record Verified(SignedContent content, JpkiCertificate certificate, TrustedAuthority authority, Instant at)
            implements VerificationOutcome {}

    /**
     * It is not to be accepted.
     *
     * @param reason why
     * @param detail a few more words for an operator, without personal data; may be empty
     */
    record Refused(RefusalReason reason, String detail) implements VerificationOutcome {}
}
