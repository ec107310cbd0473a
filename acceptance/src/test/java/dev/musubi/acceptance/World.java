package dev.musubi.acceptance;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Operator;
import dev.musubi.app.client.RelyingParty;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.client.Tls;
import dev.musubi.app.process.Installation;
import dev.musubi.app.process.Platform;
import dev.musubi.app.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A platform of its own for a test class, with people, a bank and an operator. */
final class World implements AutoCloseable {

    static final String RETURN_URI = "https://bank.example/back";

    final Platform platform;
    final Sandbox sandbox;
    private final KeyStore bankKey;
    private int next;

    private World(Platform platform) {
        this.platform = platform;
        this.sandbox = new Sandbox(platform.sandboxUri(), platform.holdersUri());
        this.bankKey = Tls.relyingPartyKey(platform.data().resolve("bank/client.p12"), "Test Bank");
    }

    /** Makes a fresh one and starts it. */
    static World begin(String name, String... issuerSettings) {
        return begin(name, false, issuerSettings);
    }

    /** The same with the three relying parties of the demonstration. */
    static World beginWithSites(String name, String... issuerSettings) {
        return begin(name, true, issuerSettings);
    }

    private static World begin(String name, boolean sites, String... issuerSettings) {
        Path data = Path.of("target", "worlds", name).toAbsolutePath();
        delete(data);
        Platform platform = new Platform(
                Installation.ofThisProcess(),
                data,
                Ports.free(),
                Path.of("target", "postgresql-binaries"),
                List.of("--musubi.sandbox.residents=2000"),
                List.of(issuerSettings));
        World world = new World(sites ? platform.withSites() : platform);
        Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
        platform.start();
        world.operator()
                .register("bank", "試験銀行", "JP_AML", world.bankKey, List.of(RETURN_URI))
                .expect(201);
        return world;
    }

    Operator operator() {
        return new Operator(platform.operatorsUri(), platform.operatorToken());
    }

    RelyingParty bank() {
        return new RelyingParty("bank", platform.relyingPartiesUri(), platform.serverCertificate(), bankKey);
    }

    /** The app of somebody who lives here and has a live signature certificate on the card. */
    HolderApp somebody() {
        while (true) {
            String id = "R%06d".formatted(++next);
            Reply resident = sandbox.resident(id);
            if (!resident.text("residence").equals("RESIDENT")) {
                continue;
            }
            for (JsonNode certificate : resident.body().path("certificates")) {
                if (certificate.path("kind").asString().equals("CARD_SIGNATURE")
                        && certificate.path("state").asString().equals("LIVE")) {
                    return new HolderApp(platform.holdersUri(), platform.serverCertificate(), sandbox, id);
                }
            }
        }
    }

    /** Enrols somebody. */
    HolderApp holder(boolean consent) {
        HolderApp holder = somebody();
        holder.enrol(consent).expect(201);
        return holder;
    }

    /** The holder introduces itself at the bank; the bank's name for it. */
    String atBank(HolderApp holder) {
        String code =
                holder.allow("bank", "口座開設", List.of("ADDRESS")).expect(201).text("code");
        return bank().redeem(code)
                .expect(200)
                .body()
                .path("standing")
                .path("subject")
                .asString();
    }

    /** Moves to another municipality. */
    void move(HolderApp holder, boolean newCertificate) {
        boolean north = sandbox.resident(holder.residentId())
                .body()
                .path("municipality")
                .path("code")
                .asString()
                .startsWith("01");
        sandbox.event(
                        holder.residentId(),
                        "MOVE_TO",
                        Map.of("municipality", north ? "13221" : "01100", "newCertificate", newCertificate))
                .expect(201);
    }

    /** How many private IDs there are in all states together. */
    long privateIds() {
        long sum = 0;
        for (JsonNode count : operator().coverage().expect(200).body().path("private_ids")) {
            sum += count.asLong();
        }
        return sum;
    }

    @Override
    public void close() {
        platform.close();
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
