package dev.musubi.mynaapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.mynaapp.fixture.TestKeys;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

class DocumentHashTest {

    private static final byte[] DOCUMENT = "abc".getBytes(StandardCharsets.US_ASCII);

    /** FIPS 180-4, the example of one block. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void whenADocumentIsHashedThenAsTheStandardSays() {
        DocumentHash hash = DocumentHash.ofDocument(DOCUMENT);
        assertThat(hash.hex()).isEqualTo(ABC);
        assertThat(hash).isEqualTo(DocumentHash.ofHex(ABC)).hasSameHashCodeAs(DocumentHash.ofHex(ABC));
        assertThat(hash).isNotEqualTo(DocumentHash.ofDocument(new byte[0])).isNotEqualTo(ABC);
        assertThat(hash.value()).hasSize(Dialect.BARE_HASH_LENGTH);
        assertThat(hash.toString()).doesNotContain("ba78");
    }

    @Test
    void whenACardSignsTheDigestInfoThenOrdinaryLibrariesVerifyIt() throws Exception {
        DocumentHash hash = DocumentHash.ofDocument(DOCUMENT);
        assertThat(hash.digestInfo()).hasSize(Dialect.DIGEST_INFO_LENGTH);
        assertThat(Base64.getEncoder().encodeToString(hash.digestInfo())).hasSize(68);
        assertThat(verifies(hash.digestInfo())).isTrue();
        assertThat(verifies(hash.value())).as("the trap").isFalse();
    }

    /** The card pads what it is given, verbatim. */
    private static boolean verifies(byte[] given) throws Exception {
        Cipher card = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        card.init(Cipher.ENCRYPT_MODE, TestKeys.CARD.toRSAPrivateKey());
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(TestKeys.CARD.toRSAPublicKey());
        verifier.update(DOCUMENT);
        return verifier.verify(card.doFinal(given));
    }

    @Test
    void whenAHashHasAnotherLengthThenItIsNone() {
        assertThatThrownBy(() -> DocumentHash.ofHex("00")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DocumentHash.ofHex("x".repeat(64))).isInstanceOf(IllegalArgumentException.class);
    }
}
