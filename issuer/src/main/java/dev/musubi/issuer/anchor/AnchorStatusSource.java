package dev.musubi.issuer.anchor;

import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.revocation.CertificateStatus;
import java.time.Duration;

/** Port: asks J-LIS for the status of one certificate, now (OCSP, RFC 6960). */
public interface AnchorStatusSource {

    /** The answer; whatever goes wrong is {@link CertificateStatus.Unknown}, which is never good. */
    CertificateStatus ask(CertificateId certificate);

    /** How old an answer to a question put now may be already: no source is asked about one certificate more often. */
    default Duration floor() {
        return Duration.ZERO;
    }
}
