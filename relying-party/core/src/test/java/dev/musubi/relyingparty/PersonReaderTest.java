package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-29T03:00:00Z");

    private static Map<String, Object> told(String verifiedAt, String signedAt, String recordedAt) {
        return Map.of(
                "verification",
                Map.of(
                        "trust_framework",
                        "jp_aml",
                        "time",
                        verifiedAt,
                        "evidence",
                        List.of(
                                Map.of(
                                        "type",
                                        "electronic_signature",
                                        "signature_type",
                                        "jpki_signature",
                                        "created_at",
                                        signedAt),
                                Map.of(
                                        "type",
                                        "electronic_record",
                                        "record",
                                        Map.of("type", "jp_resident_register", "created_at", recordedAt)))),
                "claims",
                Map.of("name", "試験　花子"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29T03:00:00Z, 2020-01-01T00:00:00Z, 2026-11-28T00:00:00Z, true",
        "2026-11-29T03:00:01Z, 2020-01-01T00:00:00Z, 2026-11-28T00:00:00Z, false",
        "2026-11-29T03:00:00Z, 2027-01-01T00:00:00Z, 2026-11-28T00:00:00Z, false",
        "2026-11-29T03:00:00Z, 2020-01-01T00:00:00Z, 2100-01-01T00:00:00Z, false"
    })
    void whenAnyOfItIsOfAMomentToComeThenNobodyIsVerified(
            String verifiedAt, String signedAt, String recordedAt, boolean verified) {
        assertThat(PersonReader.read(told(verifiedAt, signedAt, recordedAt), "jp_aml", NOW)
                        .isPresent())
                .isEqualTo(verified);
    }
}
