package dev.musubi.issuer.openid.claims;

import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.OutwardClaims;
import dev.musubi.issuer.relyingparty.Pairwise;
import dev.musubi.issuer.relyingparty.RelyingParty;
import java.util.ArrayList;
import java.util.List;

/**
 * How a holder's identity was verified, as the {@code verification} element says it (Identity Assurance Schema Definition
 * 1.0): the trust framework, when, by which signature, and where our record of it is. Of the certificate itself it says
 * nothing: where the schema wants a serial number stands our own reference, another one for each relying party. Times are
 * the first moment of a day in Japan, since the moment of a signature would be the same at every relying party.
 */
public final class Evidence {

    /** The framework of a relying party that proofs under no law in particular. */
    public static final String JPKI = "jp_jpki";

    /** The kind of signature. */
    public static final String SIGNATURE_TYPE = "jpki_signature";

    /** Who stands behind it. */
    public static final String ISSUER = "地方公共団体情報システム機構 (J-LIS)";

    /** The kind of record of a refresh. */
    public static final String RECORD_TYPE = "jp_resident_register";

    private Evidence() {}

    /** The trust framework of a relying party, by the law it proofs under. */
    public static String trustFramework(RelyingParty.Law law) {
        return switch (law) {
            case JP_AML -> "jp_aml";
            case JP_MPIUPA -> "jp_mpiupa";
            case ADMINISTRATIVE_PROCEDURE, NONE -> JPKI;
        };
    }

    /**
     * The whole element.
     *
     * @param law of the relying party it is for
     * @param signed the last generation the holder signed for
     * @param present the present generation: the same, or one refreshed from J-LIS since
     * @param reference our record of the verification, readable by us alone and good for this relying party alone
     */
    public static OutwardClaims verification(
            RelyingParty.Law law, Generation signed, Generation present, Pairwise<String> reference) {
        List<OutwardClaims> evidence = new ArrayList<>();
        evidence.add(new OutwardClaims()
                .with("type", Coarse.fixed("electronic_signature"))
                .with("signature_type", Coarse.fixed(SIGNATURE_TYPE))
                .with("issuer", Coarse.fixed(ISSUER))
                .with("serial_number", reference)
                .with("created_at", Coarse.startOfDay(signed.beganAt())));
        if (present.source() == Generation.Source.J_LIS) {
            Coarse<String> day = Coarse.startOfDay(present.sourceAsOf());
            OutwardClaims source =
                    new OutwardClaims().with("name", Coarse.fixed(ISSUER)).with("country_code", Coarse.fixed("JPN"));
            OutwardClaims check = new OutwardClaims()
                    .with("check_method", Coarse.fixed("data"))
                    .with("time", day);
            OutwardClaims entry = new OutwardClaims()
                    .with("type", Coarse.fixed(RECORD_TYPE))
                    .with("created_at", day)
                    .with("source", source);
            evidence.add(new OutwardClaims()
                    .with("type", Coarse.fixed("electronic_record"))
                    .with("check_details", List.of(check))
                    .with("record", entry));
        }
        return new OutwardClaims()
                .with("trust_framework", Coarse.fixed(trustFramework(law)))
                .with("time", Coarse.startOfDay(present.beganAt()))
                .with("verification_process", reference)
                .with("evidence", evidence);
    }
}
