package dev.musubi.acceptance;

import dev.musubi.acceptance.OwnReader.Said;
import dev.musubi.app.process.Installation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A world with a virtual reader beside it, and the {@code musubi card} command as a user types it. */
final class CardTable implements AutoCloseable {

    static final String SIGNATURE_PIN = "MUSUBI1";
    static final String AUTHENTICATION_PIN = "1234";

    final OwnReader reader;
    final World world;

    private CardTable(OwnReader reader, World world) {
        this.reader = reader;
        this.world = world;
    }

    static CardTable begin(String name, Class<?> testClass) {
        OwnReader reader = OwnReader.begin(testClass.getSimpleName());
        return new CardTable(reader, World.begin(name));
    }

    /** {@code ./musubi card …} at this sandbox, with these lines typed. */
    Said card(String typed, String... arguments) {
        return reader.run(typed, command(arguments));
    }

    /** The command line of {@code ./musubi card …}. */
    List<String> command(String... arguments) {
        Path app = Installation.ofThisProcess().folder().resolve("app");
        List<String> command = new ArrayList<>(List.of(
                OwnReader.javaOfThisProcess(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // A cache that does not fit this JDK is passed over in silence.
                "-XX:AOTCache=" + app.resolve("app.aot"),
                "-Xlog:disable",
                "-Xlog:all=off",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                app.resolve("app.jar") + ":" + app.resolve("lib") + "/*",
                "dev.musubi.app.Musubi",
                "card"));
        command.addAll(List.of(arguments));
        if (!arguments[0].equals("sign")) {
            command.addAll(List.of("--sandbox", world.platform.sandboxUri().toString()));
        }
        return command;
    }

    /** Lays somebody's card on the reader. */
    String insert(String resident, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("insert", "--resident", resident, "--port", Integer.toString(reader.port())));
        arguments.addAll(List.of(more));
        card("", arguments.toArray(String[]::new)).expectSuccess();
        return resident;
    }

    /** Somebody's card, with all its tries. */
    String somebodysCard() {
        return insert(world.somebody().residentId());
    }

    /** {@code ./musubi card sign} at this issuer, with these lines typed. */
    Said sign(String typed, String... more) {
        return card(typed, signArguments(more));
    }

    String[] signArguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "sign",
                "--application",
                world.platform.holdersUri().toString(),
                "--trust",
                world.platform.serverCertificate().toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    int triesLeft(String resident, String pin) {
        return world.sandbox
                .resident(resident)
                .body()
                .path("triesLeft")
                .path(pin)
                .asInt(-1);
    }

    @Override
    public void close() {
        world.close();
        reader.close();
    }
}
