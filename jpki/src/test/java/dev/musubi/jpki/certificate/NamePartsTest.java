package dev.musubi.jpki.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerOutput;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.fixture.TestAuthority;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;

class NamePartsTest {

    /** The name all generations of the signature authority of J-LIS have. */
    private static final String J_LIS =
            "308180310b3009060355040613024a50310d300b060355040a0c044a504b4931233021060355040b"
                    + "0c1a4a504b4920666f72206469676974616c207369676e617475726531"
                    + "3d303b060355040b0c344a6170616e20416765"
                    + "6e637920666f72204c6f63616c20417574686f7269747920496e666f726d6174696f6e2053797374656d73";

    private static byte[] jLis() {
        byte[] body = HexFormat.of().parseHex(J_LIS.substring(6));
        return DerOutput.value(Tag.SEQUENCE, body);
    }

    @Test
    void whenTheNameIsThatOfJLisThenItsPartsAreReadInOrder() throws DerException {
        NameParts name = NameParts.read(jLis());
        assertThat(name.parts()).hasSize(4);
        assertThat(name.has(0, NameParts.COUNTRY, "JP")).isTrue();
        assertThat(name.has(1, NameParts.ORGANIZATION, "JPKI")).isTrue();
        assertThat(name.has(2, NameParts.UNIT, "JPKI for digital signature")).isTrue();
        assertThat(name.has(3, NameParts.UNIT, "Japan Agency for Local Authority Information Systems"))
                .isTrue();
        assertThat(name.has(4, NameParts.UNIT, "")).isFalse();
        assertThat(name.has(1, NameParts.UNIT, "JPKI")).isFalse();
    }

    @Test
    void whenAnAuthorityOfTheSandboxIsReadThenOnlyItsOrganisationDiffers() throws Exception {
        NameParts sandbox = NameParts.read(TestAuthority.signature().name().getEncoded("DER"));
        NameParts real = NameParts.read(jLis());
        assertThat(sandbox.has(1, NameParts.ORGANIZATION, "JPKI-SANDBOX")).isTrue();
        for (int i : new int[] {0, 2, 3}) {
            assertThat(sandbox.parts().get(i)).isEqualTo(real.parts().get(i));
        }
    }

    @Test
    void whenARelativeNameHasTwoAttributesThenItIsRefused() throws Exception {
        X500NameBuilder builder = new X500NameBuilder();
        builder.addMultiValuedRDN(
                new org.bouncycastle.asn1.ASN1ObjectIdentifier[] {BCStyle.C, BCStyle.O}, new String[] {"JP", "X"});
        byte[] der = builder.build().getEncoded("DER");
        assertThatThrownBy(() -> NameParts.read(der)).isInstanceOf(DerException.class);
    }

    @Test
    void whenAStringIsOfAnotherTypeThenItIsRefused() throws Exception {
        byte[] der = new X500NameBuilder()
                .addRDN(BCStyle.O, new org.bouncycastle.asn1.DERBMPString("JPKI"))
                .build()
                .getEncoded("DER");
        assertThatThrownBy(() -> NameParts.read(der)).isInstanceOf(DerException.class);
    }

    @Test
    void whenTheNameIsCutOffOrLongerThenItIsRefused() {
        byte[] der = jLis();
        for (int length = 0; length < der.length; length++) {
            byte[] cut = Arrays.copyOf(der, length);
            assertThatThrownBy(() -> NameParts.read(cut)).isInstanceOf(DerException.class);
        }
        assertThatThrownBy(() -> NameParts.read(Arrays.copyOf(der, der.length + 1)))
                .isInstanceOf(DerException.class);
    }

    @Test
    void whenTheNameIsEmptyThenItHasNoParts() throws Exception {
        NameParts name = NameParts.read(new X500Name(new org.bouncycastle.asn1.x500.RDN[0]).getEncoded("DER"));
        assertThat(name.parts()).isEmpty();
        assertThat(name.has(0, NameParts.COUNTRY, "JP")).isFalse();
    }

    @Test
    void whenPrintedThenNothingIsGivenAway() throws DerException {
        assertThat(NameParts.read(jLis()).toString()).doesNotContain("JPKI for");
    }
}
