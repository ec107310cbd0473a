package dev.musubi.jpki.revocation.crl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCrls;
import dev.musubi.jpki.fixture.TestKeys;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.RevocationReason;
import dev.musubi.jpki.revocation.StatusEvidence;
import dev.musubi.jpki.revocation.UnknownReason;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index of a list, the differences of two, and the writer. */
class CrlTest {

    private final TestAuthority authority = TestAuthority.signature();

    private Crl crl(long number, List<CrlEntry> entries) {
        CrlReading reading = new CrlReader(JpkiProfile.sandbox())
                .read(TestCrls.write(authority, number, entries), TestCrls.expected(authority));
        return ((CrlReading.Accepted) reading).crl();
    }

    private static Random random() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        return new Random(seed);
    }

    private static CrlEntry entry(long serial, RevocationReason reason) {
        return TestCrls.entry(BigInteger.valueOf(serial), reason, 60);
    }

    @Test
    void whenASerialIsOnTheListThenItIsRevoked() {
        Crl crl = crl(1, List.of(entry(5, RevocationReason.SUPERSEDED)));
        Instant at = TestCrls.THIS_UPDATE.plusSeconds(3600);
        StatusEvidence evidence =
                new StatusEvidence(StatusEvidence.Method.CRL, TestCrls.THIS_UPDATE, TestCrls.NEXT_UPDATE, at);
        assertThat(crl.statusOf(BigInteger.valueOf(5), at))
                .isEqualTo(new CertificateStatus.Revoked(
                        RevocationReason.SUPERSEDED, TestCrls.THIS_UPDATE.minusSeconds(60), evidence));
        assertThat(crl.statusOf(BigInteger.valueOf(6), at)).isEqualTo(new CertificateStatus.Good(evidence));
    }

    @Test
    void whenTheListIsOutOfDateThenNotBeingOnItSaysNothing() {
        Crl crl = crl(1, List.of(entry(5, RevocationReason.CERTIFICATE_HOLD)));
        Instant late = TestCrls.NEXT_UPDATE.plusSeconds(1);
        assertThat(crl.statusOf(BigInteger.valueOf(6), late))
                .isEqualTo(new CertificateStatus.Unknown(UnknownReason.STALE, late));
        assertThat(crl.statusOf(BigInteger.valueOf(5), late)).isInstanceOf(CertificateStatus.Revoked.class);
    }

    @Test
    void whenASerialCannotBeOneThenItIsNotFound() {
        Crl crl = crl(1, List.of(entry(5, RevocationReason.SUPERSEDED)));
        assertThat(crl.find(BigInteger.ZERO)).isEmpty();
        assertThat(crl.find(BigInteger.valueOf(-5))).isEmpty();
        assertThat(crl.find(BigInteger.ONE.shiftLeft(64).add(BigInteger.valueOf(5))))
                .isEmpty();
        assertThat(crl.find(BigInteger.ONE.shiftLeft(200))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8, 20})
    void whenTwoListsAreComparedThenTheNewRevocationsAreThoseOfTheSets(int serialBytes) {
        Random random = random();
        List<CrlEntry> all = TestCrls.entries(random, 3000, serialBytes);
        List<CrlEntry> before = new ArrayList<>();
        List<CrlEntry> after = new ArrayList<>();
        List<CrlEntry> expected = new ArrayList<>();
        for (CrlEntry entry : all) {
            switch (random.nextInt(4)) {
                case 0 -> before.add(entry); // expired meanwhile and left out
                case 1 -> {
                    after.add(entry);
                    expected.add(entry);
                }
                case 2 -> {
                    CrlEntry held = new CrlEntry(
                            entry.serial(), entry.reason(), entry.revokedAt().plusSeconds(5));
                    before.add(held);
                    after.add(entry);
                    expected.add(entry);
                }
                default -> {
                    before.add(entry);
                    after.add(entry);
                }
            }
        }
        List<CrlEntry> found = new ArrayList<>();
        crl(2, after).newlyRevokedSince(crl(1, before), found::add);
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void whenOneListHasShortSerialsAndTheOtherLongThenTheyAreStillCompared() {
        CrlEntry shared = entry(5, RevocationReason.SUPERSEDED);
        CrlEntry longer = TestCrls.entry(BigInteger.ONE.shiftLeft(100), RevocationReason.SUPERSEDED, 1);
        List<CrlEntry> found = new ArrayList<>();
        crl(2, List.of(shared, longer)).newlyRevokedSince(crl(1, List.of(shared)), found::add);
        assertThat(found).containsExactly(longer);
        found.clear();
        crl(3, List.of(shared)).newlyRevokedSince(crl(2, List.of(shared, longer)), found::add);
        assertThat(found).isEmpty();
    }

    @Test
    void whenThereIsNoEarlierListThenAllAreNew() {
        List<CrlEntry> entries = TestCrls.entries(random(), 100, 8);
        List<CrlEntry> found = new ArrayList<>();
        crl(1, entries).newlyRevokedSince(null, found::add);
        assertThat(found).isEqualTo(entries);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 20})
    void whenNumbersAreOrderedThenTheOrderIsTheirs(int width) {
        Random random = random();
        for (int round = 0; round < 50; round++) {
            int count = 1 + random.nextInt(300);
            int shared = random.nextInt(width + 1);
            byte[] numbers = new byte[count * width];
            random.nextBytes(numbers);
            for (int i = 0; i < count; i++) {
                for (int b = 0; b < shared; b++) {
                    numbers[i * width + b] = 0x5a; // a long common beginning, as serials of one authority have
                }
            }
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                expected.add(i);
            }
            expected.sort(Comparator.comparing(i -> new BigInteger(1, numbers, i * width, width)));
            int[] order = CrlIndexOrder.of(numbers, width, count);
            for (int i = 0; i < count; i++) {
                assertThat(new BigInteger(1, numbers, order[i] * width, width))
                        .isEqualTo(new BigInteger(1, numbers, expected.get(i) * width, width));
            }
            assertThat(order).doesNotHaveDuplicates();
        }
    }

    @Test
    void whenEntriesAreNotAscendingOrNotSerialsThenTheyAreNotWritten() {
        for (List<CrlEntry> wrong : List.of(
                List.of(entry(5, RevocationReason.SUPERSEDED), entry(4, RevocationReason.SUPERSEDED)),
                List.of(entry(5, RevocationReason.SUPERSEDED), entry(5, RevocationReason.SUPERSEDED)),
                List.of(entry(0, RevocationReason.SUPERSEDED)),
                List.of(entry(-1, RevocationReason.SUPERSEDED)),
                List.of(TestCrls.entry(BigInteger.ONE.shiftLeft(159), RevocationReason.SUPERSEDED, 1)))) {
            assertThatThrownBy(() -> TestCrls.write(authority, 1, wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whenEntriesChangeBetweenTheWalksThenThatIsNoticed() {
        Iterable<CrlEntry> fickle = new Iterable<>() {
            private int walks;

            @Override
            public Iterator<CrlEntry> iterator() {
                walks++;
                return walks == 1
                        ? List.of(entry(5, RevocationReason.SUPERSEDED)).iterator()
                        : List.of(entry(5, RevocationReason.UNSPECIFIED)).iterator();
            }
        };
        assertThatThrownBy(() -> TestCrls.write(authority, 1, fickle)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenTheKeyIsNotTheAuthoritysThenNothingUsableIsWritten() {
        assertThatThrownBy(() -> new CrlWriter(TestKeys.rsa(1024, "weak").getPrivate())
                        .write(TestCrls.description(authority, 1), List.of(), OutputStream.nullOutputStream()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CrlWriter(TestKeys.of(KeyAlgorithm.ECDSA_P384_SHA_384, "x")
                                .getPrivate())
                        .write(TestCrls.description(authority, 1), List.of(), OutputStream.nullOutputStream()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenATimeLiesAfter2049ThenItIsWrittenAndRead() {
        CrlEntry late =
                new CrlEntry(BigInteger.TEN, RevocationReason.KEY_COMPROMISE, Instant.parse("2061-01-02T03:04:05Z"));
        assertThat(crl(1, List.of(late)).find(BigInteger.TEN)).contains(late);
    }

    @Test
    void whenManyEntriesAreWrittenWithEitherAlgorithmThenTheyAreReadAgain() {
        List<CrlEntry> entries = TestCrls.entries(random(), 30_000, 16);
        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            TestAuthority other = TestAuthority.of(JpkiProfile.sandbox(), AuthorityRole.SIGNATURE, algorithm, "01");
            CrlReading reading = new CrlReader(JpkiProfile.sandbox())
                    .read(TestCrls.write(other, 1, entries), TestCrls.expected(other));
            assertThat(reading)
                    .isInstanceOfSatisfying(
                            CrlReading.Accepted.class,
                            accepted -> assertThat(accepted.crl().size()).isEqualTo(30_000));
        }
    }

    @Test
    void whenPrintedThenNoSerialIsGivenAway() {
        Crl crl = crl(1, List.of(entry(987654321, RevocationReason.SUPERSEDED)));
        assertThat(crl.toString()).contains("1 entries").doesNotContain("987654321");
        assertThat(entry(987654321, RevocationReason.SUPERSEDED).toString()).doesNotContain("987654321");
    }

    @Test
    void whenAReasonHasACodeThenItIsFoundByIt() {
        for (RevocationReason reason : RevocationReason.values()) {
            assertThat(RevocationReason.ofCode(reason.code())).contains(reason);
        }
        for (int code : new int[] {-1, 7, 8, 11}) {
            assertThat(RevocationReason.ofCode(code)).isEmpty();
        }
    }
}
