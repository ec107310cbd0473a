package dev.musubi.relyingparty.law;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * By which method of the law an identity was proofed. The letters of the ministerial orders move when those are revised, so
 * a letter means nothing without the revision: JPKI under 犯収法 was ワ, is カ, and will be ヌ.
 *
 * <p><strong>Whose method it is.</strong> The letter for JPKI is open only to a relying party that is itself a signature
 * verifier (署名検証者, 公的個人認証法17条) and has received the signature. A relying party that accepts a private ID and is
 * none has not used that method: what it accepts is the issuer's word on a signature the issuer verified, and the orders
 * have no letter for that. {@link Claim} says which it is. Whoever lives by such a law and is no verifier has to find out
 * from counsel or the ministry what it may take the proofing for.
 *
 * @param law the law
 * @param article the article of its ministerial order
 * @param letter the letter for a JPKI signature by that revision
 * @param revision since when the order has had that letter for it
 * @param claim whether the letter is this relying party's own method
 */
public record ProofingMethod(Law law, String article, String letter, LocalDate revision, Claim claim)
        implements Serializable {

    /** Whose method the letter stands for. */
    public enum Claim {
        /** The relying party is a signature verifier: the letter is its own method. */
        OWN,
        /**
         * The letter is the method by which the <em>issuer</em> verified the identity behind the private ID. The relying
         * party's own method is acceptance of a private ID, which has no letter.
         */
        OF_THE_ISSUER
    }

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final String AML_ORDER = "犯罪収益移転防止法施行規則6条1項1号";
    private static final String MPIUPA_ORDER = "携帯電話不正利用防止法施行規則3条1項1号";
    private static final LocalDate AML_2018 = LocalDate.of(2018, 11, 30);
    private static final LocalDate AML_2025 = LocalDate.of(2025, 6, 24);
    private static final LocalDate AML_2027 = LocalDate.of(2027, 4, 1);
    private static final LocalDate MPIUPA_2026 = LocalDate.of(2026, 4, 1);

    /**
     * The method of a proofing at a time.
     *
     * @param verifier whether the relying party is a signature verifier in its own right
     * @return empty for laws without such methods, and for days whose revision this library does not know
     */
    public static Optional<ProofingMethod> at(Law law, Instant time, boolean verifier) {
        return on(law, LocalDate.ofInstant(time, JAPAN), verifier);
    }

    /** The same for a day in Japan. */
    public static Optional<ProofingMethod> on(Law law, LocalDate day, boolean verifier) {
        Claim claim = verifier ? Claim.OWN : Claim.OF_THE_ISSUER;
        return switch (law) {
            case JP_AML -> {
                if (!day.isBefore(AML_2027)) {
                    yield Optional.of(new ProofingMethod(law, AML_ORDER, "ヌ", AML_2027, claim));
                }
                if (!day.isBefore(AML_2025)) {
                    yield Optional.of(new ProofingMethod(law, AML_ORDER, "カ", AML_2025, claim));
                }
                yield day.isBefore(AML_2018)
                        ? Optional.empty()
                        : Optional.of(new ProofingMethod(law, AML_ORDER, "ワ", AML_2018, claim));
            }
            case JP_MPIUPA ->
                day.isBefore(MPIUPA_2026)
                        ? Optional.empty()
                        : Optional.of(new ProofingMethod(law, MPIUPA_ORDER, "ト", MPIUPA_2026, claim));
            case ADMINISTRATIVE_PROCEDURE, NONE -> Optional.empty();
        };
    }

    /** The citation, with the revision it is by. */
    public String citation() {
        return article + letter + "（" + revision + "以降の条文）";
    }

    /** What may truly be said of the method, in a sentence. */
    public String japanese() {
        return switch (claim) {
            case OWN -> citation() + "の方法（公的個人認証の署名用電子証明書）";
            case OF_THE_ISSUER -> "民間IDの受入れ（発行事業者が" + citation() + "にあたる電子署名を検証して発行したもの）";
        };
    }
}
