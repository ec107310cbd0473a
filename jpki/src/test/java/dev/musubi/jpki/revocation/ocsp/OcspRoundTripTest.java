package dev.musubi.jpki.revocation.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestResponder;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.RevocationReason;
import dev.musubi.jpki.revocation.UnknownReason;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our client's half and our responder's half against each other. */
class OcspRoundTripTest {

    private static final Instant AT = TestCertificateBuilder.AT;

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void whenTheResponderAnswersThenTheVerifierUnderstandsEachAnswer(KeyAlgorithm algorithm) {
        TestAuthority authority = TestAuthority.of(JpkiProfile.sandbox(), AuthorityRole.SIGNATURE, algorithm, "01");
        Instant revokedAt = AT.minusSeconds(3600);
        CertificateStatus good = exchange(authority, new OcspAnswer.Good());
        assertThat(good).isInstanceOf(CertificateStatus.Good.class);
        assertThat(((CertificateStatus.Good) good).evidence().thisUpdate()).isEqualTo(AT);
        assertThat(((CertificateStatus.Good) good).evidence().nextUpdate()).isEqualTo(AT.plusSeconds(900));
        CertificateStatus revoked =
                exchange(authority, new OcspAnswer.Revoked(revokedAt, RevocationReason.AFFILIATION_CHANGED));
        assertThat(revoked).isInstanceOfSatisfying(CertificateStatus.Revoked.class, r -> {
            assertThat(r.reason()).isEqualTo(RevocationReason.AFFILIATION_CHANGED);
            assertThat(r.at()).isEqualTo(revokedAt);
        });
        assertThat(exchange(authority, new OcspAnswer.Revoked(revokedAt, null)))
                .isInstanceOfSatisfying(
                        CertificateStatus.Revoked.class,
                        r -> assertThat(r.reason()).isEqualTo(RevocationReason.UNSPECIFIED));
        assertThat(exchange(authority, new OcspAnswer.Unknown()))
                .isEqualTo(new CertificateStatus.Unknown(UnknownReason.NOT_KNOWN_TO_RESPONDER, AT));
    }

    private static CertificateStatus exchange(TestAuthority authority, OcspAnswer answer) {
        OcspRequest request =
                new OcspRequestFactory(new Random(1)).create(authority.authority(), BigInteger.valueOf(4711));
        OcspQuery query = OcspResponder.parse(request.der()).orElseThrow();
        assertThat(query.items()).hasSize(1);
        assertThat(query.items().get(0).serial()).isEqualTo(4711);
        assertThat(query.items().get(0).isIssuedBy(authority.authority())).isTrue();
        byte[] response = TestResponder.of(authority)
                .responder()
                .respond(query, item -> answer, query.nonce().orElseThrow(), AT, AT.plus(Duration.ofMinutes(15)));
        return new OcspResponseVerifier(JpkiProfile.sandbox(), OcspPolicy.strict())
                .verify(response, request, authority.authority(), AT);
    }
}
