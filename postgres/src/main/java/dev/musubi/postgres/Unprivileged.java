package dev.musubi.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to run a program that refuses to be root. Containers and test machines are often root all the same.
 *
 * <p>Three ways: nothing to do (we are somebody else); become {@code nobody} with {@code setpriv}, if nobody can reach
 * the folders; or enter a user namespace with {@code unshare -U}, where we keep our rights on our own files but are not
 * called root.
 */
sealed interface Unprivileged {

    /** What to put before the program. */
    List<String> command();

    /** Gives {@code path} to whoever the program runs as. */
    void own(Path path) throws IOException;

    static Unprivileged forFolders(Path cluster, Path binaries) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new AsWeAre();
        }
        if (nobodyReaches(cluster) && nobodyReaches(binaries) && available("setpriv")) {
            return new Nobody();
        }
        if (available("unshare")) {
            return new Namespace();
        }
        throw new IOException("PostgreSQL does not run as root, and neither setpriv nor unshare is here:"
                + " run as another user, or set spring.datasource.url");
    }

    private static boolean nobodyReaches(Path folder) throws IOException {
        for (@Nullable Path each = folder; each != null; each = each.getParent()) {
            if (!Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static boolean available(String program) {
        return Optional.ofNullable(System.getenv("PATH")).stream()
                .flatMap(path -> List.of(path.split(":", -1)).stream())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** We are an ordinary user. */
    record AsWeAre() implements Unprivileged {
        @Override
        public List<String> command() {
            return List.of();
        }

        @Override
        public void own(Path path) {}
    }

    /** Root becomes nobody. */
    record Nobody() implements Unprivileged {
        private static final int NOBODY = 65534;

        @Override
        public List<String> command() {
            return List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        }

        @Override
        public void own(Path path) throws IOException {
            Files.setAttribute(path, "unix:uid", NOBODY);
            Files.setAttribute(path, "unix:gid", NOBODY);
        }
    }

    /** Root stays the owner of its files, under another name. */
    record Namespace() implements Unprivileged {
        @Override
        public List<String> command() {
            return List.of("unshare", "-U");
        }

        @Override
        public void own(Path path) {}
    }
}
