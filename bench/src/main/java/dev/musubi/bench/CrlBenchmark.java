package dev.musubi.bench;

import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCrls;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.revocation.RevocationReason;
import dev.musubi.jpki.revocation.crl.Crl;
import dev.musubi.jpki.revocation.crl.CrlEntry;
import dev.musubi.jpki.revocation.crl.CrlReader;
import dev.musubi.jpki.revocation.crl.CrlReading;
import dev.musubi.jpki.revocation.crl.CrlWriter;
import dev.musubi.jpki.revocation.crl.ExpectedCrl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * A revocation list of 1,000,000 entries: read, verified and made searchable by us, the JDK and Bouncy Castle, and
 * written by us and Bouncy Castle.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4)
@Measurement(iterations = 5)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx6g"})
@SuppressWarnings("NullAway.Init") // JMH fills the fields in @Setup
public class CrlBenchmark {

    private static final int ENTRIES = 1_000_000;

    /** The longest serial in bytes, and whether the list is sorted. */
    @Param({"4 sorted", "20 shuffled"})
    public String list;

    private TestAuthority authority;
    private List<CrlEntry> entries;
    private byte[] der;
    private ExpectedCrl expected;
    private CrlReader reader;

    /** Makes the list. */
    @Setup
    public void setUp() {
        Random random = new Random(20261122);
        authority = TestAuthority.signature();
        int serialBits = list.startsWith("4") ? 31 : 158;
        TreeMap<BigInteger, CrlEntry> all = new TreeMap<>();
        while (all.size() < ENTRIES) {
            BigInteger serial = new BigInteger(serialBits, random).add(BigInteger.ONE);
            RevocationReason reason =
                    RevocationReason.ofCode(1 + random.nextInt(6)).orElseThrow();
            all.put(serial, TestCrls.entry(serial, reason, random.nextInt(150_000_000)));
        }
        entries = new ArrayList<>(all.values());
        if (list.endsWith("shuffled")) {
            List<CrlEntry> shuffled = new ArrayList<>(entries);
            Collections.shuffle(shuffled, random);
            der = bouncyCastleWrites(shuffled);
        } else {
            der = TestCrls.write(authority, 1, entries);
        }
        expected = TestCrls.expected(authority);
        reader = new CrlReader(JpkiProfile.sandbox());
    }

    /** Our reader: parse, verify, index. */
    @Benchmark
    public Crl readMusubi() {
        return switch (reader.read(der, expected)) {
            case CrlReading.Accepted accepted -> accepted.crl();
            case CrlReading.Refused refused -> throw new IllegalStateException(refused.toString());
        };
    }

    /** The JDK: parse (which makes its map), verify, look one up. */
    @Benchmark
    public X509CRL readJdk() throws GeneralSecurityException {
        X509CRL crl = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
        crl.verify(authority.keys().getPublic());
        if (crl.getRevokedCertificate(entries.getFirst().serial()) == null) {
            throw new IllegalStateException("not found");
        }
        return crl;
    }

    /** Bouncy Castle: parse, verify, and a map, because its own look-up walks the list. */
    @Benchmark
    public Map<BigInteger, X509CRLEntryHolder> readBouncyCastle() throws Exception {
        X509CRLHolder crl = new X509CRLHolder(der);
        if (!crl.isSignatureValid(
                new JcaContentVerifierProviderBuilder().build(authority.keys().getPublic()))) {
            throw new IllegalStateException("not valid");
        }
        Map<BigInteger, X509CRLEntryHolder> index = new HashMap<>(ENTRIES * 2);
        @SuppressWarnings("unchecked") // Bouncy Castle's return type has no parameter
        Collection<X509CRLEntryHolder> revoked = crl.getRevokedCertificates();
        for (X509CRLEntryHolder entry : revoked) {
            index.put(entry.getSerialNumber(), entry);
        }
        return index;
    }

    /** Our writer. */
    @Benchmark
    public void writeMusubi() throws IOException {
        new CrlWriter(authority.keys().getPrivate())
                .write(TestCrls.description(authority, 1), entries, OutputStream.nullOutputStream());
    }

    /** Bouncy Castle's builder. */
    @Benchmark
    public byte[] writeBouncyCastle() {
        return bouncyCastleWrites(entries);
    }

    private byte[] bouncyCastleWrites(List<CrlEntry> inOrder) {
        X509v2CRLBuilder builder = TestCrls.bouncy(authority, 1);
        inOrder.forEach(entry -> TestCrls.add(builder, entry));
        return TestCrls.sign(builder, authority);
    }

    /** Prints the table. */
    public static void main(String[] args) throws Exception {
        Table table = new Table(
                "Revocation list of 1,000,000 entries",
                CrlBenchmark.class,
                "what (longest serial in bytes, order)",
                "ms",
                "± ms",
                "times Musubi",
                "live heap MiB");
        for (String list : new String[] {"4 sorted", "20 shuffled"}) {
            Map<String, RunResult> results = run(list);
            CrlBenchmark state = new CrlBenchmark();
            state.list = list;
            state.setUp();
            double read = score(results, "readMusubi");
            row(table, results, list, "read: Musubi", "readMusubi", read, state.liveHeap(state::readMusubi));
            row(table, results, list, "read: JDK X509CRL", "readJdk", read, state.liveHeap(state::readJdk));
            row(
                    table,
                    results,
                    list,
                    "read: Bouncy Castle X509CRLHolder and a map",
                    "readBouncyCastle",
                    read,
                    state.liveHeap(state::readBouncyCastle));
            double write = score(results, "writeMusubi");
            row(table, results, list, "write: Musubi", "writeMusubi", write, "");
            row(table, results, list, "write: Bouncy Castle builder", "writeBouncyCastle", write, "");
        }
        table.print(System.out);
    }

    private static Map<String, RunResult> run(String list) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(CrlBenchmark.class.getName() + "\\.")
                .param("list", list)
                .build();
        Map<String, RunResult> results = new HashMap<>();
        for (RunResult result : new Runner(options).run()) {
            results.put(result.getPrimaryResult().getLabel(), result);
        }
        return results;
    }

    private static RunResult result(Map<String, RunResult> results, String label) {
        RunResult result = results.get(label);
        if (result == null) {
            throw new IllegalStateException("no result for " + label);
        }
        return result;
    }

    private static double score(Map<String, RunResult> results, String label) {
        return result(results, label).getPrimaryResult().getScore();
    }

    private static void row(
            Table table,
            Map<String, RunResult> results,
            String list,
            String what,
            String label,
            double base,
            String heap) {
        RunResult result = result(results, label);
        double score = result.getPrimaryResult().getScore();
        table.row(
                what + " (" + list + ")",
                String.format(Locale.ROOT, "%.0f", score),
                String.format(Locale.ROOT, "%.0f", result.getPrimaryResult().getScoreError()),
                String.format(Locale.ROOT, "%.1f", score / base),
                heap);
    }

    /** What stays on the heap of a result, with the bytes of the list itself not counted unless it holds on to them. */
    private String liveHeap(Callable<?> read) {
        try {
            long before = usedHeap();
            Object result = read.call();
            try {
                return String.format(Locale.ROOT, "%.1f", (usedHeap() - before) / 1048576.0);
            } finally {
                Reference.reachabilityFence(result);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long usedHeap() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }
}
