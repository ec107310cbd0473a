package dev.musubi.bench;

import dev.musubi.app.client.AppKey;
import dev.musubi.app.client.Applications;
import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.process.Platform;
import dev.musubi.card.CardKey;
import dev.musubi.card.client.CardFinder;
import dev.musubi.card.client.CardJws;
import dev.musubi.card.client.CardProblem;
import dev.musubi.card.client.CardResult;
import dev.musubi.card.client.JpkiCard;
import dev.musubi.card.client.Pin;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A whole enrolment, from asking for the application to having the private ID, with the holder reading and typing in no time:
 * with a resident's card in the virtual reader, and with the sandbox's phone, whose card is in memory. The residents' keys are
 * made beforehand.
 */
final class EnrolmentTap {

    private static final int WARM_UP = 10;
    private static final int TAPS = 40;

    private final Platform platform;
    private final Sandbox sandbox;
    private final Table table =
            new Table("A whole enrolment tap", CardBenchmark.class, "way", "part", "p50 ms", "p90 ms");
    private final List<Double> card = new ArrayList<>();
    private final List<Double> whole = new ArrayList<>();
    private final List<Double> phone = new ArrayList<>();
    private int next = 60;

    private EnrolmentTap(Platform platform) {
        this.platform = platform;
        this.sandbox = new Sandbox(platform.sandboxUri(), platform.holdersUri());
    }

    static void measure(int port) throws Exception {
        try (Platform platform = BenchPlatform.start(2_000)) {
            EnrolmentTap tap = new EnrolmentTap(platform);
            for (int i = 0; i < WARM_UP + TAPS; i++) {
                tap.inReader(port);
                tap.withPhone();
                if (i == WARM_UP - 1) {
                    tap.forget();
                }
            }
            tap.print();
        }
    }

    private void inReader(int port) {
        String resident = somebody();
        sandbox.insertCard(resident, "CARD", port).expect(200);
        Applications issuer = new Applications(
                platform.holdersUri().resolve("/v1/issuance-applications"),
                AppKey.generate(),
                platform.serverCertificate());
        long begin = System.nanoTime();
        Reply application = issuer.apply(false).expect(201);
        long tapped = System.nanoTime();
        String signed = signed(application);
        long left = System.nanoTime();
        issuer.submit(application.text("application_id"), signed, null).expect(201);
        card.add((left - tapped) / 1e6);
        whole.add((System.nanoTime() - begin) / 1e6);
    }

    private static String signed(Reply application) {
        try (JpkiCard found = done(CardFinder.overPcsc().find())) {
            return done(CardJws.sign(
                    found,
                    CardKey.SIGNATURE,
                    (key, tries) -> Optional.of(Pin.of(Sandbox.PIN.toCharArray())),
                    InstantSource.system().instant(),
                    application.text("type"),
                    application.text("document").getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static <T> T done(CardResult<T> result) {
        return switch (result) {
            case CardResult.Done<T>(T value) -> value;
            case CardResult.Failed<T>(CardProblem problem) -> throw new IllegalStateException(problem.code());
        };
    }

    private void withPhone() {
        HolderApp holder = new HolderApp(platform.holdersUri(), platform.serverCertificate(), sandbox, somebody());
        long begin = System.nanoTime();
        holder.enrol(false).expect(201);
        phone.add((System.nanoTime() - begin) / 1e6);
    }

    /** Somebody with a live signature certificate, whose key is made here. */
    private String somebody() {
        while (true) {
            String id = String.format(Locale.ROOT, "R%06d", ++next);
            if (sandbox.sign(id, "x", "x", Map.of()).status() == 200) {
                return id;
            }
        }
    }

    private void forget() {
        card.clear();
        whole.clear();
        phone.clear();
    }

    private void print() {
        row("card in the reader", "find, PIN, read, sign, check, let go", card);
        row("card in the reader", "all", whole);
        row("sandbox's phone", "all", phone);
        table.print(System.out);
    }

    private void row(String way, String part, List<Double> times) {
        Collections.sort(times);
        table.row(
                way,
                part,
                String.format(Locale.ROOT, "%.0f", times.get(times.size() / 2)),
                String.format(Locale.ROOT, "%.0f", times.get(times.size() * 9 / 10)));
    }
}
