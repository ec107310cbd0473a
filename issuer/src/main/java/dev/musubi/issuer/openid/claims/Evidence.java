package dev.musubi.issuer.openid.claims;

import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.relyingparty.RelyingParty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a holder's identity was verified, as the {@code verification} element says it (Identity Assurance Schema Definition
 * 1.0): the trust framework, when, by which signature, and where our record of it is. Of the certificate itself it says
 * nothing: where the schema wants a serial number stands our own reference, another one for each relying party.
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
    public static Map<String, Object> verification(
            RelyingParty.Law law, Generation signed, Generation present, String reference) {
        Map<String, Object> verification = new LinkedHashMap<>();
        verification.put("trust_framework", trustFramework(law));
        verification.put("time", text(present.beganAt()));
        verification.put("verification_process", reference);
        List<Object> evidence = new ArrayList<>();
        Map<String, Object> signature = new LinkedHashMap<>();
        signature.put("type", "electronic_signature");
        signature.put("signature_type", SIGNATURE_TYPE);
        signature.put("issuer", ISSUER);
        signature.put("serial_number", reference);
        signature.put("created_at", text(signed.beganAt()));
        evidence.add(signature);
        if (present.source() == Generation.Source.J_LIS) {
            Map<String, Object> source = new LinkedHashMap<>();
            source.put("name", ISSUER);
            source.put("country_code", "JPN");
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("type", RECORD_TYPE);
            entry.put("created_at", text(present.sourceAsOf()));
            entry.put("source", source);
            Map<String, Object> check = new LinkedHashMap<>();
            check.put("check_method", "data");
            check.put("time", text(present.sourceAsOf()));
            Map<String, Object> register = new LinkedHashMap<>();
            register.put("type", "electronic_record");
            register.put("check_details", List.of(check));
            register.put("record", entry);
            evidence.add(register);
        }
        verification.put("evidence", evidence);
        return verification;
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
