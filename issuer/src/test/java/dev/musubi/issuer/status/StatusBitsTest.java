package dev.musubi.issuer.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusBitsTest {

    /** Token Status List section 4.1, its second example: twelve entries of two bits. */
    private static final List<Integer> EXAMPLE = List.of(1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3);

    @Test
    void whenTheStandardsExampleIsWrittenThenItsBytesComeOut() {
        StatusBits bits = StatusBits.fresh();
        for (int i = 0; i < EXAMPLE.size(); i++) {
            bits.set(i, StatusValue.of(EXAMPLE.get(i)));
        }
        assertThat(Arrays.copyOf(bits.bytes(), 4)).containsExactly(0xC9, 0x44, 0xF9, 0x00);
        for (int i = 0; i < EXAMPLE.size(); i++) {
            assertThat(bits.get(i).bits()).as("entry " + i).isEqualTo(EXAMPLE.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"b9a3 78dadbb918000217015d", "c944f9 78da3be9f2130003df0207"})
    void whenTheStandardsExamplesAreCompressedThenTheirBytesComeOut(String example) {
        String[] parts = example.split(" ", -1);
        assertThat(StatusBits.compress(HexFormat.of().parseHex(parts[0])))
                .isEqualTo(HexFormat.of().parseHex(parts[1]));
    }

    @Test
    void whenAnEntryIsSetThenNoOtherChanges() {
        long seed = new Random().nextLong();
        System.out.println("StatusBitsTest seed " + seed);
        Random random = new Random(seed);
        StatusBits bits = StatusBits.fresh();
        StatusValue[] model = new StatusValue[StatusBits.ENTRIES];
        Arrays.fill(model, StatusValue.VALID);
        for (int i = 0; i < 200_000; i++) {
            int index = random.nextInt(StatusBits.ENTRIES);
            model[index] = StatusValue.of(random.nextInt(4));
            bits.set(index, model[index]);
        }
        for (int i = 0; i < StatusBits.ENTRIES; i++) {
            assertThat(bits.get(i)).isEqualTo(model[i]);
        }
        assertThat(StatusBits.decompress(bits.compressed())).isEqualTo(bits);
        assertThat(StatusBits.decompress(bits.packed())).isEqualTo(bits);
    }

    @Test
    void whenACopyIsChangedThenTheOriginalIsNot() {
        StatusBits bits = StatusBits.fresh();
        StatusBits copy = bits.copy();
        copy.set(StatusBits.ENTRIES - 1, StatusValue.REISSUE_REQUIRED);
        assertThat(bits.get(StatusBits.ENTRIES - 1)).isEqualTo(StatusValue.VALID);
        assertThat(copy).isNotEqualTo(bits);
        copy.set(StatusBits.ENTRIES - 1, StatusValue.VALID);
        assertThat(copy).isEqualTo(bits).hasSameHashCodeAs(bits);
    }

    @Test
    void whenWhatIsReadIsNoListThenItIsRefused() {
        byte[] whole = StatusBits.fresh().compressed();
        byte[] longer = StatusBits.compress(new byte[262_145]);
        byte[] shorter = StatusBits.compress(new byte[262_143]);
        byte[] bomb = StatusBits.compress(new byte[50_000_000]);
        for (byte[] each :
                List.of(new byte[0], new byte[] {1, 2, 3}, Arrays.copyOf(whole, 20), longer, shorter, bomb)) {
            assertThatThrownBy(() -> StatusBits.decompress(each)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
