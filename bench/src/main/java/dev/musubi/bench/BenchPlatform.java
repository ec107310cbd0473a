package dev.musubi.bench;

import dev.musubi.app.client.Reply;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.process.Installation;
import dev.musubi.app.process.Platform;
import dev.musubi.app.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A sandbox, an issuer and a database to measure, in a folder of their own on free ports. */
public final class BenchPlatform {

    private BenchPlatform() {}

    /** Starts them for so many residents; ends them with the process at the latest. */
    public static Platform start(int residents) throws IOException {
        Platform platform = prepare(residents);
        platform.start();
        return platform;
    }

    /** The same, but nothing runs yet. */
    static Platform prepare(int residents) throws IOException {
        // Everything is compiled in full, as on a server that has run for a while; the command's own starts are not.
        System.setProperty("musubi.compiler", "4");
        Path data = Files.createTempDirectory("musubi-bench");
        // PostgreSQL runs as another user where this process is root's.
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Platform platform = new Platform(
                Installation.ofThisProcess(),
                data.resolve("data"),
                Ports.free(),
                Path.of("bench/target/postgresql-binaries"),
                List.of("--musubi.sandbox.residents=" + residents),
                // All load comes from one address.
                List.of(
                        "--musubi.limits.per-address=0",
                        "--musubi.limits.costly-per-address=0",
                        "--musubi.limits.per-client=0",
                        "--musubi.limits.per-holder=0",
                        "--musubi.limits.at-once-per-peer=0"));
        Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
        return platform;
    }

    /** Whether a resident can apply for a private ID with their card. */
    public static boolean canEnrol(Sandbox sandbox, String residentId) {
        Reply resident = sandbox.resident(residentId);
        if (!resident.text("residence").equals("RESIDENT")) {
            return false;
        }
        for (JsonNode certificate : resident.body().path("certificates")) {
            if (certificate.path("kind").asString().equals("CARD_SIGNATURE")
                    && certificate.path("state").asString().equals("LIVE")) {
                return true;
            }
        }
        return false;
    }
}
