package dev.musubi.jpki.revocation.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.fixture.TestAuthority;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OcspPolicyTest {

    @Test
    void whenStrictThenNothingIsLeftOut() {
        OcspPolicy policy = OcspPolicy.strict();
        assertThat(policy.method()).isEqualTo(OcspMethod.POST);
        assertThat(policy.nonceRequired()).isTrue();
        assertThat(policy.noCheckRequired()).isTrue();
        assertThat(policy.maximumAge()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void whenOneThingIsChangedThenTheRestStays() {
        OcspPolicy strict = OcspPolicy.strict();
        assertThat(strict.withMethod(OcspMethod.GET).withMethod(OcspMethod.POST))
                .isEqualTo(strict);
        assertThat(strict.withNonceRequired(false).withNonceRequired(true)).isEqualTo(strict);
        assertThat(strict.withNoCheckRequired(false).withNoCheckRequired(true)).isEqualTo(strict);
        assertThat(strict.withTimeout(Duration.ZERO).withTimeout(strict.timeout()))
                .isEqualTo(strict);
        assertThat(strict.withMaximumAge(Duration.ZERO).withMaximumAge(strict.maximumAge()))
                .isEqualTo(strict);
        assertThat(strict.withMethod(OcspMethod.GET).method()).isEqualTo(OcspMethod.GET);
        assertThat(strict.withTimeout(Duration.ofSeconds(1)).timeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whenTwoRequestsAreMadeThenTheirNoncesDiffer() {
        OcspRequestFactory factory = new OcspRequestFactory(new Random(4));
        TestAuthority authority = TestAuthority.signature();
        OcspRequest one = factory.create(authority.authority(), BigInteger.TEN);
        OcspRequest other = factory.create(authority.authority(), BigInteger.TEN);
        assertThat(one.nonce()).hasSize(32).isNotEqualTo(other.nonce());
        assertThat(one.certificate()).isEqualTo(other.certificate());
        one.nonce()[0]++;
        one.der()[0]++;
        assertThat(OcspResponder.parse(one.der()).orElseThrow().nonce().orElseThrow())
                .isEqualTo(one.nonce());
    }
}
