package dev.musubi.jpki.revocation;

import java.time.Instant;

/** Whether a certificate is revoked. */
public sealed interface CertificateStatus {
    /** Not revoked, as of the evidence's {@code thisUpdate}. */
    record Good(StatusEvidence evidence) implements CertificateStatus {}

    /**
     * Revoked, for good: J-LIS lifts no holds.
     *
     * @param reason why; {@link RevocationReason#UNSPECIFIED} if not said
     * @param at since when
     * @param evidence what this rests on
     */
    record Revoked(RevocationReason reason, Instant at, StatusEvidence evidence) implements CertificateStatus {}

    /**
     * Not known. Never to be read as good.
     *
     * @param why why it is not known
     * @param checkedAt when we asked
     */
    record Unknown(UnknownReason why, Instant checkedAt) implements CertificateStatus {}
}
