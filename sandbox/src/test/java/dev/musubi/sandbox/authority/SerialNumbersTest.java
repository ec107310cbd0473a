package dev.musubi.sandbox.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SerialNumbersTest {

    private static final int TRIES = 20_000;

    @Test
    void whenMadeFromAPlaceThenThePlaceCanBeHadBack() {
        long seed = System.nanoTime();
        System.out.println("SerialNumbersTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        SerialNumbers serials = new SerialNumbers(random.nextLong());
        for (int i = 0; i < TRIES; i++) {
            long sequence = random.nextLong(1L << 30);
            assertThat(serials.sequenceOf(serials.serialOf(sequence))).hasValue(sequence);
        }
    }

    @Test
    void whenMadeThenTheyAreDifferentAndPositiveAndNotLongerThanTwentyOctets() {
        SerialNumbers serials = new SerialNumbers(1);
        Set<BigInteger> all = new HashSet<>();
        int isShort = 0;
        int longest = 0;
        for (long sequence = 0; sequence < TRIES; sequence++) {
            BigInteger serial = serials.serialOf(sequence);
            int octets = serial.toByteArray().length;
            assertThat(serial.signum()).isPositive();
            assertThat(octets).isBetween(3, 20);
            isShort += octets <= 4 ? 1 : 0;
            longest = Math.max(longest, octets);
            all.add(serial);
        }
        assertThat(all).hasSize(TRIES);
        assertThat(isShort).isBetween(TRIES * 85 / 100, TRIES * 95 / 100);
        assertThat(longest).isEqualTo(20);
    }

    @Test
    void whenNobodyMadeItThenItHasNoPlace() {
        SerialNumbers serials = new SerialNumbers(1);
        BigInteger real = serials.serialOf(7);
        assertThat(serials.sequenceOf(real.setBit(100))).isEmpty();
        assertThat(serials.sequenceOf(BigInteger.ZERO)).isEmpty();
        assertThat(serials.sequenceOf(BigInteger.ONE)).isEmpty();
        assertThat(serials.sequenceOf(real.negate())).isEmpty();
        assertThat(serials.sequenceOf(BigInteger.ONE.shiftLeft(200))).isEmpty();
    }

    @Test
    void whenTheSeedIsAnotherThenTheNumbersAreOthers() {
        assertThat(new SerialNumbers(1).serialOf(7)).isNotEqualTo(new SerialNumbers(2).serialOf(7));
    }

    @Test
    void whenThereAreNoPlacesLeftThenItSaysSo() {
        assertThatThrownBy(() -> new SerialNumbers(1).serialOf(1L << 30)).isInstanceOf(IllegalArgumentException.class);
    }
}
