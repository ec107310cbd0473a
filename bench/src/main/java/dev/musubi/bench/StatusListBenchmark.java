package dev.musubi.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.musubi.issuer.status.StatusDatabaseMeasures;
import dev.musubi.issuer.status.StatusListMeasures;
import dev.musubi.issuer.status.StatusListMeasures.Size;
import dev.musubi.relyingparty.OfflineStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.LoggerFactory;

/**
 * Status lists of a whole country: 100 million entries, 1 % of them ended and 2 % with a re-issue required. How large they
 * are in each form, how long it takes to make all of them anew, what an hour's changes weigh, how fast places are dealt, and
 * how long a relying party takes to look one up in memory.
 */
public final class StatusListBenchmark {

    private static final long ENTRIES = 100_000_000;
    private static final double ENDED = 0.01;
    private static final double REISSUE_REQUIRED = 0.02;
    private static final int THREADS = 2;
    private static final int HOURS_CHANGES = 600;
    private static final int DEALT = 20_000_000;
    private static final int ASKED = 20_000_000;
    private static final int FILLED = 4;
    private static final int DEALT_IN_DATABASE = 2_000_000;

    private StatusListBenchmark() {}

    /** Runs all of it. */
    public static void main(String[] arguments) throws Exception {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        StatusListMeasures measures = new StatusListMeasures();
        int lists = StatusListMeasures.lists(ENTRIES);
        build(measures, Math.min(lists, 8));
        long begun = System.nanoTime();
        List<Size> sizes = build(measures, lists);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Table table = new Table(
                "Status lists for 100,000,000 entries, 1 % ended, 2 % re-issue required",
                StatusListBenchmark.class, "What", "Figure", "Unit");
        table.row("lists of 1,048,576 entries", Integer.toString(lists), "lists");
        table.row("least any coding could need", number(ENTRIES * entropy() / 8 / 1e6), "MB");
        table.row("entries, by ZLIB", megabytes(sizes, Size::zlib), "MB");
        table.row("as JWT", megabytes(sizes, Size::jwt), "MB");
        table.row("as JWT by gzip", megabytes(sizes, Size::jwtGzip), "MB");
        table.row("as CWT", megabytes(sizes, Size::cwt), "MB");
        table.row("made anew, on " + THREADS + " threads, without the database", number(seconds), "s");
        int[] one = measures.changes(HOURS_CHANGES, 1);
        table.row("600 changes in one list: the changes", Integer.toString(one[0]), "bytes");
        table.row("600 changes in one list: signed", Integer.toString(one[1]), "bytes");
        int changes = 0;
        int signed = 0;
        for (int list = 0; list < lists; list++) {
            int[] each = measures.changes(HOURS_CHANGES / lists + (list < HOURS_CHANGES % lists ? 1 : 0), list);
            changes += each[0];
            signed += each[1];
        }
        table.row("600 changes over all lists: the changes", Integer.toString(changes), "bytes");
        table.row("600 changes over all lists: signed, a token each", Integer.toString(signed), "bytes");
        measures.deal(DEALT / 4);
        begun = System.nanoTime();
        long sum = measures.deal(DEALT);
        table.row(
                "places dealt on one core, in memory",
                number(DEALT / ((System.nanoTime() - begun) / 1e9) / 1e6),
                sum > 0 ? "million/s" : "?");
        OfflineStatus offline = new OfflineStatus(lists);
        offline.ask(ASKED / 4);
        begun = System.nanoTime();
        int valid = offline.ask(ASKED);
        table.row(
                "a question to a list in memory, on one core",
                number((System.nanoTime() - begun) / (double) ASKED),
                valid > 0 ? "ns" : "?");
        offline.close();
        database(measures, lists, table);
        table.print(System.out);
    }

    /** The part of the database, with as many people as fit on a small disk; for the whole country it is so many times that. */
    private static void database(StatusListMeasures measures, int lists, Table table)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("musubi-lists");
        // PostgreSQL runs as another user where this process is root's.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (StatusDatabaseMeasures database = new StatusDatabaseMeasures(
                folder.resolve("postgresql"), Path.of("bench/target/postgresql-binaries"), measures)) {
            database.fill(FILLED, ENDED, REISSUE_REQUIRED);
            database.makeAnew(THREADS);
            long begun = System.nanoTime();
            int made = database.makeAnew(THREADS);
            double seconds = (System.nanoTime() - begun) / 1e9;
            table.row(
                    made + " full lists made anew from the database, on " + THREADS + " threads", number(seconds), "s");
            table.row("the same for all " + lists + " lists, reckoned", number(seconds / made * lists), "s");
            database.signAnew();
            begun = System.nanoTime();
            made = database.signAnew();
            seconds = (System.nanoTime() - begun) / 1e9;
            table.row(
                    made + " full lists signed anew from the state that is kept, one after the other",
                    number(seconds),
                    "s");
            table.row("the same for all " + lists + " lists, reckoned", number(seconds / made * lists), "s");
            database.deal(DEALT_IN_DATABASE / 4);
            begun = System.nanoTime();
            long sum = database.deal(DEALT_IN_DATABASE);
            table.row(
                    "places dealt on one core, by the database's numbers",
                    number(DEALT_IN_DATABASE / ((System.nanoTime() - begun) / 1e9) / 1e6),
                    sum > 0 ? "million/s" : "?");
        }
    }

    private static List<Size> build(StatusListMeasures measures, int count)
            throws InterruptedException, ExecutionException {
        List<Future<Size>> going = new ArrayList<>();
        List<Size> sizes = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            for (int list = 0; list < count; list++) {
                long number = list;
                going.add(pool.submit(() -> measures.build(number, ENDED, REISSUE_REQUIRED)));
            }
            for (Future<Size> each : going) {
                sizes.add(each.get());
            }
        }
        return sizes;
    }

    /** Bits an entry, by Shannon. */
    private static double entropy() {
        double rest = 1 - ENDED - REISSUE_REQUIRED;
        double nats = -ENDED * Math.log(ENDED) - REISSUE_REQUIRED * Math.log(REISSUE_REQUIRED) - rest * Math.log(rest);
        return nats / Math.log(2);
    }

    private static String megabytes(List<Size> sizes, java.util.function.ToIntFunction<Size> form) {
        return number(sizes.stream().mapToInt(form).asLongStream().sum() / 1e6);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
