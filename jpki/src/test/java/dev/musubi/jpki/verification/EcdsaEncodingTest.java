package dev.musubi.jpki.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestCrls;
import dev.musubi.jpki.fixture.TestEcdsa;
import dev.musubi.jpki.fixture.TestSignatures;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.revocation.crl.CrlFault;
import dev.musubi.jpki.revocation.crl.CrlReader;
import dev.musubi.jpki.revocation.crl.CrlReading;
import dev.musubi.jpki.trust.AuthorityRefusedException;
import dev.musubi.jpki.trust.TrustedAuthorities;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.junit.jupiter.api.Test;

/** Wherever an ECDSA signature is verified, it is taken in one encoding only. OCSP's is with the other tests of OCSP. */
class EcdsaEncodingTest {

    private static final Instant AT = TestCertificateBuilder.AT;
    private static final JpkiProfile SANDBOX = JpkiProfile.sandbox();
    private static final KeyAlgorithm EC = KeyAlgorithm.ECDSA_P384_SHA_384;
    private static final byte[] CONTENT = "{}".getBytes(StandardCharsets.UTF_8);

    private final TestAuthority authority = TestAuthority.of(SANDBOX, AuthorityRole.SIGNATURE, EC, "01");
    private final SignatureVerifier verifier = new SignatureVerifier(SANDBOX, authority.trusted(), Duration.ZERO);

    private TestCertificate certificate() {
        byte[] der = TestEcdsa.withLeadingZero(() -> authority.issue().build().der());
        return authority.issue().build().withDer(der);
    }

    private VerificationOutcome verify(TestCertificate certificate) {
        return verifier.verifyJws(TestSignatures.jws(certificate, EC, "t+jws", "{}"), AT);
    }

    @Test
    void whenACertificateIsSignedInAnotherEncodingThenItIsRefused() {
        TestCertificate right = certificate();
        assertThat(verify(right)).isInstanceOf(VerificationOutcome.Verified.class);
        List<byte[]> others = TestEcdsa.otherEncodings(TestEcdsa.signatureOf(right.der()));
        assertThat(others).hasSize(7);
        for (byte[] other : others) {
            assertThat(verify(right.withDer(TestEcdsa.withSignature(right.der(), s -> other))))
                    .isInstanceOfSatisfying(
                            VerificationOutcome.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.CERTIFICATE_MALFORMED));
        }
    }

    @Test
    void whenACertificateHasTheOtherValueThenItIsTheSameCertificateByItsIdOnly() {
        TestCertificate right = certificate();
        TestCertificate twin = right.withDer(TestEcdsa.withSignature(right.der(), TestEcdsa::twin));
        assertThat(twin.der()).isNotEqualTo(right.der());
        assertThat(verify(twin)).isInstanceOf(VerificationOutcome.Verified.class);
        assertThat(twin.read(SANDBOX).id()).isEqualTo(right.read(SANDBOX).id());
    }

    @Test
    void whenAListIsSignedInAnotherEncodingThenItIsRefused() {
        byte[] list = TestEcdsa.withLeadingZero(() -> TestCrls.write(authority, 1, List.of()));
        CrlReader reader = new CrlReader(SANDBOX);
        assertThat(reader.read(list, TestCrls.expected(authority))).isInstanceOf(CrlReading.Accepted.class);
        for (byte[] other : TestEcdsa.otherEncodings(TestEcdsa.signatureOf(list))) {
            assertThat(reader.read(TestEcdsa.withSignature(list, s -> other), TestCrls.expected(authority)))
                    .isEqualTo(new CrlReading.Refused(CrlFault.SIGNATURE_MISMATCH));
        }
    }

    @Test
    void whenARootIsSignedInAnotherEncodingThenItIsRefused() throws Exception {
        byte[] root = authority.certificate().getEncoded();
        for (byte[] other : TestEcdsa.otherEncodings(TestEcdsa.signatureOf(root))) {
            X509Certificate altered = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(TestEcdsa.withSignature(root, s -> other)));
            Assertions.assertThatThrownBy(() -> TrustedAuthorities.none(SANDBOX).with(altered))
                    .isInstanceOf(AuthorityRefusedException.class);
        }
    }

    @Test
    void whenACmsIsSignedInAnotherEncodingThenItIsRefused() throws Exception {
        byte[] cms = TestSignatures.cms(certificate(), EC, CONTENT);
        assertThat(verifier.verifyCms(CONTENT, cms, AT)).isInstanceOf(VerificationOutcome.Verified.class);
        for (byte[] other : TestEcdsa.otherEncodings(cmsSignature(cms))) {
            assertThat(verifier.verifyCms(CONTENT, withCmsSignature(cms, other), AT))
                    .isInstanceOf(VerificationOutcome.Refused.class);
        }
        byte[] twin = TestEcdsa.twin(cmsSignature(cms));
        assertThat(verifier.verifyCms(CONTENT, withCmsSignature(cms, twin), AT))
                .isInstanceOf(VerificationOutcome.Verified.class);
    }

    private static ASN1Sequence signedData(byte[] cms) {
        return ASN1Sequence.getInstance(ContentInfo.getInstance(cms).getContent());
    }

    private static ASN1Sequence signer(byte[] cms) {
        ASN1Sequence data = signedData(cms);
        return ASN1Sequence.getInstance(
                ASN1Set.getInstance(data.getObjectAt(data.size() - 1)).getObjectAt(0));
    }

    private static byte[] cmsSignature(byte[] cms) {
        return ASN1OctetString.getInstance(signer(cms).getObjectAt(5)).getOctets();
    }

    private static byte[] withCmsSignature(byte[] cms, byte[] signature) throws Exception {
        ASN1EncodableVector signer = new ASN1EncodableVector();
        for (int i = 0; i < signer(cms).size(); i++) {
            signer.add(i == 5 ? new DEROctetString(signature) : signer(cms).getObjectAt(i));
        }
        ASN1Sequence before = signedData(cms);
        ASN1EncodableVector data = new ASN1EncodableVector();
        for (int i = 0; i < before.size() - 1; i++) {
            data.add(before.getObjectAt(i));
        }
        data.add(new DERSet(new DERSequence(signer)));
        ASN1EncodableVector info = new ASN1EncodableVector();
        info.add(ContentInfo.getInstance(cms).getContentType());
        info.add(new DERTaggedObject(true, 0, new DERSequence(data)));
        return new DERSequence(info).getEncoded("DER");
    }
}
