package dev.musubi.jpki.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import java.io.IOException;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrlPartitionTest {

    private static final JpkiProfile SANDBOX = JpkiProfile.sandbox();
    private static final String HEAD = "C=JP,O=JPKI-SANDBOX,OU=JPKI for digital signature,OU=CRL Distribution Points,";

    private static byte[] der(String name) {
        try {
            return new X500Name(name).getEncoded("DER");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whenMadeAndReadThenItIsTheSame() {
        CrlPartition made = CrlPartition.of(SANDBOX, AuthorityRole.SIGNATURE, "Tokyo-to", "Kiyose-shi");
        CrlPartition read = CrlPartition.read(SANDBOX, AuthorityRole.SIGNATURE, made.directoryName())
                .orElseThrow();
        assertThat(read).isEqualTo(made).hasSameHashCodeAs(made).hasToString("CrlPartition[Tokyo-to/Kiyose-shi]");
        assertThat(read.prefecture()).isEqualTo("Tokyo-to");
        assertThat(read.municipality()).isEqualTo("Kiyose-shi");
        assertThat(X500Name.getInstance(made.directoryName())).hasToString(HEAD + "OU=Tokyo-to,CN=Kiyose-shi CRLDP");
    }

    @Test
    void whenTheNameHasOtherStringTypesThenItStillNamesThePartition() {
        CrlPartition partition = CrlPartition.of(SANDBOX, AuthorityRole.SIGNATURE, "Tokyo-to", "Kiyose-shi");
        byte[] printable = der(HEAD + "OU=Tokyo-to,CN=Kiyose-shi CRLDP");
        assertThat(partition.isNamedBy(partition.directoryName())).isTrue();
        assertThat(partition.isNamedBy(printable)).isTrue();
        assertThat(partition.isNamedBy(der(HEAD + "OU=Tokyo-to,CN=Higashimurayama-shi CRLDP")))
                .isFalse();
        assertThat(partition.isNamedBy(new byte[] {1, 2, 3})).isFalse();
    }

    @Test
    void whenAListIsAWholePrefecturesThenThePrefectureIsEmpty() {
        CrlPartition partition = CrlPartition.read(SANDBOX, AuthorityRole.SIGNATURE, der(HEAD + "CN=Tokyo-to CRLDP"))
                .orElseThrow();
        assertThat(partition.prefecture()).isEmpty();
        assertThat(partition.municipality()).isEqualTo("Tokyo-to");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C=JP,O=JPKI,OU=JPKI for digital signature,OU=CRL Distribution Points,OU=Tokyo-to,CN=Kiyose-shi CRLDP",
                "C=JP,O=JPKI-SANDBOX,OU=JPKI for user authentication,OU=CRL Distribution Points,OU=Tokyo-to,CN=K CRLDP",
                "C=JP,O=JPKI-SANDBOX,OU=JPKI for digital signature,OU=Others,OU=Tokyo-to,CN=Kiyose-shi CRLDP",
                "C=US,O=JPKI-SANDBOX,OU=JPKI for digital signature,OU=CRL Distribution Points,OU=Tokyo-to,CN=K CRLDP",
                "C=JP,O=JPKI-SANDBOX,OU=JPKI for digital signature,OU=CRL Distribution Points,OU=Tokyo-to,CN=Kiyose-shi",
                "C=JP,O=JPKI-SANDBOX,OU=JPKI for digital signature,OU=CRL Distribution Points,OU=../x,CN=K CRLDP",
                "C=JP,O=JPKI-SANDBOX,OU=JPKI for digital signature,OU=CRL Distribution Points,OU=a/b,CN=K CRLDP",
                "C=JP,O=JPKI-SANDBOX,OU=JPKI for digital signature,OU=CRL Distribution Points,OU=Tokyo-to,CN= CRLDP",
                "C=JP,O=JPKI-SANDBOX,OU=JPKI for digital signature,OU=CRL Distribution Points",
                "C=JP,O=JPKI-SANDBOX,OU=JPKI for digital signature,OU=CRL Distribution Points,CN=x,CN=K CRLDP",
                "C=JP"
            })
    void whenTheNameIsNotAPartitionsThenItIsNotRead(String name) {
        assertThat(CrlPartition.read(SANDBOX, AuthorityRole.SIGNATURE, der(name)))
                .isEmpty();
    }

    @Test
    void whenTheNameIsNoNameThenItIsNotRead() {
        assertThat(CrlPartition.read(SANDBOX, AuthorityRole.SIGNATURE, new byte[0]))
                .isEmpty();
        assertThat(CrlPartition.read(SANDBOX, AuthorityRole.SIGNATURE, new byte[] {0x30, 1, 5}))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "清瀬市", "../etc", "a/b", "-x"})
    void whenAPlaceIsNotInRomajiThenNoPartitionIsMade(String place) {
        assertThatThrownBy(() -> CrlPartition.of(SANDBOX, AuthorityRole.SIGNATURE, place, "Kiyose-shi"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CrlPartition.of(SANDBOX, AuthorityRole.SIGNATURE, "Tokyo-to", place))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
