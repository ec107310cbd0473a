package dev.musubi.issuer.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class AesGcmTest {

    private static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");
    private static final byte[] BOUND = "here".getBytes(StandardCharsets.UTF_8);

    @Test
    void whenSealedThenItOpensToTheSame() {
        byte[] clear = "東京都清瀬市".getBytes(StandardCharsets.UTF_8);
        assertThat(AesGcm.open(KEY, AesGcm.seal(KEY, clear, BOUND), BOUND)).isEqualTo(clear);
    }

    @Test
    void whenSealedTwiceThenTheBytesDiffer() {
        byte[] clear = new byte[64];
        assertThat(AesGcm.seal(KEY, clear, BOUND)).isNotEqualTo(AesGcm.seal(KEY, clear, BOUND));
    }

    @Test
    void whenAnyBitFlipsThenItDoesNotOpen() {
        byte[] sealed = AesGcm.seal(KEY, "something".getBytes(StandardCharsets.UTF_8), BOUND);
        Random random = new Random(20261122);
        for (int i = 0; i < 200; i++) {
            byte[] altered = sealed.clone();
            altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> AesGcm.open(KEY, altered, BOUND)).isInstanceOf(VaultException.class);
        }
    }

    @Test
    void whenBoundElsewhereOrCutShortThenItDoesNotOpen() {
        byte[] sealed = AesGcm.seal(KEY, new byte[8], BOUND);
        assertThatThrownBy(() -> AesGcm.open(KEY, sealed, "there".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(VaultException.class);
        assertThatThrownBy(() -> AesGcm.open(KEY, new byte[5], BOUND)).isInstanceOf(VaultException.class);
    }
}
