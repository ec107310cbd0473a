package dev.musubi.jpki.revocation.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.der.DerOutput;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestEcdsa;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.UnknownReason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers put together octet by octet and rightly signed, with something after the one value that a place has room for, or
 * with several answers about one certificate.
 */
class OcspStrictnessTest {

    private static final Instant AT = TestCertificateBuilder.AT;
    private static final BigInteger SERIAL = BigInteger.valueOf(4711);
    private static final byte[] MORE = {Tag.NULL, 0};
    private static final byte[] GOOD = {(byte) Tag.primitive(0), 0};
    private static final byte[] NOTHING = {};
    private static final Map<String, String> HASHES = Map.of(
            "1.3.14.3.2.26", "SHA-1",
            "2.16.840.1.101.3.4.2.4", "SHA-224",
            "2.16.840.1.101.3.4.2.1", "SHA-256",
            "2.16.840.1.101.3.4.2.2", "SHA-384",
            "2.16.840.1.101.3.4.2.3", "SHA-512",
            "2.16.840.1.101.3.4.2.8", "SHA3-256");

    private TestAuthority authority = TestAuthority.signature();
    private OcspRequest request = request(authority);
    private final OcspResponseVerifier verifier = new OcspResponseVerifier(JpkiProfile.sandbox(), OcspPolicy.strict());
    private final Map<String, byte[]> after = new HashMap<>();
    private final List<byte[]> singles = new ArrayList<>();

    private static OcspRequest request(TestAuthority of) {
        return new OcspRequestFactory(new Random(1)).create(of.authority(), SERIAL);
    }

    private byte[] after(String place) {
        return after.getOrDefault(place, NOTHING);
    }

    private static byte[] time(Instant at) {
        String text = at.toString().replaceAll("[-:T]", "");
        return DerOutput.value(Tag.GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] extension(String oid, byte[]... value) {
        return DerOutput.value(Tag.SEQUENCE, DerOutput.oid(oid), DerOutput.value(Tag.OCTET_STRING, value));
    }

    private byte[] certId(String hash) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance(HASHES.get(hash));
        byte[] key = authority.keys().getPublic().getEncoded();
        byte[] bits = org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(key)
                .getPublicKeyData()
                .getOctets();
        byte[] name = authority.certificate().getSubjectX500Principal().getEncoded();
        return DerOutput.value(
                Tag.SEQUENCE,
                DerOutput.value(Tag.SEQUENCE, DerOutput.oid(hash), MORE, after("hash algorithm")),
                DerOutput.value(Tag.OCTET_STRING, digest.digest(name)),
                DerOutput.value(Tag.OCTET_STRING, digest.digest(bits)),
                DerOutput.integer(SERIAL));
    }

    private byte[] revoked(int reason) {
        return DerOutput.value(
                Tag.constructed(1),
                time(AT.minusSeconds(50)),
                DerOutput.value(Tag.constructed(0), new byte[] {Tag.ENUMERATED, 1, (byte) reason}, after("reason")));
    }

    private byte[] single(String hash, byte[] status) throws GeneralSecurityException {
        return DerOutput.value(
                Tag.SEQUENCE,
                certId(hash),
                status,
                time(AT),
                DerOutput.value(Tag.constructed(0), time(AT.plusSeconds(900)), after("next update")),
                DerOutput.value(
                        Tag.constructed(1),
                        DerOutput.value(Tag.SEQUENCE, extension("2.25.7", MORE, after("single extension"))),
                        after("single extensions")));
    }

    private byte[] basic() throws GeneralSecurityException {
        byte[] tbs = DerOutput.value(
                Tag.SEQUENCE,
                DerOutput.value(Tag.constructed(0), new byte[] {Tag.INTEGER, 1, 0}, after("version")),
                DerOutput.value(
                        Tag.constructed(2),
                        DerOutput.value(Tag.OCTET_STRING, CertIds.keyHash(authority.authority())),
                        after("responder")),
                time(AT),
                DerOutput.value(Tag.SEQUENCE, singles.toArray(byte[][]::new)),
                DerOutput.value(
                        Tag.constructed(1),
                        DerOutput.value(
                                Tag.SEQUENCE,
                                extension(
                                        OcspRequestFactory.NONCE,
                                        DerOutput.value(Tag.OCTET_STRING, request.nonce()),
                                        after("nonce")),
                                after("an extension")),
                        after("extensions")));
        KeyAlgorithm algorithm = authority.algorithm();
        Signature signature = Signature.getInstance(algorithm.signatureAlgorithm());
        signature.initSign(authority.keys().getPrivate());
        signature.update(tbs);
        byte[] parameters = algorithm == KeyAlgorithm.RSA_2048_SHA_256 ? MORE : NOTHING;
        return DerOutput.value(
                Tag.SEQUENCE,
                tbs,
                DerOutput.value(Tag.SEQUENCE, DerOutput.oid(algorithm.signatureOid()), parameters, after("algorithm")),
                DerOutput.value(Tag.BIT_STRING, new byte[1], signature.sign()),
                DerOutput.value(Tag.constructed(0), DerOutput.value(Tag.SEQUENCE), after("certificates")));
    }

    private CertificateStatus verify(byte[] basic) {
        byte[] response = DerOutput.value(
                Tag.SEQUENCE,
                new byte[] {Tag.ENUMERATED, 1, 0},
                DerOutput.value(
                        Tag.constructed(0),
                        DerOutput.value(
                                Tag.SEQUENCE,
                                DerOutput.oid("1.3.6.1.5.5.7.48.1.1"),
                                DerOutput.value(Tag.OCTET_STRING, basic, after("basic"))),
                        after("response bytes")));
        return verifier.verify(response, request, authority.authority(), AT);
    }

    private static CertificateStatus malformed() {
        return new CertificateStatus.Unknown(UnknownReason.MALFORMED, AT);
    }

    @Test
    void whenNothingIsAddedThenItIsGoodOrRevoked() throws Exception {
        singles.add(single("1.3.14.3.2.26", GOOD));
        assertThat(verify(basic())).isInstanceOf(CertificateStatus.Good.class);
        singles.set(0, single("1.3.14.3.2.26", revoked(1)));
        assertThat(verify(basic())).isInstanceOf(CertificateStatus.Revoked.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hash algorithm",
                "reason",
                "next update",
                "single extension",
                "single extensions",
                "version",
                "responder",
                "nonce",
                "extensions",
                "algorithm",
                "certificates",
                "basic",
                "response bytes"
            })
    void whenThereIsAValueAfterTheOneThenTheAnswerIsNotTaken(String place) throws Exception {
        after.put(place, MORE);
        singles.add(single("1.3.14.3.2.26", revoked(1)));
        assertThat(verify(basic())).isEqualTo(malformed());
    }

    @Test
    void whenAnExtensionIsTwiceOrItsDefaultIsWrittenOutThenTheAnswerIsNotTaken() throws Exception {
        singles.add(single("1.3.14.3.2.26", GOOD));
        after.put("an extension", extension("2.25.8", MORE));
        assertThat(verify(basic())).isInstanceOf(CertificateStatus.Good.class);
        after.put("an extension", DerOutput.join(extension("2.25.8", MORE), extension("2.25.8", MORE)));
        assertThat(verify(basic())).isEqualTo(malformed());
        after.put(
                "an extension",
                DerOutput.value(
                        Tag.SEQUENCE,
                        DerOutput.oid("2.25.8"),
                        new byte[] {Tag.BOOLEAN, 1, 0},
                        DerOutput.value(Tag.OCTET_STRING, MORE)));
        assertThat(verify(basic())).isEqualTo(malformed());
    }

    @ParameterizedTest
    @CsvSource({
        "2.16.840.1.101.3.4.2.4",
        "2.16.840.1.101.3.4.2.1",
        "2.16.840.1.101.3.4.2.2",
        "2.16.840.1.101.3.4.2.3",
        "2.16.840.1.101.3.4.2.8"
    })
    void whenTheSameCertificateIsRevokedUnderAnotherHashThenItIsNotGood(String hash) throws Exception {
        singles.add(single("1.3.14.3.2.26", GOOD));
        singles.add(single(hash, revoked(1)));
        assertThat(verify(basic())).isEqualTo(malformed());
        singles.set(0, single("1.3.14.3.2.26", revoked(4)));
        assertThat(verify(basic())).isEqualTo(malformed());
        singles.set(0, single("1.3.14.3.2.26", revoked(1)));
        assertThat(verify(basic())).isInstanceOf(CertificateStatus.Revoked.class);
        singles.set(0, single(hash, GOOD));
        singles.set(1, single("1.3.14.3.2.26", GOOD));
        assertThat(verify(basic())).isInstanceOf(CertificateStatus.Good.class);
    }

    @Test
    void whenOnlyAnotherHashIsAnsweredThenItIsNotWhatWasAsked() throws Exception {
        singles.add(single("2.16.840.1.101.3.4.2.1", GOOD));
        assertThat(verify(basic())).isEqualTo(new CertificateStatus.Unknown(UnknownReason.OTHER_CERTIFICATE, AT));
    }

    @Test
    void whenAnEcdsaSignatureIsInAnotherEncodingThenTheAnswerIsNotTaken() {
        authority =
                TestAuthority.of(JpkiProfile.sandbox(), AuthorityRole.SIGNATURE, KeyAlgorithm.ECDSA_P384_SHA_384, "01");
        request = request(authority);
        byte[] right = TestEcdsa.withLeadingZero(() -> {
            try {
                singles.clear();
                singles.add(single("1.3.14.3.2.26", GOOD));
                return basic();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(verify(right)).isInstanceOf(CertificateStatus.Good.class);
        for (byte[] other : TestEcdsa.otherEncodings(TestEcdsa.signatureOf(right))) {
            assertThat(verify(TestEcdsa.withSignature(right, s -> other)))
                    .isEqualTo(new CertificateStatus.Unknown(UnknownReason.SIGNATURE_MISMATCH, AT));
        }
    }
}
