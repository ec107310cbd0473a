package dev.musubi.issuer.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermutationTest {

    @ParameterizedTest
    @CsvSource({"1,0", "2,0", "3,7", "4,293200775168"})
    void whenEveryPlaceIsDealtThenEveryIndexIsTakenOnceAndLeadsBack(long seed, long list) {
        Permutation permutation = new Permutation(TestKeys.key(seed), list);
        BitSet taken = new BitSet(StatusBits.ENTRIES);
        for (int place = 0; place < StatusBits.ENTRIES; place++) {
            int index = permutation.index(place);
            assertThat(index >= 0 && index < StatusBits.ENTRIES && !taken.get(index))
                    .as("place " + place)
                    .isTrue();
            taken.set(index);
            assertThat(permutation.place(index)).isEqualTo(place);
        }
        assertThat(taken.cardinality()).isEqualTo(StatusBits.ENTRIES);
    }

    @Test
    void whenPlacesFollowEachOtherThenTheirIndicesDoNotGoTogether() {
        Permutation permutation = new Permutation(TestKeys.key(11), 3);
        int count = StatusBits.ENTRIES - 1;
        double half = (StatusBits.ENTRIES - 1) / 2.0;
        double together = 0;
        double spread = 0;
        for (int place = 0; place < count; place++) {
            double one = permutation.index(place) - half;
            together += one * (permutation.index(place + 1) - half);
            spread += one * one;
        }
        // The error of a correlation of a million pairs is a thousandth; five of them.
        assertThat(together / spread).isCloseTo(0, within(0.005));
    }

    @Test
    void whenADayIsDealtThenItsIndicesLieEverywhereAlike() {
        Permutation permutation = new Permutation(TestKeys.key(12), 0);
        int cells = 256;
        int dealt = 51_200;
        double[] found = new double[cells];
        for (int place = Decoys.PLACES; place < Decoys.PLACES + dealt; place++) {
            found[permutation.index(place) / (StatusBits.ENTRIES / cells)]++;
        }
        assertThat(chiSquare(found, dealt / (double) cells)).isBetween(150.0, 385.0);
    }

    @Test
    void whenTwoPlacesFollowEachOtherThenTheDistanceSaysNothing() {
        Permutation permutation = new Permutation(TestKeys.key(13), 1);
        int cells = 256;
        double[] found = new double[cells];
        int pairs = StatusBits.ENTRIES / 2;
        for (int i = 0; i < pairs; i++) {
            int distance = (permutation.index(2 * i + 1) - permutation.index(2 * i)) & (StatusBits.ENTRIES - 1);
            found[distance / (StatusBits.ENTRIES / cells)]++;
        }
        assertThat(chiSquare(found, pairs / (double) cells)).isBetween(150.0, 385.0);
    }

    @Test
    void whenKeysOrListsDifferThenSoDoThePlaces() {
        Permutation one = new Permutation(TestKeys.key(1), 5);
        Permutation otherKey = new Permutation(TestKeys.key(2), 5);
        Permutation otherList = new Permutation(TestKeys.key(1), 6);
        int sameByKey = 0;
        int sameByList = 0;
        for (int place = 0; place < StatusBits.ENTRIES; place++) {
            sameByKey += one.index(place) == otherKey.index(place) ? 1 : 0;
            sameByList += one.index(place) == otherList.index(place) ? 1 : 0;
        }
        // One is expected by chance.
        assertThat(sameByKey).isLessThan(12);
        assertThat(sameByList).isLessThan(12);
    }

    private static double chiSquare(double[] found, double expected) {
        double sum = 0;
        for (double each : found) {
            sum += (each - expected) * (each - expected) / expected;
        }
        return sum;
    }
}
