package dev.musubi.jpki.revocation.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestKeys;
import dev.musubi.jpki.fixture.TestResponder;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.revocation.RevocationReason;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;

/** Our responder asked and read by Bouncy Castle. */
class OcspResponderTest {

    private static final Instant AT = TestCertificateBuilder.AT;

    private final TestAuthority authority = TestAuthority.signature();
    private final TestResponder test = TestResponder.of(authority);

    private CertificateID id(long serial, boolean sha256) throws Exception {
        return new CertificateID(
                new JcaDigestCalculatorProviderBuilder()
                        .build()
                        .get(
                                sha256
                                        ? new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                                                org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_sha256)
                                        : CertificateID.HASH_SHA1),
                new JcaX509CertificateHolder(authority.certificate()),
                BigInteger.valueOf(serial));
    }

    private byte[] request(byte[] nonce, CertificateID... ids) throws Exception {
        OCSPReqBuilder builder = new OCSPReqBuilder();
        for (CertificateID id : ids) {
            builder.addRequest(id);
        }
        if (nonce.length > 0) {
            builder.setRequestExtensions(new Extensions(new Extension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(nonce).getEncoded())));
        }
        return builder.build().getEncoded();
    }

    @Test
    void whenBouncyCastleAsksAboutSeveralThenItReadsEachAnswer() throws Exception {
        byte[] nonce = {1, 2, 3};
        OcspQuery query = OcspResponder.parse(request(nonce, id(1, false), id(2, false), id(3, false)))
                .orElseThrow();
        assertThat(query.items()).hasSize(3).allMatch(item -> item.isIssuedBy(authority.authority()));
        byte[] der = test.responder()
                .respond(
                        query,
                        item -> switch (item.serial().intValue()) {
                            case 1 -> new OcspAnswer.Good();
                            case 2 -> new OcspAnswer.Revoked(AT.minusSeconds(9), RevocationReason.SUPERSEDED);
                            default -> new OcspAnswer.Unknown();
                        },
                        query.nonce().orElseThrow(),
                        AT,
                        AT.plusSeconds(900));
        OCSPResp response = new OCSPResp(der);
        assertThat(response.getStatus()).isZero();
        BasicOCSPResp basic = (BasicOCSPResp) response.getResponseObject();
        assertThat(basic.isSignatureValid(new JcaContentVerifierProviderBuilder()
                        .build(test.keys().getPublic())))
                .isTrue();
        assertThat(basic.getProducedAt().toInstant()).isEqualTo(AT);
        assertThat(basic.getCerts()).hasSize(1);
        assertThat(DEROctetString.getInstance(basic.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                                .getParsedValue())
                        .getOctets())
                .isEqualTo(nonce);
        assertThat(basic.getResponses()).hasSize(3);
        assertThat(basic.getResponses()[0].getCertStatus()).isSameAs(org.bouncycastle.cert.ocsp.CertificateStatus.GOOD);
        assertThat(basic.getResponses()[1].getCertStatus()).isInstanceOfSatisfying(RevokedStatus.class, revoked -> {
            assertThat(revoked.getRevocationReason()).isEqualTo(4);
            assertThat(revoked.getRevocationTime().toInstant()).isEqualTo(AT.minusSeconds(9));
        });
        assertThat(basic.getResponses()[2].getCertStatus()).isInstanceOf(UnknownStatus.class);
        assertThat(basic.getResponses()[0].getNextUpdate().toInstant()).isEqualTo(AT.plusSeconds(900));
    }

    @Test
    void whenARequestHasNoNonceThenThereIsNone() throws Exception {
        OcspQuery query =
                OcspResponder.parse(request(new byte[0], id(1, false))).orElseThrow();
        assertThat(query.nonce()).isEmpty();
        byte[] der = test.responder().respond(query, item -> new OcspAnswer.Good(), null, AT, null);
        BasicOCSPResp basic = (BasicOCSPResp) new OCSPResp(der).getResponseObject();
        assertThat(basic.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)).isNull();
        assertThat(basic.getResponses()[0].getNextUpdate()).isNull();
    }

    @Test
    void whenItIsAskedOfAnotherAuthorityOrByAnotherHashThenItIsNotOurs() throws Exception {
        OcspQuery query = OcspResponder.parse(request(new byte[0], id(1, false), id(1, true)))
                .orElseThrow();
        OcspQuery.Item sha1 = query.items().get(0);
        assertThat(sha1.isIssuedBy(authority.authority())).isTrue();
        assertThat(sha1.isIssuedBy(
                        TestAuthority.of(AuthorityRole.SIGNATURE, "02").authority()))
                .isFalse();
        assertThat(sha1.isIssuedBy(TestAuthority.authentication().authority())).isFalse();
        assertThat(query.items().get(query.items().size() - 1).isIssuedBy(authority.authority()))
                .isFalse();
    }

    @Test
    void whenARequestIsNotOneThenItIsNotParsed() throws Exception {
        byte[] right = request(new byte[] {1}, id(1, false));
        for (int length = 0; length < right.length; length++) {
            assertThat(OcspResponder.parse(Arrays.copyOf(right, length))).isEmpty();
        }
        assertThat(OcspResponder.parse(Arrays.copyOf(right, right.length + 1))).isEmpty();
        assertThat(OcspResponder.parse(new byte[9000])).isEmpty();
        assertThat(OcspResponder.parse(request(new byte[129], id(1, false)))).isEmpty();
        CertificateID[] many = new CertificateID[17];
        Arrays.fill(many, id(1, false));
        assertThat(OcspResponder.parse(request(new byte[0], many))).isEmpty();
        assertThat(OcspResponder.parse(request(new byte[0], Arrays.copyOf(many, 16))))
                .isPresent();
    }

    @Test
    void whenBytesOfARequestAreAlteredThenThereIsNoException() throws Exception {
        byte[] right = request(new byte[] {1, 2, 3, 4}, id(1, false));
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            byte[] altered = right.clone();
            altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
            OcspResponder.parse(altered)
                    .ifPresent(query -> assertThat(query.items()).isNotEmpty());
        }
    }

    @Test
    void whenTheRespondersKeyIsOfNoKnownAlgorithmThenThatIsAnError() {
        TestAuthority weak = TestAuthority.signature();
        assertThatThrownBy(() -> new OcspResponder(
                        weak.issue().keys(TestKeys.rsa(1024, "weak")).build().x509(),
                        TestKeys.rsa(1024, "weak").getPrivate()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenPrintedThenNothingIsGivenAway() throws Exception {
        OcspQuery query =
                OcspResponder.parse(request(new byte[0], id(987654, false))).orElseThrow();
        assertThat(query.toString()).doesNotContain("987654");
        assertThat(query.items().get(0).toString()).doesNotContain("987654");
    }
}
