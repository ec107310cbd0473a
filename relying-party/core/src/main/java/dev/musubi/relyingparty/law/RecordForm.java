package dev.musubi.relyingparty.law;

import dev.musubi.relyingparty.person.BirthDate;
import dev.musubi.relyingparty.person.Evidence;
import dev.musubi.relyingparty.person.PersonAddress;
import dev.musubi.relyingparty.person.PersonName;
import dev.musubi.relyingparty.person.PersonText;
import dev.musubi.relyingparty.person.Verification;
import dev.musubi.relyingparty.person.VerifiedPerson;
import dev.musubi.relyingparty.standing.Standing;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stored form of a {@link ProofingRecord}. Members that are not known are left out; names never change. */
final class RecordForm {

    private static final int VERSION = 1;

    private RecordForm() {}

    static Map<String, Object> write(ProofingRecord record) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("version", VERSION);
        form.put("law", record.law().name());
        ProofingMethod method = record.method();
        if (method != null) {
            Map<String, Object> by = new LinkedHashMap<>();
            by.put("article", method.article());
            by.put("letter", method.letter());
            by.put("revision", method.revision().toString());
            by.put("claim", method.claim().name());
            form.put("method", by);
        }
        form.put("relying_party", record.relyingParty());
        form.put("transaction", record.transaction());
        form.put("subject", record.subject());
        form.put("person", person(record.person()));
        form.put("verification", verification(record.person().verification()));
        Standing standing = record.standing();
        if (standing != null) {
            form.put("standing", standing(standing));
        }
        put(form, "authentication", record.authentication());
        form.put("proofed_at", record.proofedAt().toString());
        record.retention().ifPresent(retention -> {
            Map<String, Object> kept = new LinkedHashMap<>();
            kept.put("years", retention.years());
            kept.put("from", retention.from());
            form.put("retention", kept);
        });
        return form;
    }

    private static Map<String, Object> person(VerifiedPerson person) {
        Map<String, Object> form = new LinkedHashMap<>();
        PersonName name = person.name();
        if (name != null) {
            text(form, "name", name.whole());
        }
        PersonAddress address = person.address();
        if (address != null) {
            text(form, "address", address.whole());
        }
        BirthDate birthDate = person.birthDate();
        if (birthDate != null) {
            form.put("birthdate", birthDate.text());
        }
        if (person.gender() != null) {
            form.put("gender", person.gender().name().toLowerCase(Locale.ROOT));
        }
        return form;
    }

    private static void text(Map<String, Object> form, String name, PersonText text) {
        form.put(name, text.value());
        if (text.hasSubstitutes()) {
            form.put(name + "_substitute_characters", text.substituteFlags());
        }
    }

    private static Map<String, Object> verification(Verification verification) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("trust_framework", verification.trustFramework());
        put(form, "time", verification.time());
        put(form, "verification_process", verification.process());
        form.put(
                "evidence",
                verification.evidence().stream().map(RecordForm::evidence).toList());
        return form;
    }

    private static Map<String, Object> evidence(Evidence evidence) {
        Map<String, Object> form = new LinkedHashMap<>();
        if (evidence instanceof Evidence.ElectronicSignature signature) {
            form.put("type", "electronic_signature");
            form.put("signature_type", signature.kind());
            put(form, "issuer", signature.issuer());
            put(form, "created_at", signature.createdAt());
        } else if (evidence instanceof Evidence.ElectronicRecord electronic) {
            form.put("type", "electronic_record");
            form.put("record_type", electronic.kind());
            put(form, "source", electronic.source());
            put(form, "created_at", electronic.createdAt());
        }
        return form;
    }

    private static Map<String, Object> standing(Standing standing) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("state", standing.state().name());
        form.put("as_of", standing.asOf().toString());
        form.put("generation", standing.generation());
        form.put("attributes_as_of", standing.attributesAsOf().toString());
        return form;
    }

    private static void put(Map<String, Object> form, String name, @Nullable Object value) {
        if (value != null) {
            form.put(name, value.toString());
        }
    }
}
