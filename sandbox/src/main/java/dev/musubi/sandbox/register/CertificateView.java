package dev.musubi.sandbox.register;

import dev.musubi.jpki.certificate.Validity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as the control interface shows it.
 *
 * @param state LIVE, REVOKED, EXPIRED or NOT_YET_VALID
 * @param reason why it was revoked, if it was
 */
public record CertificateView(
        String kind,
        String state,
        String authorityKeyId,
        String issueNumber,
        Instant notBefore,
        Instant notAfter,
        Place crlDistributionPoint,
        @Nullable String reason,
        @Nullable Instant revokedAt) {

    /** A CRL partition in romaji. */
    public record Place(String prefecture, String municipality) {}

    /** Knows how to show a certificate. */
    public interface Maker {
        /** The certificate as it is at a time. */
        CertificateView of(CertificateRecord record, Instant at);
    }

    /** Shows a certificate of these identifiers. */
    public static CertificateView of(CertificateRecord record, String authorityKeyId, String issueNumber, Instant at) {
        Revocation revocation = record.revocation();
        String state = "LIVE";
        if (revocation != null) {
            state = "REVOKED";
        } else if (Validity.isOver(record.notAfter(), at)) {
            state = "EXPIRED";
        } else if (at.isBefore(record.notBefore())) {
            state = "NOT_YET_VALID";
        }
        return new CertificateView(
                record.kind().name(),
                state,
                authorityKeyId,
                issueNumber,
                record.notBefore(),
                record.notAfter(),
                new Place(
                        record.municipality().prefectureRomaji(),
                        record.municipality().romaji()),
                revocation == null ? null : revocation.reason().name(),
                revocation == null ? null : revocation.at());
    }

    @Override
    public String toString() {
        return "CertificateView[" + kind + ", " + state + "]";
    }
}
