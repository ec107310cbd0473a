package dev.musubi.jpki.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.fixture.TestAuthority;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidityTest {

    private static final Instant FROM = Instant.parse("2026-01-01T09:00:00Z");
    private static final Instant TO = Instant.parse("2026-01-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T08:59:59.999999999Z, false",
        "2026-01-01T09:00:00Z, true",
        "2026-01-01T09:59:59.999Z, true",
        "2026-01-01T10:00:00Z, true",
        "2026-01-01T10:00:00.001Z, true",
        "2026-01-01T10:00:00.999999999Z, true",
        "2026-01-01T10:00:01Z, false",
        "2026-01-01T10:00:01.5Z, false",
    })
    void whenTheLastSecondRunsThenItIsStillInForce(Instant at, boolean inForce) {
        Validity validity = new Validity(FROM, TO);
        assertThat(validity.contains(at)).isEqualTo(inForce);
        assertThat(validity.isOver(at)).isEqualTo(!inForce && at.isAfter(TO));
        assertThat(Validity.isOver(TO, at)).isEqualTo(validity.isOver(at));
        // What a query asks for must be the same answer.
        assertThat(!TO.isAfter(Validity.latestOver(at))).isEqualTo(validity.isOver(at));
    }

    @Test
    void whenACertificateIsGivenThenItsDatesAreTaken() {
        TestAuthority authority = TestAuthority.signature();
        assertThat(Validity.of(authority.certificate()).notBefore()).isEqualTo(TestAuthority.NOT_BEFORE);
        assertThat(Validity.second(Instant.parse("2026-01-01T10:00:00.999Z"))).isEqualTo(TO);
    }
}
