package dev.musubi.issuer.anchor;

import dev.musubi.jpki.certificate.CertificateId;
import java.util.List;

/**
 * Port: asks J-LIS which other signature certificates are of the same person (対応署名用電子証明書の発行の番号,
 * 公的個人認証法 18条4項; 新旧シリアル番号の紐付け). Used to recognise a holder, and for nothing else (52条2項).
 */
public interface NumberLinks {

    /**
     * The numbers of all signature certificates of the person who has {@code certificate}, itself not among them. It may be
     * a user-authentication certificate too (18条5項).
     */
    Answer linkedTo(CertificateId certificate);

    /** What came of it. */
    sealed interface Answer {
        /** The numbers; none for a person's first certificate. */
        record Linked(List<CertificateId> certificates) implements Answer {}

        /** J-LIS could not be asked; {@code code} is stable. */
        record Unavailable(String code) implements Answer {}
    }
}
