package dev.musubi.jpki.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestCrls;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.crl.CrlReader;
import dev.musubi.jpki.revocation.crl.CrlReading;
import dev.musubi.jpki.revocation.ocsp.OcspPolicy;
import dev.musubi.jpki.revocation.ocsp.OcspRequest;
import dev.musubi.jpki.revocation.ocsp.OcspRequestFactory;
import dev.musubi.jpki.revocation.ocsp.OcspResponder;
import dev.musubi.jpki.revocation.ocsp.OcspResponseVerifier;
import java.math.BigInteger;
import java.util.Random;

/** Lists and OCSP, both directions. Keys are new in each run, so no list and no answer can ever be right. */
class RevocationFuzzTest {

    private static final TestAuthority AUTHORITY = TestAuthority.signature();
    private static final CrlReader LISTS = new CrlReader(JpkiProfile.sandbox());
    private static final OcspResponseVerifier ANSWERS =
            new OcspResponseVerifier(JpkiProfile.sandbox(), OcspPolicy.strict());
    private static final OcspRequest REQUEST =
            new OcspRequestFactory(new Random(1)).create(AUTHORITY.authority(), BigInteger.valueOf(4711));

    @FuzzTest(maxDuration = "2m")
    void whenBytesAreReadAsAListThenTheyAreRefusedWithoutHarm(byte[] bytes) {
        assertThat(LISTS.read(bytes, TestCrls.expected(AUTHORITY))).isInstanceOf(CrlReading.Refused.class);
    }

    @FuzzTest(maxDuration = "2m")
    void whenBytesAreReadAsAnAnswerThenTheStatusIsUnknown(byte[] bytes) {
        assertThat(ANSWERS.verify(bytes, REQUEST, AUTHORITY.authority(), TestCertificateBuilder.AT))
                .isInstanceOf(CertificateStatus.Unknown.class);
    }

    @FuzzTest(maxDuration = "2m")
    void whenBytesAreReadAsARequestThenTheyAreOneOrNot(byte[] bytes) {
        OcspResponder.parse(bytes).ifPresent(query -> assertThat(query.items()).isNotEmpty());
    }
}
