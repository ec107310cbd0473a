package dev.musubi.jpki.revocation.crl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestCrls;
import dev.musubi.jpki.fixture.TestKeys;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.revocation.RevocationReason;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lists are taken, and every way one may be wrong. */
class CrlReaderTest {

    private static final JpkiProfile SANDBOX = JpkiProfile.sandbox();

    @TempDir
    private Path folder;

    private final TestAuthority authority = TestAuthority.signature();
    private final CrlReader reader = new CrlReader(SANDBOX);
    private final List<CrlEntry> entries = TestCrls.entries(new Random(7), 200, 8);

    private Crl accepted(byte[] der) {
        CrlReading reading = reader.read(der, TestCrls.expected(authority));
        assertThat(reading).isInstanceOf(CrlReading.Accepted.class);
        return ((CrlReading.Accepted) reading).crl();
    }

    private void assertRefused(byte[] der, CrlFault fault) {
        assertRefused(der, TestCrls.expected(authority), fault);
    }

    private void assertRefused(byte[] der, ExpectedCrl expected, CrlFault fault) {
        assertThat(reader.read(der, expected)).isEqualTo(new CrlReading.Refused(fault));
    }

    private ExpectedCrl expectedAt(Instant at) {
        return new ExpectedCrl(authority.authority(), authority.kiyose(), null, at, Duration.ofMinutes(1));
    }

    @Test
    void whenTheListIsRightThenAllItSaysIsRead() {
        Crl crl = accepted(TestCrls.write(authority, 12, entries));
        assertThat(crl.crlNumber()).isEqualTo(12);
        assertThat(crl.thisUpdate()).isEqualTo(TestCrls.THIS_UPDATE);
        assertThat(crl.nextUpdate()).isEqualTo(TestCrls.NEXT_UPDATE);
        assertThat(crl.size()).isEqualTo(200);
        entries.forEach(entry -> assertThat(crl.find(entry.serial())).contains(entry));
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void whenTheListIsEmptyThenItIsReadToo(KeyAlgorithm algorithm) {
        TestAuthority other = TestAuthority.of(SANDBOX, AuthorityRole.SIGNATURE, algorithm, "01");
        assertThat(reader.read(TestCrls.write(other, 1, List.of()), TestCrls.expected(other)))
                .isInstanceOfSatisfying(
                        CrlReading.Accepted.class,
                        accepted -> assertThat(accepted.crl().size()).isZero());
    }

    @Test
    void whenItComesFromAFileOrInSmallPiecesThenItIsReadTheSame() throws IOException {
        byte[] der = TestCrls.write(authority, 12, TestCrls.entries(new Random(8), 20_000, 12));
        Path file = Files.write(folder.resolve("list.crl"), der);
        ExpectedCrl expected = TestCrls.expected(authority);
        assertThat(reader.read(file, expected)).isInstanceOf(CrlReading.Accepted.class);
        InputStream trickle = new FilterInputStream(new ByteArrayInputStream(der)) {
            private final Random random = new Random(9);

            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                return super.read(to, from, Math.min(length, 1 + random.nextInt(3000)));
            }
        };
        assertThat(reader.read(trickle, expected))
                .isInstanceOfSatisfying(
                        CrlReading.Accepted.class,
                        accepted -> assertThat(accepted.crl().size()).isEqualTo(20_000));
    }

    @Test
    void whenItCannotBeReadThenThatIsSaid() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                throw new IOException("gone");
            }
        };
        assertThat(reader.read(broken, TestCrls.expected(authority)))
                .isEqualTo(new CrlReading.Refused(CrlFault.UNREADABLE));
        assertThat(reader.read(folder.resolve("absent"), TestCrls.expected(authority)))
                .isEqualTo(new CrlReading.Refused(CrlFault.UNREADABLE));
    }

    @Test
    void whenItIsCutOffOrLongerThenItIsRefused() {
        byte[] der = TestCrls.write(authority, 12, entries);
        for (int length = 0; length < der.length; length += 13) {
            assertRefused(Arrays.copyOf(der, length), CrlFault.MALFORMED);
        }
        assertRefused(Arrays.copyOf(der, der.length - 1), CrlFault.MALFORMED);
        assertRefused(Arrays.copyOf(der, der.length + 1), CrlFault.MALFORMED);
    }

    @Test
    void whenItIsLargerThanAllowedThenItIsRefusedBeforeItIsRead() {
        byte[] der = TestCrls.write(authority, 12, entries);
        assertThat(new CrlReader(SANDBOX, der.length - 1).read(der, TestCrls.expected(authority)))
                .isEqualTo(new CrlReading.Refused(CrlFault.TOO_LARGE));
        assertThat(new CrlReader(SANDBOX, der.length).read(der, TestCrls.expected(authority)))
                .isInstanceOf(CrlReading.Accepted.class);
        byte[] claims = {0x30, (byte) 0x84, 0x7f, 0, 0, 0};
        assertRefused(claims, CrlFault.TOO_LARGE);
    }

    @Test
    void whenBytesAreAlteredThenItIsNeverAccepted() {
        byte[] der = TestCrls.write(authority, 12, entries);
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] altered = der.clone();
            altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(reader.read(altered, TestCrls.expected(authority))).isInstanceOf(CrlReading.Refused.class);
        }
    }

    @Test
    void whenItIsSignedWithAnotherKeyThenItIsRefused() {
        assertRefused(
                TestCrls.write(
                        TestCrls.description(authority, 1),
                        TestKeys.rsa(2048, "other").getPrivate(),
                        entries),
                CrlFault.SIGNATURE_MISMATCH);
    }

    @Test
    void whenItIsAnotherGenerationsOrAnotherAuthoritysThenItIsRefused() {
        TestAuthority second = TestAuthority.of(AuthorityRole.SIGNATURE, "02");
        assertRefused(TestCrls.write(second, 1, entries), CrlFault.SIGNATURE_MISMATCH);
        assertRefused(TestCrls.write(TestAuthority.authentication(), 1, entries), CrlFault.WRONG_ISSUER);
        X509v2CRLBuilder otherKeyId = new X509v2CRLBuilder(authority.name(), Date.from(TestCrls.THIS_UPDATE));
        otherKeyId.setNextUpdate(Date.from(TestCrls.NEXT_UPDATE));
        byte[] der = with(
                otherKeyId,
                Extension.authorityKeyIdentifier.getId(),
                false,
                new org.bouncycastle.asn1.x509.AuthorityKeyIdentifier(
                        second.keyId().bytes()));
        assertRefused(der, CrlFault.WRONG_ISSUER);
    }

    @Test
    void whenTheAlgorithmIsAnotherThenItIsRefused() {
        TestAuthority ec = TestAuthority.of(SANDBOX, AuthorityRole.SIGNATURE, KeyAlgorithm.ECDSA_P384_SHA_384, "01");
        assertRefused(TestCrls.write(ec, 1, entries), CrlFault.ALGORITHM_NOT_ALLOWED);
        JpkiProfile production = JpkiProfile.production();
        assertThat(new CrlReader(production).read(TestCrls.write(ec, 1, entries), TestCrls.expected(ec)))
                .isEqualTo(new CrlReading.Refused(CrlFault.ALGORITHM_NOT_ALLOWED));
    }

    @Test
    void whenItIsAnotherMunicipalitysThenItIsRefused() {
        assertRefused(
                TestCrls.sign(TestCrls.bouncy(authority, 1, authority.partition("Tokyo-to", "Nerima-ku")), authority),
                CrlFault.WRONG_PARTITION);
        assertRefused(TestCrls.sign(withNumber(TestCrls.bareBouncy(authority)), authority), CrlFault.WRONG_PARTITION);
    }

    @Test
    void whenTheDistributionPointLimitsTheListThenItIsRefused() {
        DistributionPointName name = new DistributionPointName(new GeneralNames(
                new GeneralName(X500Name.getInstance(authority.kiyose().directoryName()))));
        assertThat(reader.read(
                        TestCrls.sign(
                                TestCrls.bouncy(
                                        authority,
                                        1,
                                        new IssuingDistributionPoint(name, true, false, null, false, false)),
                                authority),
                        TestCrls.expected(authority)))
                .isInstanceOf(CrlReading.Accepted.class);
        for (IssuingDistributionPoint limited : new IssuingDistributionPoint[] {
            new IssuingDistributionPoint(name, false, true, null, false, false),
            new IssuingDistributionPoint(name, false, false, null, true, false),
            new IssuingDistributionPoint(name, false, false, null, false, true),
            new IssuingDistributionPoint(
                    name, false, false, new org.bouncycastle.asn1.x509.ReasonFlags(0x40), false, false)
        }) {
            assertRefused(TestCrls.sign(TestCrls.bouncy(authority, 1, limited), authority), CrlFault.WRONG_PARTITION);
        }
        DistributionPointName uri = new DistributionPointName(
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, "http://example.jp/list.crl")));
        assertRefused(
                TestCrls.sign(
                        TestCrls.bouncy(authority, 1, new IssuingDistributionPoint(uri, false, false)), authority),
                CrlFault.WRONG_PARTITION);
    }

    @Test
    void whenTheNumberGoesBackThenItIsRefusedButTheSameIsNot() {
        byte[] der = TestCrls.write(authority, 12, entries);
        for (int last : new int[] {11, 12}) {
            assertThat(reader.read(der, expectedAfter(last))).isInstanceOf(CrlReading.Accepted.class);
        }
        assertRefused(der, expectedAfter(13), CrlFault.NUMBER_WENT_BACK);
    }

    private ExpectedCrl expectedAfter(long lastNumber) {
        return new ExpectedCrl(
                authority.authority(),
                authority.kiyose(),
                BigInteger.valueOf(lastNumber),
                TestCertificateBuilder.AT,
                Duration.ZERO);
    }

    @Test
    void whenThereIsNoNumberOrNoExtensionThenItIsRefused() {
        IssuingDistributionPoint point = new IssuingDistributionPoint(
                new DistributionPointName(new GeneralNames(
                        new GeneralName(X500Name.getInstance(authority.kiyose().directoryName())))),
                false,
                false);
        byte[] der = with(TestCrls.bareBouncy(authority), Extension.issuingDistributionPoint.getId(), true, point);
        assertRefused(der, CrlFault.NUMBER_MISSING);
        X509v2CRLBuilder bare = new X509v2CRLBuilder(authority.name(), Date.from(TestCrls.THIS_UPDATE));
        bare.setNextUpdate(Date.from(TestCrls.NEXT_UPDATE));
        assertThat(reader.read(TestCrls.sign(bare, authority), TestCrls.expected(authority)))
                .isInstanceOf(CrlReading.Refused.class);
        assertRefused(TestCrls.versionOne(authority), CrlFault.MALFORMED);
    }

    @Test
    void whenItIsFromTheFutureOrOutOfDateThenItIsRefused() {
        byte[] der = TestCrls.write(authority, 12, entries);
        assertThat(reader.read(der, expectedAt(TestCrls.THIS_UPDATE.minusSeconds(60))))
                .isInstanceOf(CrlReading.Accepted.class);
        assertRefused(der, expectedAt(TestCrls.THIS_UPDATE.minusSeconds(61)), CrlFault.NOT_YET_VALID);
        assertThat(reader.read(der, expectedAt(TestCrls.NEXT_UPDATE.plusSeconds(60))))
                .isInstanceOf(CrlReading.Accepted.class);
        assertRefused(der, expectedAt(TestCrls.NEXT_UPDATE.plusSeconds(61)), CrlFault.EXPIRED);
    }

    @Test
    void whenThereIsNoNextUpdateThenItIsRefused() {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(authority.name(), Date.from(TestCrls.THIS_UPDATE));
        TestCrls.add(builder, entries.get(0));
        assertRefused(TestCrls.sign(builder, authority), CrlFault.MALFORMED);
    }

    @Test
    void whenItIsADeltaThenItIsRefused() {
        assertRefused(
                with(
                        TestCrls.bouncy(authority, 2),
                        Extension.deltaCRLIndicator.getId(),
                        true,
                        new org.bouncycastle.asn1.x509.CRLNumber(BigInteger.ONE)),
                CrlFault.DELTA);
        X509v2CRLBuilder taken = TestCrls.bouncy(authority, 2);
        TestCrls.add(taken, 5, TestCrls.reason(8));
        assertRefused(TestCrls.sign(taken, authority), CrlFault.DELTA);
    }

    @Test
    void whenTheListHasAnUnknownCriticalExtensionThenItIsRefused() {
        assertRefused(
                with(TestCrls.bouncy(authority, 2), "2.25.99", true, DERNull.INSTANCE),
                CrlFault.UNKNOWN_CRITICAL_EXTENSION);
        assertThat(reader.read(
                        with(TestCrls.bouncy(authority, 2), "2.25.99", false, DERNull.INSTANCE),
                        TestCrls.expected(authority)))
                .isInstanceOf(CrlReading.Accepted.class);
    }

    @Test
    void whenAnEntryHasAnUnknownCriticalExtensionThenTheListIsRefused() throws IOException {
        Extension critical = new Extension(
                new org.bouncycastle.asn1.ASN1ObjectIdentifier("2.25.98"), true, DERNull.INSTANCE.getEncoded());
        X509v2CRLBuilder builder = TestCrls.bouncy(authority, 2);
        TestCrls.add(builder, 5, TestCrls.reason(1), critical);
        assertRefused(TestCrls.sign(builder, authority), CrlFault.UNKNOWN_CRITICAL_EXTENSION);
        Extension otherIssuer = new Extension(
                Extension.certificateIssuer, true, new GeneralNames(new GeneralName(authority.name())).getEncoded());
        X509v2CRLBuilder indirect = TestCrls.bouncy(authority, 2);
        TestCrls.add(indirect, 5, otherIssuer);
        assertRefused(TestCrls.sign(indirect, authority), CrlFault.UNKNOWN_CRITICAL_EXTENSION);
    }

    @Test
    void whenAnEntryHasOtherExtensionsThenItsReasonIsStillRead() throws IOException {
        Extension invalidity = new Extension(
                Extension.invalidityDate, false, new ASN1GeneralizedTime(Date.from(TestCrls.THIS_UPDATE)).getEncoded());
        X509v2CRLBuilder builder = TestCrls.bouncy(authority, 2);
        TestCrls.add(builder, 5, invalidity, TestCrls.reason(3));
        TestCrls.add(builder, 6, invalidity);
        Crl crl = accepted(TestCrls.sign(builder, authority));
        assertThat(crl.find(BigInteger.valueOf(5)).orElseThrow().reason())
                .isEqualTo(RevocationReason.AFFILIATION_CHANGED);
        assertThat(crl.find(BigInteger.valueOf(6)).orElseThrow().reason()).isEqualTo(RevocationReason.UNSPECIFIED);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 11, 100, 127})
    void whenAReasonDoesNotExistThenTheListIsRefused(int code) {
        X509v2CRLBuilder builder = TestCrls.bouncy(authority, 2);
        TestCrls.add(builder, 5, TestCrls.reason(code));
        assertRefused(TestCrls.sign(builder, authority), CrlFault.UNKNOWN_REASON);
    }

    @Test
    void whenOneSerialIsThereTwiceThenTheListIsRefused() {
        X509v2CRLBuilder builder = TestCrls.bouncy(authority, 2);
        TestCrls.add(builder, 5, TestCrls.reason(1));
        TestCrls.add(builder, 9, TestCrls.reason(1));
        TestCrls.add(builder, 5, TestCrls.reason(4));
        assertRefused(TestCrls.sign(builder, authority), CrlFault.REPEATED_SERIAL);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -128})
    void whenASerialIsNotPositiveThenTheListIsRefused(long serial) {
        X509v2CRLBuilder builder = TestCrls.bouncy(authority, 2);
        TestCrls.add(builder, serial, TestCrls.reason(1));
        assertRefused(TestCrls.sign(builder, authority), CrlFault.MALFORMED);
    }

    @Test
    void whenASerialHasTwentyOctetsThenItIsReadAndWithMoreTheListIsRefused() {
        BigInteger longest = BigInteger.ONE.shiftLeft(159).subtract(BigInteger.ONE);
        X509v2CRLBuilder fits = TestCrls.bouncy(authority, 2);
        fits.addCRLEntry(longest, Date.from(TestCrls.THIS_UPDATE), 1);
        fits.addCRLEntry(BigInteger.ONE, Date.from(TestCrls.THIS_UPDATE), 1);
        Crl crl = accepted(TestCrls.sign(fits, authority));
        assertThat(crl.find(longest)).isPresent();
        assertThat(crl.find(BigInteger.ONE)).isPresent();
        assertThat(crl.find(BigInteger.TWO)).isEmpty();
        X509v2CRLBuilder tooLong = TestCrls.bouncy(authority, 2);
        tooLong.addCRLEntry(longest.add(BigInteger.ONE), Date.from(TestCrls.THIS_UPDATE), 1);
        assertRefused(TestCrls.sign(tooLong, authority), CrlFault.MALFORMED);
    }

    @ParameterizedTest
    @EnumSource(CrlFault.class)
    void whenRefusedThenThereIsACodeAndASentence(CrlFault fault) {
        assertThat(fault.code()).isEqualTo("crl_" + fault.name().toLowerCase(Locale.ROOT));
        assertThat(fault.sentence()).endsWith(".");
    }

    private X509v2CRLBuilder withNumber(X509v2CRLBuilder builder) {
        try {
            return builder.addExtension(
                    Extension.cRLNumber, false, new org.bouncycastle.asn1.x509.CRLNumber(BigInteger.ONE));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] with(
            X509v2CRLBuilder builder, String oid, boolean critical, org.bouncycastle.asn1.ASN1Encodable value) {
        try {
            builder.addExtension(new org.bouncycastle.asn1.ASN1ObjectIdentifier(oid), critical, value);
            if (oid.equals(Extension.authorityKeyIdentifier.getId())) {
                withNumber(builder);
            }
            return TestCrls.sign(builder, authority);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
