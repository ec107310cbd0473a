package dev.musubi.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * The three relying parties in one process, each an application context of its own with its own origin, key, session and
 * records. They know nothing of each other, and of the issuer nothing but its address.
 */
public final class DemoProgram {

    private static final List<Integer> USUAL_PORTS = List.of(9001, 9002, 9003);

    private DemoProgram() {}

    /**
     * {@code --data=DIR --issuer=https://… --issuer-certificate=PEM [--standing-api=https://…] [--ports=9001,9002,9003]
     * [--authorities=DIR --ocsp=http://… --mynaapp=https://… --mynaapp-sign-transactions=https://… --mynaapp-keys=DIR
     * --mynaapp-trust-store=P12 --mynaapp-trust-store-password=…]}, the last seven where signatures with the card are taken.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        start(arguments, InstantSource.system());
    }

    static List<ConfigurableApplicationContext> start(String[] arguments, InstantSource clock)
            throws IOException, InterruptedException, ExecutionException {
        PropertySource<?> given = new SimpleCommandLinePropertySource(arguments);
        Path data = Path.of(text(given, "data", ".musubi/demo")).toAbsolutePath();
        List<Integer> ports = ports(text(given, "ports", ""));
        Instant now = clock.instant();
        List<ShopFolder> folders = new ArrayList<>();
        for (Shop shop : Shop.values()) {
            ShopFolder folder = new ShopFolder(data, shop, ports.get(folders.size()));
            folder.prepare(now);
            folders.add(folder);
        }
        Path certificate = Path.of(text(
                given,
                "issuer-certificate",
                data.resolve("issuer/tls/server.pem").toString()));
        await(certificate);
        Readiness readiness = new Readiness(Shop.values().length);
        List<ConfigurableApplicationContext> started = new ArrayList<>();
        // The first one alone: it loads what the others use.
        started.add(run(folders.getFirst(), given, certificate, readiness, clock));
        try (ExecutorService others = Executors.newFixedThreadPool(2)) {
            List<Future<ConfigurableApplicationContext>> coming = folders.stream()
                    .skip(1)
                    .map(folder -> others.submit(() -> run(folder, given, certificate, readiness, clock)))
                    .toList();
            for (Future<ConfigurableApplicationContext> each : coming) {
                started.add(each.get());
            }
        }
        return started;
    }

    private static ConfigurableApplicationContext run(
            ShopFolder folder, PropertySource<?> given, Path certificate, Readiness readiness, InstantSource clock) {
        Shop shop = folder.shop();
        SpringApplicationBuilder builder = new SpringApplicationBuilder(ShopApplication.class)
                // Said, because it is not on the stack of the threads that start the second and the third.
                .main(DemoProgram.class)
                .web(WebApplicationType.SERVLET)
                .registerShutdownHook(false)
                // Three of them start beside an issuer and a sandbox: what the first visitor needs can wait for that
                // visitor.
                .lazyInitialization(true)
                .initializers(context -> {
                    context.getBeanFactory().registerSingleton("shop", shop);
                    context.getBeanFactory().registerSingleton("shopFolder", folder);
                    context.getBeanFactory().registerSingleton("readiness", readiness);
                    context.getBeanFactory().registerSingleton("clock", clock);
                    Signatures.of(given, folder, clock).ifPresent(signatures -> {
                        context.getBeanFactory().registerSingleton("signatureDesk", signatures.desk());
                        context.getBeanFactory().registerSingleton("mynaApp", signatures.app());
                    });
                });
        try {
            builder.properties(settings(folder, given, certificate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ConfigurableApplicationContext context = builder.run();
        Runtime.getRuntime().addShutdownHook(new Thread(context::close, shop.id() + "-end"));
        readiness.oneMore();
        return context;
    }

    private static Map<String, Object> settings(ShopFolder folder, PropertySource<?> given, Path certificate)
            throws IOException {
        Shop shop = folder.shop();
        return Map.ofEntries(
                Map.entry("spring.application.name", "musubi-" + shop.id()),
                Map.entry("server.port", folder.port()),
                Map.entry("server.ssl.certificate", folder.serverCertificate().toString()),
                Map.entry(
                        "server.ssl.certificate-private-key", folder.serverKey().toString()),
                // Browsers keep cookies by host, not by port: three sites on localhost need three names.
                Map.entry("server.servlet.session.cookie.name", "__Host-" + shop.id()),
                Map.entry("musubi.relying-party.issuer", text(given, "issuer", "https://localhost:8443")),
                Map.entry("musubi.relying-party.trusted", certificate.toString()),
                Map.entry("musubi.relying-party.client-id", shop.id()),
                Map.entry("musubi.relying-party.key", folder.clientKey().toString()),
                Map.entry("musubi.relying-party.origin", folder.origin()),
                Map.entry("musubi.relying-party.law", shop.law().name()),
                Map.entry("musubi.relying-party.essential", names(shop.essential())),
                Map.entry("musubi.relying-party.wished", names(shop.wished())),
                Map.entry("musubi.relying-party.live-anchor", "PT15M"),
                Map.entry(
                        "musubi.relying-party.certificate",
                        folder.clientCertificate().toString()),
                Map.entry("musubi.relying-party.certificate-password", SelfSigned.PASSWORD),
                Map.entry("musubi.relying-party.signals-authorization", folder.signalsAuthorization()),
                Map.entry("musubi.relying-party.standing-api", text(given, "standing-api", "https://localhost:8444")));
    }

    private static String names(List<? extends Enum<?>> items) {
        return String.join(",", items.stream().map(Enum::name).toList());
    }

    static String text(PropertySource<?> given, String name, String otherwise) {
        return given.getProperty(name) instanceof String text ? text : otherwise;
    }

    private static List<Integer> ports(String text) {
        if (text.isEmpty()) {
            return USUAL_PORTS;
        }
        List<Integer> ports = Arrays.stream(text.split(",", -1))
                .map(each -> Integer.valueOf(each.strip()))
                .toList();
        if (ports.size() != USUAL_PORTS.size()) {
            throw new IllegalArgumentException("--ports takes three, for the bank, the telco and the city office");
        }
        return ports;
    }

    /** At the very first start the issuer makes its certificate while we wait; it waits for ours. */
    private static void await(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
