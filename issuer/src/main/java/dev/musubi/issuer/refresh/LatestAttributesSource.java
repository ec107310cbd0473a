package dev.musubi.issuer.refresh;

import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.profile.CertificateKind;
import java.time.Instant;
import java.util.List;

/**
 * Port: J-LIS's latest-attributes service (最新の利用者情報提供サービス, 公的個人認証法 18条3項). The set of outcomes is what can be
 * told from public papers; the wire of the real service is not public.
 */
public interface LatestAttributesSource {

    /**
     * Asks for the latest values of the consented items of the person who had {@code oldCertificate}.
     *
     * @param consentId the consent's id in J-LIS's register
     * @param items which of NAME, ADDRESS, DATE_OF_BIRTH, SEX
     */
    Answer latest(String consentId, CertificateId oldCertificate, List<String> items);

    /** What J-LIS says. */
    sealed interface Answer {

        /**
         * The latest four attributes, and the certificate they stand in now.
         *
         * @param asOf when J-LIS looked
         */
        record Provided(
                FourAttributes attributes,
                CertificateId certificate,
                CertificateKind kind,
                Instant notAfter,
                String prefecture,
                String municipality,
                Instant asOf)
                implements Answer {}

        /** The old certificate is dead and no new one has been issued yet: wait. */
        record NoNewCertificate() implements Answer {}

        /** The old certificate is not dead. */
        record StillValid() implements Answer {}

        /** The consent does not allow it (any more): missing, expired, cancelled, or an item not covered. */
        record NotConsented(String code) implements Answer {}

        /** The consent is registered but its time has not begun. */
        record ConsentNotStarted() implements Answer {}

        /** J-LIS refuses (公的個人認証法 18条7項). */
        record Refused(String code) implements Answer {}

        /** No answer now. */
        record Unavailable(String code) implements Answer {}
    }
}
