package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.musubi.relyingparty.fixture.TestPersons;
import dev.musubi.relyingparty.law.ProofingRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The record a law asks for. */
class RecordTest extends RelyingPartyTest {

    @Test
    void whenAnIdentityWasProofedThenTheRecordSaysAllThatIsKnown() {
        SignedIn in = signedIn(DEMAND);
        Map<String, Object> record = bank.record(in, "普通預金口座の開設").toMap();
        assertThat(record)
                .containsEntry("version", 1)
                .containsEntry("law", "JP_AML")
                .containsEntry("relying_party", "bank")
                .containsEntry("transaction", "普通預金口座の開設")
                .containsEntry("subject", "the-holder")
                .containsEntry("authentication", "urn:musubi:acr:jpki-signature")
                .containsEntry("proofed_at", in.at().toString())
                .containsEntry("retention", Map.of("years", 7, "from", "取引終了日"));
        assertThat(Json.object(record, "method"))
                .isEqualTo(Map.of(
                        "article", "犯罪収益移転防止法施行規則6条1項1号",
                        "letter", "カ",
                        "revision", "2025-06-24",
                        "claim", "OF_THE_ISSUER"));
        assertThat(Json.object(record, "person").toString())
                .contains("name=" + TestPersons.NAME, "name_substitute_characters=00010", "birthdate=1980-02-17")
                .contains("address=" + TestPersons.ADDRESS)
                .doesNotContain("address_substitute_characters");
        assertThat(Json.list(Json.object(record, "verification"), "evidence")).hasSize(2);
        assertThat(Json.object(record, "standing").toString()).contains("state=ACTIVE", "generation=2");
        // It is JSON: written and read it is the same.
        assertThat(Json.parse(JSONObjectUtils.toJSONString(record)).keySet()).isEqualTo(record.keySet());
    }

    @Test
    void whenTheRelyingPartyIsAVerifierThenTheMethodIsItsOwn() throws IOException {
        SignedIn in = signedIn(DEMAND);
        try (RelyingParty verifier = building(provider)
                .client("bank", ClientKey.in(folder.resolve("bank.jwk")))
                .verifier()
                .build()) {
            ProofingRecord record = verifier.record(in, "口座開設");
            assertThat(Json.object(record.toMap(), "method").get("claim")).isEqualTo("OWN");
        }
    }

    @Test
    void whenNobodyWasProofedThenThereIsNoRecord() {
        SignedIn in = signedIn(Demand.signInOnly());
        assertThatThrownBy(() -> bank.record(in, "口座開設")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenThePersonIsKnownInPartThenTheRecordHoldsThatPart() {
        provider.userInfo = told -> told.put(
                "verified_claims",
                List.of(Map.of(
                        "verification",
                        Map.of("trust_framework", "jp_aml"),
                        "claims",
                        Map.of("birthdate", "1935", "birthdate_parts", Map.of("year", 1935)))));
        Map<String, Object> record =
                bank.record(signedIn(Demand.verified(Item.BIRTHDATE)), "口座開設").toMap();
        assertThat(record.get("person")).isEqualTo(Map.of("birthdate", "1935-??-??"));
        assertThat(record).doesNotContainKey("standing");
    }
}
