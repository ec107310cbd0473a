package dev.musubi.jpki.revocation.crl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.jpki.fixture.TestCrls;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compact index against a plain sorted map. */
class CrlIndexTest {

    private static CrlIndex build(List<CrlEntry> entries, long expect) throws CrlFaultException {
        CrlIndexBuilder builder = new CrlIndexBuilder();
        builder.expect(expect);
        for (CrlEntry entry : entries) {
            byte[] serial = entry.serial().toByteArray();
            builder.add(
                    serial,
                    0,
                    serial.length,
                    entry.revokedAt().getEpochSecond(),
                    entry.reason().code());
        }
        return builder.build();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 9, 16, 20})
    void whenEntriesComeInAnyOrderThenTheIndexAnswersLikeAMap(int serialBytes) throws CrlFaultException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int count = serialBytes == 1 ? 50 : 4000;
        List<CrlEntry> entries = TestCrls.entries(random, count, serialBytes);
        TreeMap<BigInteger, CrlEntry> map = new TreeMap<>();
        entries.forEach(entry -> map.put(entry.serial(), entry));
        List<CrlEntry> shuffled = new ArrayList<>(entries);
        Collections.shuffle(shuffled, random);
        for (List<CrlEntry> order : List.of(entries, shuffled)) {
            for (long expect : new long[] {0, 10, count, 100_000}) {
                CrlIndex index = build(order, expect);
                assertThat(index.size()).isEqualTo(map.size());
                int at = 0;
                for (CrlEntry entry : map.values()) {
                    assertThat(index.entry(at++)).isEqualTo(entry);
                    assertThat(index.find(entry.serial())).contains(entry);
                }
                for (int i = 0; i < 500; i++) {
                    BigInteger serial = new BigInteger(1 + random.nextInt(serialBytes * 8), random).add(BigInteger.ONE);
                    assertThat(index.find(serial).orElse(null)).isEqualTo(map.get(serial));
                }
            }
        }
    }

    @Test
    void whenAWideSerialComesAfterManyNarrowOnesThenTheNarrowOnesAreStillFound() throws CrlFaultException {
        List<CrlEntry> entries = new ArrayList<>(TestCrls.entries(new Random(3), 2000, 7));
        CrlEntry wide =
                TestCrls.entry(BigInteger.ONE.shiftLeft(150), entries.get(0).reason(), 1);
        entries.add(wide);
        CrlIndex index = build(entries, 0);
        for (CrlEntry entry : entries) {
            assertThat(index.find(entry.serial())).contains(entry);
        }
    }

    @Test
    void whenASerialHasTheHighestBitOfAWordThenTheOrderIsUnsigned() throws CrlFaultException {
        BigInteger low = BigInteger.ONE;
        BigInteger high = BigInteger.ONE.shiftLeft(63).subtract(BigInteger.ONE);
        BigInteger higher = BigInteger.ONE.shiftLeft(63);
        BigInteger highest = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
        List<CrlEntry> entries = new ArrayList<>();
        for (BigInteger serial : List.of(highest, low, higher, high)) {
            entries.add(TestCrls.entries(new Random(1), 1, 1).stream()
                    .map(entry -> new CrlEntry(serial, entry.reason(), entry.revokedAt()))
                    .findFirst()
                    .orElseThrow());
        }
        CrlIndex index = build(entries, 4);
        assertThat(List.of(index.serial(0), index.serial(1), index.serial(2), index.serial(3)))
                .containsExactly(low, high, higher, highest);
    }

    @Test
    void whenASerialComesTwiceThenTheIndexIsNotBuilt() {
        List<CrlEntry> entries = new ArrayList<>(TestCrls.entries(new Random(5), 500, 12));
        entries.add(entries.get(250));
        assertThatThrownBy(() -> build(entries, 0))
                .isInstanceOfSatisfying(
                        CrlFaultException.class, e -> assertThat(e.fault()).isEqualTo(CrlFault.REPEATED_SERIAL));
        List<CrlEntry> adjacent = List.of(entries.get(0), entries.get(0));
        assertThatThrownBy(() -> build(adjacent, 2)).isInstanceOf(CrlFaultException.class);
    }

    @Test
    void whenThereIsNothingThenTheIndexIsEmpty() throws CrlFaultException {
        CrlIndex index = build(List.of(), 0);
        assertThat(index.size()).isZero();
        assertThat(index.find(BigInteger.ONE)).isEmpty();
    }
}
