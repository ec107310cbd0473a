package dev.musubi.bench.signin;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Operator;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.client.Tls;
import dev.musubi.app.process.Platform;
import dev.musubi.bench.BenchPlatform;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Whole sign-ins per second, and token requests per second. Server, database and load share the machine, so the figures are
 * of the whole. Each of the people does one thing after the other; all at once.
 *
 * <p>{@code [--users N] [--seconds S]} measures this issuer; {@code --keycloak REALM-URI} measures a Keycloak that runs already;
 * {@code --keycloak-realm FILE} writes the realm to import into it.
 */
public final class SignInLoad {

    private SignInLoad() {}

    /** Measures. */
    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments);
        int users = Integer.parseInt(option(options, "--users", "8"));
        int seconds = Integer.parseInt(option(options, "--seconds", "20"));
        String realm = option(options, "--keycloak-realm", "");
        String keycloak = option(options, "--keycloak", "");
        if (!realm.isEmpty()) {
            KeycloakSubject.writeRealm(Path.of(realm), users);
            return;
        }
        if (!keycloak.isEmpty()) {
            HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            measure("Keycloak", new KeycloakSubject(http, keycloak, users), users, seconds);
            return;
        }
        try (Platform platform = BenchPlatform.start(1_000)) {
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(Tls.context(platform.serverCertificate(), null))
                    .build();
            measure(
                    "Musubi",
                    new MusubiSubject(
                            http,
                            platform.holdersUri(),
                            List.of(platform.serverCertificate(), platform.mynaAppCertificate()),
                            new Operator(platform.operatorsUri(), platform.operatorToken()),
                            people(platform, users)),
                    users,
                    seconds);
        }
    }

    private static List<HolderApp> people(Platform platform, int count) {
        Sandbox sandbox = new Sandbox(platform.sandboxUri(), platform.holdersUri());
        List<HolderApp> people = new ArrayList<>();
        for (int i = 1; people.size() < count; i++) {
            String id = "R%06d".formatted(i);
            if (BenchPlatform.canEnrol(sandbox, id)) {
                people.add(new HolderApp(platform.holdersUri(), platform.serverCertificate(), sandbox, id));
            }
        }
        return people;
    }

    private static void measure(String name, Subject subject, int users, int seconds)
            throws InterruptedException, ExecutionException {
        run(subject::signIn, users, Math.max(5, seconds / 2));
        System.out.printf(
                Locale.ROOT,
                "%nJDK %s, %d cores, %d people at once, %d s after warming up%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                users,
                seconds);
        System.out.println(line(name + ", whole sign-ins", run(subject::signIn, users, seconds), seconds));
        run(subject::tokens, users, 3);
        System.out.println(line(name + ", refresh token requests", run(subject::tokens, users, seconds), seconds));
    }

    private static long[] run(IntConsumer once, int users, int seconds)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Future<List<Long>>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int user = 0; user < users; user++) {
                int who = user;
                running.add(threads.submit(() -> {
                    List<Long> took = new ArrayList<>();
                    for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
                        once.accept(who);
                        took.add(System.nanoTime() - begin);
                    }
                    return took;
                }));
            }
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> each : running) {
                all.addAll(each.get());
            }
            return all.stream().mapToLong(Long::longValue).sorted().toArray();
        }
    }

    private static String line(String what, long[] nanos, int seconds) {
        return String.format(
                Locale.ROOT,
                "| %-40s | %8.1f/s | p50 %7.1f ms | p99 %7.1f ms |",
                what,
                (double) nanos.length / seconds,
                nanos[nanos.length / 2] / 1e6,
                nanos[Math.min(nanos.length - 1, nanos.length * 99 / 100)] / 1e6);
    }

    private static String option(List<String> options, String name, String otherwise) {
        int at = options.indexOf(name);
        return at < 0 ? otherwise : options.get(at + 1);
    }
}
