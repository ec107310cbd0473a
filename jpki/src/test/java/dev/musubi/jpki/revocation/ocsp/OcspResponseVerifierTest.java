package dev.musubi.jpki.revocation.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCases;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestKeys;
import dev.musubi.jpki.fixture.TestResponder;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.RevocationReason;
import dev.musubi.jpki.revocation.UnknownReason;
import dev.musubi.jpki.trust.TrustedAuthorities;
import dev.musubi.jpki.trust.TrustedAuthority;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Random;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaBasicOCSPRespBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers made by Bouncy Castle, right and in every way wrong. */
class OcspResponseVerifierTest {

    private static final Instant AT = TestCertificateBuilder.AT;
    private static final JpkiProfile SANDBOX = JpkiProfile.sandbox();
    private static final BigInteger SERIAL = BigInteger.valueOf(4711);

    private final TestAuthority authority = TestAuthority.signature();
    private final TestResponder responder = TestResponder.of(authority);
    private final OcspRequest request = new OcspRequestFactory(new Random(1)).create(authority.authority(), SERIAL);
    private final OcspResponseVerifier verifier = new OcspResponseVerifier(SANDBOX, OcspPolicy.strict());

    /** A response in the making; right unless told otherwise. */
    private final class Answer {
        private TestAuthority about = authority;
        private BigInteger serial = SERIAL;
        private org.bouncycastle.cert.ocsp.@org.jspecify.annotations.Nullable CertificateStatus status =
                org.bouncycastle.cert.ocsp.CertificateStatus.GOOD;
        private Instant thisUpdate = AT;
        private @org.jspecify.annotations.Nullable Instant nextUpdate = AT.plusSeconds(900);
        private Instant producedAt = AT;
        private byte @org.jspecify.annotations.Nullable [] nonce = request.nonce();
        private X509Certificate certificate = responder.certificate();
        private PrivateKey key = responder.keys().getPrivate();
        private String algorithm = "SHA256withRSA";
        private boolean byName;
        private @org.jspecify.annotations.Nullable X500Name name;
        private boolean withCertificate = true;
        private boolean twice;
        private @org.jspecify.annotations.Nullable Extension extension;
        private @org.jspecify.annotations.Nullable Extension singleExtension;

        byte[] build() {
            try {
                DigestCalculator sha1 =
                        new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
                BasicOCSPRespBuilder builder = byName
                        ? new BasicOCSPRespBuilder(new org.bouncycastle.cert.ocsp.RespID(
                                name == null ? new JcaX509CertificateHolder(certificate).getSubject() : name))
                        : new JcaBasicOCSPRespBuilder(certificate.getPublicKey(), sha1);
                CertificateID id = new CertificateID(sha1, new JcaX509CertificateHolder(about.certificate()), serial);
                Extensions single = singleExtension == null ? null : new Extensions(singleExtension);
                for (int i = twice ? 0 : 1; i < 2; i++) {
                    builder.addResponse(
                            id,
                            status,
                            Date.from(thisUpdate),
                            nextUpdate == null ? null : Date.from(nextUpdate),
                            single);
                }
                java.util.List<Extension> extensions = new java.util.ArrayList<>();
                if (nonce != null) {
                    extensions.add(new Extension(
                            OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(nonce).getEncoded()));
                }
                if (extension != null) {
                    extensions.add(extension);
                }
                if (!extensions.isEmpty()) {
                    builder.setResponseExtensions(new Extensions(extensions.toArray(Extension[]::new)));
                }
                X509CertificateHolder[] chain = withCertificate
                        ? new X509CertificateHolder[] {new JcaX509CertificateHolder(certificate)}
                        : null;
                return new OCSPRespBuilder()
                        .build(
                                OCSPRespBuilder.SUCCESSFUL,
                                builder.build(
                                        new JcaContentSignerBuilder(algorithm).build(key),
                                        chain,
                                        Date.from(producedAt)))
                        .getEncoded();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private CertificateStatus verify(byte[] response) {
        return verifier.verify(response, request, authority.authority(), AT);
    }

    private void assertUnknown(byte[] response, UnknownReason why) {
        assertThat(verify(response)).isEqualTo(new CertificateStatus.Unknown(why, AT));
    }

    private void assertGood(byte[] response) {
        assertThat(verify(response)).isInstanceOf(CertificateStatus.Good.class);
    }

    @Test
    void whenBouncyCastleAnswersGoodThenItIsGood() {
        assertGood(new Answer().build());
        Answer byName = new Answer();
        byName.byName = true;
        assertGood(byName.build());
    }

    @Test
    void whenBouncyCastleAnswersRevokedThenReasonAndTimeAreRead() {
        Answer answer = new Answer();
        answer.status = new RevokedStatus(Date.from(AT.minusSeconds(50)), 6);
        assertThat(verify(answer.build())).isInstanceOfSatisfying(CertificateStatus.Revoked.class, revoked -> {
            assertThat(revoked.reason()).isEqualTo(RevocationReason.CERTIFICATE_HOLD);
            assertThat(revoked.at()).isEqualTo(AT.minusSeconds(50));
        });
        answer.status = new RevokedStatus(Date.from(AT.minusSeconds(50)));
        assertThat(verify(answer.build())).isInstanceOf(CertificateStatus.Revoked.class);
        answer.status = new RevokedStatus(Date.from(AT.minusSeconds(50)), 7);
        assertUnknown(answer.build(), UnknownReason.NOT_UNDERSTOOD);
        answer.status = new UnknownStatus();
        assertUnknown(answer.build(), UnknownReason.NOT_KNOWN_TO_RESPONDER);
    }

    @Test
    void whenTheAuthorityItselfSignsThenItIsTaken() {
        Answer answer = new Answer();
        answer.certificate = authority.certificate();
        answer.key = authority.keys().getPrivate();
        assertGood(answer.build());
        answer.byName = true;
        answer.withCertificate = false;
        assertGood(answer.build());
    }

    @Test
    void whenTheResponderIsNotAuthorisedThenTheAnswerIsNotTaken() {
        PrivateKey ca = authority.keys().getPrivate();
        TestAuthority other = TestAuthority.of(AuthorityRole.SIGNATURE, "02");
        TestResponder[] wrong = {
            TestResponder.of(authority, ca, false, true, TestResponder.NOT_AFTER),
            TestResponder.of(authority, ca, true, false, TestResponder.NOT_AFTER),
            TestResponder.of(authority, ca, true, true, AT.minusSeconds(1)),
            TestResponder.of(other, other.keys().getPrivate(), true, true, TestResponder.NOT_AFTER),
            TestResponder.of(authority, TestKeys.rsa(2048, "other").getPrivate(), true, true, TestResponder.NOT_AFTER)
        };
        for (TestResponder one : wrong) {
            Answer answer = new Answer();
            answer.certificate = one.certificate();
            answer.key = one.keys().getPrivate();
            assertUnknown(answer.build(), UnknownReason.RESPONDER_NOT_AUTHORIZED);
        }
        Answer without = new Answer();
        without.withCertificate = false;
        assertUnknown(without.build(), UnknownReason.RESPONDER_NOT_AUTHORIZED);
        Answer holder = new Answer();
        holder.certificate = authority.issue().build().x509();
        holder.key = TestKeys.rsa(2048, "holder").getPrivate();
        assertUnknown(holder.build(), UnknownReason.RESPONDER_NOT_AUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                KeyUsage.digitalSignature,
                KeyUsage.nonRepudiation,
                KeyUsage.digitalSignature | KeyUsage.nonRepudiation
            })
    void whenTheResponderMaySignInEitherWayThenItIsTaken(int usage) {
        Answer answer = new Answer();
        TestResponder other = TestResponder.of(authority, new KeyUsage(usage), new X500Name("C=JP,CN=OCSP"));
        answer.certificate = other.certificate();
        assertGood(answer.build());
        answer.certificate = TestResponder.of(
                        authority, new KeyUsage(KeyUsage.keyEncipherment), new X500Name("C=JP,CN=OCSP"))
                .certificate();
        assertUnknown(answer.build(), UnknownReason.RESPONDER_NOT_AUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ocsp-responder-nonRepudiation-only.der", "ocsp-byName-PrintableString-for-UTF8String.der"})
    void whenOthersMadeARightAnswerThenItIsGood(String name) throws Exception {
        TrustedAuthority root = TrustedAuthorities.none(SANDBOX)
                .with(TestCases.certificate("ocsp-root.pem"))
                .all()
                .iterator()
                .next();
        byte[] response = TestCases.bytes(name);
        byte[] nonce = DEROctetString.getInstance(
                        ((org.bouncycastle.cert.ocsp.BasicOCSPResp) new OCSPResp(response).getResponseObject())
                                .getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                                .getParsedValue())
                .getOctets();
        CertificateId id = new CertificateId(root.keyId(), BigInteger.valueOf(0x01a2b3c4));
        assertThat(verifier.verify(response, new OcspRequest(id, nonce, new byte[0]), root, AT))
                .isInstanceOf(CertificateStatus.Good.class);
    }

    @Test
    void whenTheResponderIsNamedInAnotherSpellingThenItIsTheSame() {
        X500Name subject = new X500NameBuilder()
                .addRDN(BCStyle.C, new DERPrintableString("JP"))
                .addRDN(BCStyle.CN, new DERUTF8String("Status Responder"))
                .build();
        Answer answer = new Answer();
        answer.certificate = TestResponder.of(authority, new KeyUsage(KeyUsage.digitalSignature), subject)
                .certificate();
        answer.byName = true;
        answer.name = new X500NameBuilder()
                .addRDN(BCStyle.C, new DERPrintableString("jp"))
                .addRDN(BCStyle.CN, new DERPrintableString("status  responder "))
                .build();
        assertGood(answer.build());
        answer.name = new X500NameBuilder()
                .addRDN(BCStyle.CN, new DERUTF8String("Status Responder"))
                .addRDN(BCStyle.C, new DERPrintableString("JP"))
                .build();
        assertUnknown(answer.build(), UnknownReason.RESPONDER_NOT_AUTHORIZED);
    }

    @Test
    void whenTheAnswersOwnTimesContradictEachOtherThenItIsNotTaken() {
        Answer answer = new Answer();
        answer.producedAt = AT.minusSeconds(60);
        assertGood(answer.build());
        answer.producedAt = AT.minusSeconds(61);
        assertUnknown(answer.build(), UnknownReason.TIMES_CONTRADICT);
        answer.producedAt = AT.minus(Duration.ofDays(90));
        assertUnknown(answer.build(), UnknownReason.TIMES_CONTRADICT);
        answer.producedAt = AT;
        answer.nextUpdate = AT.minusSeconds(1);
        assertUnknown(answer.build(), UnknownReason.TIMES_CONTRADICT);
    }

    @Test
    void whenTheLastSecondOfTheResponderRunsThenItIsTaken() {
        Answer answer = new Answer();
        Instant last = TestResponder.NOT_AFTER.plusMillis(999);
        answer.thisUpdate = TestResponder.NOT_AFTER;
        answer.producedAt = TestResponder.NOT_AFTER;
        answer.nextUpdate = null;
        assertThat(verifier.verify(answer.build(), request, authority.authority(), last))
                .isInstanceOf(CertificateStatus.Good.class);
    }

    @Test
    void whenNoCheckIsNotRequiredThenAResponderWithoutItIsTaken() {
        TestResponder without =
                TestResponder.of(authority, authority.keys().getPrivate(), true, false, TestResponder.NOT_AFTER);
        Answer answer = new Answer();
        answer.certificate = without.certificate();
        OcspPolicy lenient = OcspPolicy.strict().withNoCheckRequired(false);
        assertThat(new OcspResponseVerifier(SANDBOX, lenient)
                        .verify(answer.build(), request, authority.authority(), AT))
                .isInstanceOf(CertificateStatus.Good.class);
    }

    @Test
    void whenAResponderIsKnownAlreadyThenItsEndIsStillLookedAt() {
        assertGood(new Answer().build());
        Answer later = new Answer();
        Instant after = TestResponder.NOT_AFTER.plusSeconds(1);
        later.thisUpdate = after;
        later.producedAt = after;
        later.nextUpdate = null;
        assertThat(verifier.verify(later.build(), request, authority.authority(), after))
                .isEqualTo(new CertificateStatus.Unknown(UnknownReason.RESPONDER_NOT_AUTHORIZED, after));
    }

    @Test
    void whenTheSignatureDoesNotMatchThenTheAnswerIsNotTaken() {
        Answer answer = new Answer();
        answer.key = TestKeys.rsa(2048, "other").getPrivate();
        assertUnknown(answer.build(), UnknownReason.SIGNATURE_MISMATCH);
        Answer weak = new Answer();
        weak.algorithm = "SHA1withRSA";
        assertUnknown(weak.build(), UnknownReason.ALGORITHM_NOT_ALLOWED);
    }

    @Test
    void whenTheNonceIsMissingOrAnothersThenTheAnswerIsNotTaken() {
        Answer missing = new Answer();
        missing.nonce = null;
        assertUnknown(missing.build(), UnknownReason.NONCE_MISSING);
        Answer other = new Answer();
        other.nonce = new byte[32];
        assertUnknown(other.build(), UnknownReason.NONCE_MISMATCH);
        OcspResponseVerifier lenient =
                new OcspResponseVerifier(SANDBOX, OcspPolicy.strict().withNonceRequired(false));
        assertThat(lenient.verify(missing.build(), request, authority.authority(), AT))
                .isInstanceOf(CertificateStatus.Good.class);
        assertThat(lenient.verify(other.build(), request, authority.authority(), AT))
                .isEqualTo(new CertificateStatus.Unknown(UnknownReason.NONCE_MISMATCH, AT));
    }

    @Test
    void whenTheAnswerIsOldThenItIsNotTaken() {
        Answer answer = new Answer();
        answer.nextUpdate = null;
        answer.thisUpdate = AT.minus(Duration.ofMinutes(31));
        assertGood(answer.build());
        answer.thisUpdate = AT.minus(Duration.ofMinutes(31)).minusSeconds(1);
        assertUnknown(answer.build(), UnknownReason.STALE);
        answer.thisUpdate = AT.minusSeconds(600);
        answer.nextUpdate = AT.minusSeconds(60);
        assertGood(answer.build());
        answer.nextUpdate = AT.minusSeconds(61);
        assertUnknown(answer.build(), UnknownReason.STALE);
    }

    @Test
    void whenTheAnswerIsFromTheFutureThenItIsNotTaken() {
        Answer answer = new Answer();
        answer.thisUpdate = AT.plusSeconds(60);
        assertGood(answer.build());
        answer.thisUpdate = AT.plusSeconds(61);
        assertUnknown(answer.build(), UnknownReason.NOT_YET_VALID);
        answer.thisUpdate = AT;
        answer.producedAt = AT.plusSeconds(61);
        assertUnknown(answer.build(), UnknownReason.NOT_YET_VALID);
    }

    @Test
    void whenTheAnswerIsAboutAnotherCertificateThenItIsNotTaken() {
        Answer serial = new Answer();
        serial.serial = BigInteger.valueOf(4712);
        assertUnknown(serial.build(), UnknownReason.OTHER_CERTIFICATE);
        Answer issuer = new Answer();
        issuer.about = TestAuthority.of(AuthorityRole.SIGNATURE, "02");
        assertUnknown(issuer.build(), UnknownReason.OTHER_CERTIFICATE);
        Answer twice = new Answer();
        twice.twice = true;
        assertUnknown(twice.build(), UnknownReason.MALFORMED);
    }

    @Test
    void whenThereIsAnUnknownCriticalExtensionThenTheAnswerIsNotTaken() throws Exception {
        byte[] value = DERNull.INSTANCE.getEncoded();
        ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier("2.25.5");
        Answer answer = new Answer();
        answer.extension = new Extension(oid, true, value);
        assertUnknown(answer.build(), UnknownReason.NOT_UNDERSTOOD);
        answer.extension = new Extension(oid, false, value);
        assertGood(answer.build());
        answer.singleExtension = new Extension(oid, false, value);
        assertGood(answer.build());
        answer.singleExtension = new Extension(oid, true, value);
        assertUnknown(answer.build(), UnknownReason.NOT_UNDERSTOOD);
    }

    @ParameterizedTest
    @EnumSource(OcspError.class)
    void whenTheResponderReportsAnErrorThenTheStatusIsUnknown(OcspError error) throws Exception {
        assertThat(new OCSPResp(error.response()).getStatus()).isEqualTo(error.code());
        assertUnknown(
                error.response(),
                error == OcspError.TRY_LATER ? UnknownReason.TRY_LATER : UnknownReason.RESPONDER_ERROR);
    }

    @Test
    void whenItIsSomethingElseThenItIsMalformed() {
        assertUnknown(new byte[0], UnknownReason.MALFORMED);
        assertUnknown("<html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII), UnknownReason.MALFORMED);
        assertUnknown(new byte[] {0x30, 3, 0x0a, 1, 0}, UnknownReason.MALFORMED);
        assertUnknown(new byte[70_000], UnknownReason.TOO_LARGE);
        byte[] right = new Answer().build();
        for (int length = 0; length < right.length; length += 7) {
            assertUnknown(Arrays.copyOf(right, length), UnknownReason.MALFORMED);
        }
        assertUnknown(Arrays.copyOf(right, right.length + 1), UnknownReason.MALFORMED);
    }

    @Test
    void whenBytesAreAlteredThenTheStatusIsNeverAnotherKnownOne() {
        byte[] right = new Answer().build();
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] altered = right.clone();
            altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(verify(altered)).isNotInstanceOf(CertificateStatus.Revoked.class);
        }
    }

    @Test
    void whenARequestIsMadeThenBouncyCastleReadsTheSame() throws Exception {
        OCSPReq theirs = new OCSPReq(request.der());
        CertificateID id = theirs.getRequestList()[0].getCertID();
        assertThat(id.getSerialNumber()).isEqualTo(SERIAL);
        assertThat(id.matchesIssuer(
                        new JcaX509CertificateHolder(authority.certificate()),
                        new JcaDigestCalculatorProviderBuilder().build()))
                .isTrue();
        assertThat(DEROctetString.getInstance(theirs.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                                .getParsedValue())
                        .getOctets())
                .isEqualTo(request.nonce());
        assertThat(request.toString()).doesNotContain("4711");
    }
}
