package dev.musubi.bench;

import dev.musubi.app.process.Installation;
import dev.musubi.app.process.Platform;
import dev.musubi.app.process.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How long until all that {@code ./musubi demo} starts takes requests, relying parties included: the first time over a data
 * folder, and the times after.
 */
public final class StartTime {

    private StartTime() {}

    /** No arguments. */
    public static void main(String[] arguments) throws Exception {
        Path data = Files.createTempDirectory("musubi-start");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Ports ports = Ports.free();
        Table table = new Table("Sandbox, issuer and relying parties ready", StartTime.class, "start", "seconds");
        for (int start = 1; start <= 6; start++) {
            long begin = System.nanoTime();
            try (Platform platform = new Platform(
                            Installation.ofThisProcess(),
                            data.resolve("data"),
                            ports,
                            Path.of("bench/target/postgresql-binaries"),
                            List.of(),
                            List.of())
                    .withSites()) {
                platform.start();
                double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;
                table.row(
                        start == 1 ? "first, empty data folder" : "again", String.format(Locale.ROOT, "%.1f", seconds));
            }
        }
        table.print(System.out);
    }
}
