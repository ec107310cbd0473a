package dev.musubi.jpki.revocation.crl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.der.DerOutput;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCrls;
import dev.musubi.jpki.profile.JpkiProfile;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists put together octet by octet and rightly signed, with something where there is room for nothing. */
class CrlStrictnessTest {

    private static final byte[] MORE = {Tag.NULL, 0};
    private static final byte[] NOTHING = {};

    private final TestAuthority authority = TestAuthority.signature();
    private final CrlReader reader = new CrlReader(JpkiProfile.sandbox());
    private final Map<String, byte[]> after = new HashMap<>();
    private byte[] revoked = NOTHING;
    private byte[] onlyUserCertificates = {(byte) Tag.primitive(1), 1, (byte) 0xff};

    private byte[] after(String place) {
        return after.getOrDefault(place, NOTHING);
    }

    private static byte[] extension(String oid, byte[]... value) {
        return DerOutput.value(Tag.SEQUENCE, DerOutput.oid(oid), DerOutput.value(Tag.OCTET_STRING, value));
    }

    private static byte[] entry(byte[] extensions) {
        return DerOutput.value(
                Tag.SEQUENCE, new byte[] {Tag.INTEGER, 1, 7}, DerOutput.time(TestCrls.THIS_UPDATE), extensions);
    }

    private byte[] list() throws GeneralSecurityException {
        byte[] algorithm = DerOutput.value(
                Tag.SEQUENCE, DerOutput.oid(authority.algorithm().signatureOid()), MORE, after("algorithm"));
        byte[] point = DerOutput.value(
                Tag.constructed(0),
                DerOutput.value(
                        Tag.constructed(0),
                        DerOutput.value(
                                Tag.constructed(4), authority.kiyose().directoryName(), after("directory name")),
                        after("full name")),
                after("point name"));
        byte[] extensions = DerOutput.value(
                Tag.constructed(0),
                DerOutput.value(
                        Tag.SEQUENCE,
                        extension("2.5.29.20", new byte[] {Tag.INTEGER, 1, 9}, after("number")),
                        extension(
                                "2.5.29.35",
                                DerOutput.value(
                                        Tag.SEQUENCE,
                                        DerOutput.value(
                                                Tag.primitive(0),
                                                authority.keyId().bytes()),
                                        after("in key identifier")),
                                after("key identifier")),
                        extension(
                                "2.5.29.28",
                                DerOutput.value(Tag.SEQUENCE, point, onlyUserCertificates),
                                after("distribution point"))),
                after("extensions"));
        byte[] tbs = DerOutput.value(
                Tag.SEQUENCE,
                new byte[] {Tag.INTEGER, 1, 1},
                algorithm,
                authority.certificate().getSubjectX500Principal().getEncoded(),
                DerOutput.time(TestCrls.THIS_UPDATE),
                DerOutput.time(TestCrls.NEXT_UPDATE),
                revoked,
                extensions);
        Signature signature = Signature.getInstance(authority.algorithm().signatureAlgorithm());
        signature.initSign(authority.keys().getPrivate());
        signature.update(tbs);
        return DerOutput.value(
                Tag.SEQUENCE, tbs, algorithm, DerOutput.value(Tag.BIT_STRING, new byte[1], signature.sign()));
    }

    private CrlReading read() throws GeneralSecurityException {
        return reader.read(list(), TestCrls.expected(authority));
    }

    private static CrlReading malformed() {
        return new CrlReading.Refused(CrlFault.MALFORMED);
    }

    @Test
    void whenNothingIsAddedThenItIsAccepted() throws Exception {
        assertThat(read()).isInstanceOf(CrlReading.Accepted.class);
        onlyUserCertificates = NOTHING;
        assertThat(read()).isInstanceOf(CrlReading.Accepted.class);
        revoked = DerOutput.value(Tag.SEQUENCE, entry(NOTHING));
        assertThat(read()).isInstanceOf(CrlReading.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "algorithm",
                "directory name",
                "full name",
                "point name",
                "number",
                "in key identifier",
                "key identifier",
                "distribution point",
                "extensions"
            })
    void whenThereIsAValueAfterTheOneThenItIsRefused(String place) throws Exception {
        after.put(place, MORE);
        assertThat(read()).isEqualTo(malformed());
    }

    @Test
    void whenOnlyContainsUserCertsIsNoTrueThenItIsRefused() throws Exception {
        byte tag = (byte) Tag.primitive(1);
        for (byte[] wrong : new byte[][] {{tag, 1, 0}, {tag, 1, 1}, {tag, 0}, {tag, 2, (byte) 0xff, (byte) 0xff}}) {
            onlyUserCertificates = wrong;
            assertThat(read()).isEqualTo(malformed());
        }
    }

    @Test
    void whenThereIsAnEmptyListOfNothingRevokedThenItIsRefused() throws Exception {
        revoked = DerOutput.value(Tag.SEQUENCE);
        assertThat(read()).isEqualTo(malformed());
    }

    @Test
    void whenAnEntrysExtensionsAreEmptyOrWrittenOtherwiseThenTheListIsRefused() throws Exception {
        byte[] code = {Tag.ENUMERATED, 1, 1};
        byte[] written = DerOutput.value(
                Tag.SEQUENCE,
                DerOutput.oid("2.5.29.21"),
                new byte[] {Tag.BOOLEAN, 1, 0},
                DerOutput.value(Tag.OCTET_STRING, code));
        for (byte[] wrong : new byte[][] {
            DerOutput.value(Tag.SEQUENCE),
            DerOutput.value(Tag.SEQUENCE, written),
            DerOutput.value(Tag.SEQUENCE, extension("2.5.29.21", code, MORE)),
            DerOutput.value(Tag.SEQUENCE, extension("2.5.29.21", code), extension("2.5.29.21", code))
        }) {
            revoked = DerOutput.value(Tag.SEQUENCE, entry(wrong));
            assertThat(read()).isEqualTo(malformed());
        }
    }
}
