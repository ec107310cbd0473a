package dev.musubi.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Enrolments and their limits in short rounds by turns, in processor time of this thread. */
final class PairedRounds {

    private static final int OPERATIONS = 512;
    private static final long WARM_UP_CPU_SECONDS = 40;
    private static final int ROUNDS = 150;

    private interface Operation {
        Object run() throws Exception;
    }

    private final String provider;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    PairedRounds(String provider) {
        this.provider = provider;
    }

    /** The row of a provider, measured in a JVM started for it. */
    static String[] inAJvmOfItsOwn(String provider) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EnrolmentBenchmark.class.getName(),
                        provider)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the measuring JVM ended with an error");
        }
        return output.strip().split("\t", -1);
    }

    void print(PrintStream out) throws Exception {
        EnrolmentBenchmark benchmark = new EnrolmentBenchmark();
        benchmark.provider = provider;
        benchmark.setUp();
        long warmUpEnd = threads.getCurrentThreadCpuTime() + TimeUnit.SECONDS.toNanos(WARM_UP_CPU_SECONDS);
        while (threads.getCurrentThreadCpuTime() < warmUpEnd) {
            round(benchmark::enrolment);
            round(benchmark::bareVerifications);
            round(benchmark::bareVerificationsWithANewKey);
        }
        List<Double> all = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        List<Double> ofBare = new ArrayList<>();
        List<Double> ofBareWithKey = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            double enrolment = round(benchmark::enrolment);
            double limit = round(benchmark::bareVerifications);
            double limitWithKey = round(benchmark::bareVerificationsWithANewKey);
            all.add(enrolment);
            bare.add(limit);
            ofBare.add(100 * limit / enrolment);
            ofBareWithKey.add(100 * limitWithKey / enrolment);
        }
        out.println(String.join(
                "\t",
                provider,
                number("%,.0f", 1e6 / median(all)),
                number("%.1f", median(all)),
                number("%,.0f", 1e6 / median(bare)),
                number("%.1f", median(bare)),
                number("%.0f", median(ofBare)),
                number("%.0f", median(ofBareWithKey)),
                number("%.0f", ROUNDS)));
    }

    /** Microseconds of processor time an operation. */
    private double round(Operation operation) throws Exception {
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < OPERATIONS; i++) {
            if (operation.run() == null) {
                throw new IllegalStateException("no result");
            }
        }
        return (threads.getCurrentThreadCpuTime() - start) / 1e3 / OPERATIONS;
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
