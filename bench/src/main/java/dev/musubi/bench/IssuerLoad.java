package dev.musubi.bench;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Operator;
import dev.musubi.app.client.RelyingParty;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.client.Tls;
import dev.musubi.app.demo.Await;
import dev.musubi.app.process.Platform;
import java.io.IOException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A whole issuer under load: HTTP, checks against J-LIS, PostgreSQL with fsync. Issuer, sandbox, database and load share
 * the machine, so the figures are of the whole, not of the issuer alone. Applications are signed beforehand; what is
 * measured is from sending the signature to having the private ID.
 */
public final class IssuerLoad {

    private static final int AT_ONCE = 16;

    private final Platform platform;
    private final Sandbox sandbox;
    private final RelyingParty bank;

    private IssuerLoad(Platform platform) {
        this.platform = platform;
        this.sandbox = new Sandbox(platform.sandboxUri(), platform.holdersUri());
        KeyStore key = Tls.relyingPartyKey(platform.data().resolve("bank.p12"), "Bench Bank");
        new Operator(platform.operatorsUri(), platform.operatorToken())
                .register("bank", "Bench Bank", "JP_AML", key, List.of())
                .expect(201);
        this.bank = new RelyingParty("bank", platform.relyingPartiesUri(), platform.serverCertificate(), key);
    }

    /** {@code [--enrolments N] [--seconds S]}. */
    public static void main(String[] arguments) throws Exception {
        int enrolments = option(arguments, "--enrolments", 400);
        int seconds = option(arguments, "--seconds", 15);
        try (Platform platform = BenchPlatform.start(20_000)) {
            new IssuerLoad(platform).measure(enrolments, seconds);
        }
    }

    private void measure(int enrolments, int seconds) throws Exception {
        Table table = new Table("A whole issuer over HTTP", IssuerLoad.class, "what", "rate", "p50", "p99");
        List<Signed> signed = signed(enrolments);
        int warmUp = enrolments / 4;
        run(signed.subList(0, warmUp).stream().map(this::submission).toList());
        table.row(row(
                "enrolments",
                run(signed.subList(warmUp, enrolments).stream()
                        .map(this::submission)
                        .toList())));
        List<String> subjects = subjects(signed.subList(0, Math.min(50, enrolments)));
        standing(subjects, null, 3);
        table.row(row("standing, from the last sweep", standing(subjects, null, seconds)));
        standing(subjects, "PT0S", 2);
        table.row(row("standing, OCSP asked each time", standing(subjects, "PT0S", seconds)));
        table.row(row("revocation published → REISSUE_REQUIRED", noticed(signed.subList(0, 20))));
        table.print(System.out);
    }

    private record Signed(HolderApp holder, String applicationId, String signature) {}

    private record Result(double perSecond, long[] nanos) {}

    private List<Signed> signed(int count) throws IOException {
        List<Signed> signed = new ArrayList<>();
        for (int i = 1; signed.size() < count; i++) {
            String id = "R%06d".formatted(i);
            if (BenchPlatform.canEnrol(sandbox, id)) {
                HolderApp holder = new HolderApp(platform.holdersUri(), platform.serverCertificate(), sandbox, id);
                Reply application = holder.apply(false);
                signed.add(new Signed(
                        holder,
                        application.text("application_id"),
                        sandbox.sign(id, application.text("document"), application.text("type"))
                                .expect(200)
                                .text("signed")));
            }
        }
        return signed;
    }

    private Callable<Duration> submission(Signed signed) {
        return () -> signed.holder()
                .submit(signed.applicationId(), signed.signature(), null)
                .expect(201)
                .took();
    }

    private List<String> subjects(List<Signed> holders) {
        return holders.stream()
                .map(each -> bank.redeem(each.holder()
                                .allow("bank", "bench", List.of("ADDRESS"))
                                .expect(201)
                                .text("code"))
                        .expect(200)
                        .body()
                        .path("standing")
                        .path("subject")
                        .asString())
                .toList();
    }

    private Result standing(List<String> subjects, @Nullable String maxAge, int seconds) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        long begin = System.nanoTime();
        List<Callable<List<Duration>>> workers = new ArrayList<>();
        for (int w = 0; w < AT_ONCE; w++) {
            int first = w;
            workers.add(() -> {
                List<Duration> took = new ArrayList<>();
                for (int i = first; System.nanoTime() < end; i++) {
                    took.add(bank.standing(subjects.get(i % subjects.size()), maxAge)
                            .expect(200)
                            .took());
                }
                return took;
            });
        }
        List<Duration> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<List<Duration>> each : threads.invokeAll(workers)) {
                all.addAll(each.get());
            }
        }
        return result(all, System.nanoTime() - begin);
    }

    /** Holders move one after the other; how long after publication the bank would be told. */
    private Result noticed(List<Signed> holders) {
        List<Duration> took = new ArrayList<>();
        long begin = System.nanoTime();
        for (Signed each : holders) {
            sandbox.event(each.holder().residentId(), "MOVE_WITHIN", Map.of()).expect(201);
            sandbox.publish();
            took.add(Await.until(
                    "noticed",
                    Duration.ofSeconds(30),
                    () -> each.holder().state().text("state").equals("REISSUE_REQUIRED")));
        }
        return result(took, System.nanoTime() - begin);
    }

    private static Result run(List<Callable<Duration>> work) throws InterruptedException, ExecutionException {
        List<Duration> took = new ArrayList<>();
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Duration> each : threads.invokeAll(work)) {
                took.add(each.get());
            }
        }
        return result(took, System.nanoTime() - begin);
    }

    private static Result result(List<Duration> took, long nanos) {
        return new Result(
                took.size() / (nanos / 1e9),
                took.stream().mapToLong(Duration::toNanos).sorted().toArray());
    }

    private static String[] row(String what, Result result) {
        return new String[] {
            what,
            String.format(Locale.ROOT, "%.0f/s", result.perSecond()),
            millis(result.nanos(), 0.50),
            millis(result.nanos(), 0.99)
        };
    }

    private static String millis(long[] sorted, double quantile) {
        return String.format(
                Locale.ROOT, "%.1f ms", sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)] / 1e6);
    }

    private static int option(String[] arguments, String name, int otherwise) {
        int at = Arrays.asList(arguments).indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(arguments[at + 1]);
    }
}
