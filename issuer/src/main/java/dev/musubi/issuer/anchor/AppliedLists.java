package dev.musubi.issuer.anchor;

import dev.musubi.issuer.anchor.CrlPartitions.Partition;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.jpki.revocation.crl.Crl;
import dev.musubi.jpki.revocation.crl.CrlReader;
import dev.musubi.jpki.revocation.crl.CrlReading;
import dev.musubi.jpki.revocation.crl.ExpectedCrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The last applied list of each partition, as files. A convenience only: without a file the next list is gone through
 * whole instead of being compared, with the same result.
 *
 * <p>The files hold serial numbers of revoked certificates, as J-LIS gave them, of people who mostly are not our
 * holders; they are for the issuer's own check alone (公的個人認証法 52条1項), so the folder is readable by the process only.
 */
@Component
class AppliedLists {

    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path folder;
    private final MachineClock machine;

    AppliedLists(AnchorSettings settings, MachineClock machine) {
        this.folder = settings.folder();
        this.machine = machine;
    }

    /** True if the list last applied is at hand. */
    boolean has(Partition partition) {
        return partition.crlNumber() != null && Files.exists(file(partition, partition.crlNumber()));
    }

    /** The list last applied, if its file is there and still passes every check but its age. */
    Optional<Crl> last(Partition partition, CrlReader reader, ExpectedCrl expected) {
        if (partition.crlNumber() == null || partition.thisUpdate() == null || !has(partition)) {
            return Optional.empty();
        }
        ExpectedCrl then = new ExpectedCrl(
                expected.authority(),
                expected.partition(),
                partition.crlNumber(),
                partition.thisUpdate(),
                expected.clockSkew());
        return reader.read(file(partition, partition.crlNumber()), then) instanceof CrlReading.Accepted(Crl crl)
                ? Optional.of(crl)
                : Optional.empty();
    }

    /** Keeps a list that was applied, and drops those before it. */
    void keep(Partition partition, BigInteger number, Path list) {
        try {
            Path mine = privately(folder.resolve(partition.id().toString()));
            Path kept = file(partition, number);
            Files.move(list, kept, StandardCopyOption.REPLACE_EXISTING);
            try (Stream<Path> files = Files.list(mine)) {
                for (Path each : files.filter(file -> !file.equals(kept)).toList()) {
                    Files.deleteIfExists(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes what a process before us was fetching when it died: what has not been written to for long, since another
     * issuer may use the same folder now.
     */
    void tidy() {
        Path incoming = folder.resolve("incoming");
        Instant before = machine.instant().minus(ABANDONED);
        if (Files.exists(incoming)) {
            try (Stream<Path> files = Files.list(incoming)) {
                for (Path file : files.toList()) {
                    // One that is gone meanwhile was written to at no time: 1970.
                    if (file.toFile().lastModified() < before.toEpochMilli()) {
                        drop(file);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A folder for the process alone. */
    private static Path privately(Path folder) throws IOException {
        return Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Deletes a list that was not. */
    static void drop(Path list) {
        try {
            Files.deleteIfExists(list);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(Partition partition, BigInteger number) {
        return folder.resolve(partition.id().toString()).resolve(number + ".crl");
    }
}
