package dev.musubi.issuer.openid.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for verified claims are answered exactly: never more than asked, never bent. */
class VerifiedClaimsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");

    private static final Map<String, Object> VERIFICATION = Map.of(
            "trust_framework", "jp_aml",
            "time", "2026-11-24T23:00:00Z",
            "verification_process", "a-reference",
            "evidence",
                    List.of(Map.of(
                            "type", "electronic_signature",
                            "signature_type", "jpki_signature",
                            "issuer", "J-LIS",
                            "serial_number", "a-reference",
                            "created_at", "2026-11-24T23:00:00Z")));

    private static final Map<String, Object> CLAIMS =
            Map.of("name", "見本　花子", "gender", "female", "address", Map.of("formatted", "東京都清瀬市中里五丁目８４２番地"));

    private static String answer(String request) {
        try {
            Map<String, Object> parsed = JSONObjectUtils.parse("{\"r\":" + request + "}");
            Object r = parsed.get("r");
            List<VerifiedClaimsRequest> requests = r instanceof List<?> several
                    ? several.stream().map(VerifiedClaimsRequest::parse).toList()
                    : List.of(VerifiedClaimsRequest.parse(r));
            return new VerifiedClaims(VERIFICATION, CLAIMS, NOW)
                    .answer(requests)
                    .map(String::valueOf)
                    .orElse("nothing");
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String withVerification(String verification) {
        return answer("{\"verification\":" + verification + ",\"claims\":{\"name\":null}}");
    }

    @Test
    void whenNothingIsConstrainedThenExactlyWhatWasAskedForIsTold() {
        assertThat(answer("{\"verification\":{\"trust_framework\":null},\"claims\":{\"gender\":{}}}"))
                .isEqualTo("{verification={trust_framework=jp_aml}, claims={gender=female}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"trust_framework\":{\"value\":\"jp_aml\"}}",
                "{\"trust_framework\":{\"values\":[\"jp_mpiupa\",\"jp_aml\"]}}",
                "{\"trust_framework\":null,\"time\":{\"max_age\":3600}}",
                "{\"trust_framework\":null,\"evidence\":[{\"type\":{\"value\":\"electronic_signature\"}}]}",
                "{\"trust_framework\":null,\"evidence\":[{\"type\":{\"value\":\"document\"}},{\"type\":{\"value\":\"electronic_signature\"}}]}",
                "{\"trust_framework\":null,\"assurance_level\":null}",
                "{\"trust_framework\":null,\"assurance_level\":{\"essential\":true}}",
                "{\"trust_framework\":{}}",
            })
    void whenTheConstraintsAreMetThenTheClaimsAreTold(String verification) {
        assertThat(withVerification(verification)).contains("claims={name=見本　花子}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"trust_framework\":{\"value\":\"eidas\"}}",
                "{\"trust_framework\":{\"values\":[\"eidas\",\"de_aml\"]}}",
                "{\"trust_framework\":null,\"time\":{\"max_age\":3599}}",
                "{\"trust_framework\":null,\"evidence\":[{\"type\":{\"value\":\"document\"}}]}",
                "{\"trust_framework\":null,\"evidence\":[{\"type\":{\"value\":\"electronic_signature\"},\"issuer\":{\"value\":\"x\"}}]}",
                "{\"trust_framework\":null,\"assurance_level\":{\"value\":\"high\"}}",
                "{\"trust_framework\":null,\"assurance_process\":{\"policy\":{\"value\":\"x\"}}}",
            })
    void whenAConstraintOnTheVerificationIsNotMetThenNothingIsTold(String verification) {
        assertThat(withVerification(verification)).isEqualTo("nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"name\":{\"value\":\"見本　花子\"}};{name=見本　花子}",
                "{\"name\":{\"value\":\"別人\"},\"gender\":null};{gender=female}",
                "{\"name\":{\"value\":\"別人\"}};{}",
                "{\"no_such\":{\"essential\":true},\"gender\":null};{gender=female}",
                "{\"gender\":{\"values\":[\"male\",\"female\"]}};{gender=female}",
                "{\"address\":{\"essential\":false}};{address={formatted=東京都清瀬市中里五丁目８４２番地}}",
            })
    void whenAClaimIsConstrainedThenItIsToldAsItIsOrLeftOut(String claims, String told) {
        assertThat(answer("{\"verification\":{\"trust_framework\":null},\"claims\":" + claims + "}"))
                .endsWith("claims=" + told + "}");
    }

    @Test
    void whenEvidenceIsToldThenWithWhatTheSchemaWantsAndNothingElse() {
        assertThat(withVerification(
                        "{\"trust_framework\":null,\"evidence\":[{\"type\":{\"value\":\"electronic_signature\"}}]}"))
                .contains("serial_number=a-reference")
                .contains("issuer=J-LIS")
                .doesNotContain("created_at")
                .doesNotContain("time=")
                .doesNotContain("verification_process");
    }

    @Test
    void whenSeveralAreAskedForThenThoseThatHoldAreTold() {
        String request = "{\"verification\":{\"trust_framework\":{\"value\":\"%s\"}},\"claims\":{\"%s\":null}}";
        assertThat(answer("[" + request.formatted("jp_aml", "name") + "," + request.formatted("eidas", "gender") + ","
                        + request.formatted("jp_aml", "gender") + "]"))
                .isEqualTo(
                        "[{verification={trust_framework=jp_aml}, claims={name=見本　花子}}, {verification={trust_framework=jp_aml}, claims={gender=female}}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"verification\":{},\"claims\":{\"name\":null}}",
                "{\"verification\":{\"trust_framework\":null}}",
                "{\"verification\":{\"trust_framework\":null},\"claims\":{}}",
                "{\"verification\":{\"trust_framework\":null,\"evidence\":[{}]},\"claims\":{\"name\":null}}",
                "{\"verification\":{\"trust_framework\":null,\"evidence\":{}},\"claims\":{\"name\":null}}",
            })
    void whenARequestIsMalformedThenItIsRefused(String request) {
        assertThatThrownBy(() -> answer(request)).isInstanceOf(MalformedClaimsException.class);
    }
}
