package dev.musubi.jpki.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.musubi.jpki.attributes.AttributesReading;
import dev.musubi.jpki.attributes.FourAttributesCodec;
import dev.musubi.jpki.certificate.CertificateReader;
import dev.musubi.jpki.certificate.CertificateReading;
import dev.musubi.jpki.certificate.CrlPartition;
import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.DerShape;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;

/** DER, certificates, otherNames, directory names. */
class DerFuzzTest {

    private static final JpkiProfile SANDBOX = JpkiProfile.sandbox();
    private static final CertificateReader CERTIFICATES = new CertificateReader(SANDBOX);
    private static final FourAttributesCodec CODEC = new FourAttributesCodec(SANDBOX);

    @FuzzTest(maxDuration = "2m")
    void whenBytesAreStrictDerThenTheirValuesAreReadToTheEnd(byte[] bytes) throws DerException {
        try {
            DerShape.requireOneValue(bytes);
        } catch (DerException e) {
            return;
        }
        DerReader reader = new DerReader(bytes);
        assertThat(reader.element()).isEqualTo(bytes);
        reader.end();
    }

    @FuzzTest(maxDuration = "2m")
    void whenBytesAreReadAsACertificateThenTheyAreReadOrRefused(byte[] bytes) {
        if (CERTIFICATES.read(bytes) instanceof CertificateReading.Read read) {
            assertThat(read.certificate().der()).isEqualTo(bytes);
            assertThat(read.certificate().attributes().isPresent())
                    .isEqualTo(read.certificate().kind().isSignature());
        }
    }

    @FuzzTest(maxDuration = "2m")
    void whenBytesAreReadAsOtherNamesThenTheyAreReadOrRefused(byte[] bytes) {
        if (CODEC.decode(bytes) instanceof AttributesReading.Read read) {
            assertThat(CODEC.decode(CODEC.encode(read.attributes()))).isEqualTo(read);
        }
    }

    @FuzzTest(maxDuration = "2m")
    void whenBytesAreReadAsAPartitionThenItsPlacesAreSafeInAPath(byte[] bytes) {
        CrlPartition.read(SANDBOX, AuthorityRole.SIGNATURE, bytes).ifPresent(partition -> {
            assertThat(partition.municipality()).matches("[A-Za-z0-9][A-Za-z0-9 '.-]*");
            assertThat(partition.isNamedBy(bytes)).isTrue();
        });
    }
}
