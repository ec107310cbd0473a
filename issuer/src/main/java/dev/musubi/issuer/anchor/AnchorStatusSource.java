package dev.musubi.issuer.anchor;

import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.revocation.CertificateStatus;

/** Port: asks J-LIS for the status of one certificate, now (OCSP, RFC 6960). */
public interface AnchorStatusSource {

    /** The answer; whatever goes wrong is {@link CertificateStatus.Unknown}, which is never good. */
    CertificateStatus ask(CertificateId certificate);
}
