package dev.musubi.sandbox.register;

import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.certificate.Validity;
import dev.musubi.jpki.profile.CertificateKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that was issued, whether or not its key and its DER have been made yet. {@link #toString()} gives
 * nothing away.
 *
 * @param sequence its place in the order of issue, from which the serial number follows
 * @param resident the number of the resident it was issued to
 * @param kind which of the four kinds
 * @param generation the generation of the authority's key that signs it, from 1
 * @param municipality the municipality that issued it, which decides the CRL it appears in
 * @param attributes the four attributes on the day of issue
 * @param notBefore the moment of issue
 * @param notAfter 23:59:59 in Japan on its last day
 * @param revocation set once it is revoked
 */
public record CertificateRecord(
        long sequence,
        int resident,
        CertificateKind kind,
        int generation,
        Municipality municipality,
        FourAttributes attributes,
        Instant notBefore,
        Instant notAfter,
        @Nullable Revocation revocation) {

    /** Whether it is within its validity and not revoked. */
    public boolean isLive(Instant at) {
        return revocation == null && new Validity(notBefore, notAfter).contains(at);
    }

    /** Whether it is one of the card's. */
    public boolean isOnCard() {
        return kind == CertificateKind.CARD_SIGNATURE || kind == CertificateKind.CARD_AUTHENTICATION;
    }

    CertificateRecord revoked(Revocation how) {
        return new CertificateRecord(
                sequence, resident, kind, generation, municipality, attributes, notBefore, notAfter, how);
    }

    @Override
    public String toString() {
        return "CertificateRecord[" + kind + "]";
    }
}
