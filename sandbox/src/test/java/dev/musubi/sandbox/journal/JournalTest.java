package dev.musubi.sandbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 200;

    @TempDir
    Path folder;

    @Test
    void whenOpenedAgainThenEveryKindOfEntryComesBackAsItWas() {
        List<Entry> all = everyKind();
        try (Journal journal = begun(new ArrayList<>())) {
            all.forEach(journal::append);
        }
        List<Entry> replayed = new ArrayList<>();
        try (Journal journal = begun(replayed)) {
            assertThat(replayed).usingRecursiveComparison().isEqualTo(all);
            assertThat(journal).isNotNull();
        }
    }

    @Test
    void whenAppendedThenSubscribersAreToldInTheOrderOfTheFile() throws Exception {
        List<Entry> told = new ArrayList<>();
        try (Journal journal = begun(told);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int number = i;
                running.add(threads.submit(() -> journal.append(new Entry.Resized(number))));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        List<Entry> replayed = new ArrayList<>();
        begun(replayed).close();
        assertThat(told).hasSize(200).isEqualTo(replayed);
    }

    @Test
    void whenTheLastLineIsTornThenItIsCutOffAndTheRestStands() throws IOException {
        for (int cut = 1; cut < 30; cut++) {
            Files.deleteIfExists(file());
            write(new Entry.Resized(1), new Entry.Resized(2));
            byte[] whole = Files.readAllBytes(file());
            Files.write(file(), java.util.Arrays.copyOf(whole, whole.length - cut));

            List<Entry> replayed = new ArrayList<>();
            try (Journal journal = begun(replayed)) {
                assertThat(replayed).containsExactly(new Entry.Resized(1));
                journal.append(new Entry.Resized(3));
            }
            List<Entry> again = new ArrayList<>();
            begun(again).close();
            assertThat(again).containsExactly(new Entry.Resized(1), new Entry.Resized(3));
        }
    }

    @Test
    void whenTheLastLineHasAWrongChecksumThenItIsCutOff() throws IOException {
        write(new Entry.Resized(1), new Entry.Resized(2));
        byte[] whole = Files.readAllBytes(file());
        whole[whole.length - 3] ^= 1;
        Files.write(file(), whole);
        List<Entry> replayed = new ArrayList<>();
        begun(replayed).close();
        assertThat(replayed).containsExactly(new Entry.Resized(1));
    }

    @Test
    void whenALineInTheMiddleIsDamagedThenItIsRefused() throws IOException {
        write(new Entry.Resized(1), new Entry.Resized(2), new Entry.Resized(3));
        byte[] whole = Files.readAllBytes(file());
        whole[12] ^= 1;
        Files.write(file(), whole);
        try (Journal journal = Journal.open(file())) {
            assertThatThrownBy(journal::replay)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void whenThereAreZerosAfterTheEndThenTheyAreCutOff() throws IOException {
        write(new Entry.Resized(1));
        Files.write(file(), new byte[100], StandardOpenOption.APPEND);
        List<Entry> replayed = new ArrayList<>();
        begun(replayed).close();
        assertThat(replayed).containsExactly(new Entry.Resized(1));
        assertThat(Files.readAllBytes(file())).endsWith((byte) '\n');
    }

    @Test
    void whenAnotherSandboxHasTheFileThenItIsRefused() {
        try (Journal first = begun(new ArrayList<>())) {
            assertThatThrownBy(() -> Journal.open(file())).isInstanceOf(JournalException.class);
            assertThat(first).isNotNull();
        }
    }

    @Test
    void whenClosedThenNothingIsAcknowledgedAnyMore() {
        List<Entry> told = new ArrayList<>();
        Journal journal = begun(told);
        journal.close();
        assertThatThrownBy(() -> journal.append(new Entry.Resized(1))).isInstanceOf(JournalException.class);
        assertThat(told).isEmpty();
    }

    @Test
    void whenNotReplayedThenNothingCanBeAppended() {
        try (Journal journal = Journal.open(file())) {
            assertThatThrownBy(() -> journal.append(new Entry.Resized(1))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whenReplayedThenNobodyCanSubscribe() {
        try (Journal journal = begun(new ArrayList<>())) {
            assertThatThrownBy(() -> journal.subscribe(entry -> {})).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whenAProcessIsKilledThenEverythingItAcknowledgedIsThere() throws Exception {
        Process process = scribe();
        int acknowledged = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("\\d+")) {
                    acknowledged = Integer.parseInt(line);
                }
                if (acknowledged >= ACKNOWLEDGED_BEFORE_THE_KILL) {
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
        List<Entry> replayed = new ArrayList<>();
        begun(replayed).close();
        assertThat(acknowledged).isGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_THE_KILL);
        assertThat(replayed).hasSizeGreaterThanOrEqualTo(acknowledged);
        for (int i = 0; i < acknowledged; i++) {
            assertThat(replayed.get(i)).isEqualTo(new Entry.Resized(i + 1));
        }
    }

    @Test
    void whenAnotherProcessHasReplayedAndAppendsThenItIsRefused() throws Exception {
        write(new Entry.Resized(1));
        Process process = scribe();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.lines().filter(line -> line.matches("\\d+")).findFirst())
                    .as("it appends")
                    .hasValue("1");
            assertThatThrownBy(() -> Journal.open(file()))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("another sandbox");
        } finally {
            process.destroyForcibly().waitFor();
        }
        Journal.open(file()).close();
    }

    private Process scribe() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Scribe.class.getName(),
                        file().toString())
                .redirectErrorStream(true)
                .start();
    }

    /** Appends, and prints the number of each entry once it is acknowledged, until it is killed. */
    static final class Scribe {
        private Scribe() {}

        public static void main(String[] arguments) {
            Journal journal = Journal.open(Path.of(arguments[0]));
            journal.replay();
            for (int number = 1; ; number++) {
                journal.append(new Entry.Resized(number));
                System.out.println(number);
            }
        }
    }

    private static List<Entry> everyKind() {
        Instant at = Instant.parse("2026-11-22T03:00:00.123456789Z");
        Entry.PersonData person = new Entry.PersonData(
                "試験　太郎", "00000", "東京都清瀬市", "000000", "319800217", "1", "13221", "RESIDENT", "2036-02-17");
        return List.of(
                new Entry.Founded(at, -1, 50),
                new Entry.Resized(100),
                new Entry.AuthorityMade("SIGNATURE", 1, new byte[] {1, 2}, new byte[] {3}),
                new Entry.CertificateMade(5, new byte[] {4}, new byte[] {5, 6}),
                new Entry.Lived(
                        at,
                        7,
                        "RENEW",
                        person,
                        List.of(new Entry.RevocationData(28, "SUPERSEDED")),
                        List.of(new Entry.IssueData(1L << 29, "CARD_SIGNATURE", 2, at, at))),
                new Entry.PinCounted(7, "CARD_SIGNATURE", 4),
                new Entry.ClockSet(Duration.ofDays(1826)),
                new Entry.FaultsSet(List.of("ALL_DOWN")),
                new Entry.CrlPublished("00".repeat(20), "Tokyo-to", "Kiyose-shi", 3, at, at),
                new Entry.ConsentRegistered("c-1", 7, "sp", "service", List.of("NAME"), at, at, at, "ab"),
                new Entry.ConsentCancelled("c-1", at));
    }

    private Path file() {
        return folder.resolve("journal");
    }

    private void write(Entry... entries) {
        try (Journal journal = begun(new ArrayList<>())) {
            for (Entry each : entries) {
                journal.append(each);
            }
        }
    }

    private Journal begun(List<Entry> told) {
        Journal journal = Journal.open(file());
        journal.subscribe(told::add);
        journal.replay();
        return journal;
    }
}
