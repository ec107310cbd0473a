package dev.musubi.issuer.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Files that hold secrets: readable by the account of the process alone, there whole or not at all (also after a power
 * cut), and made by one process where several start together.
 */
public final class PrivateFiles {

    private static final FileAttribute<Set<PosixFilePermission>> MINE_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    // The file system's locks are a process's, not a thread's: within the process it takes a lock of our own.
    private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    private PrivateFiles() {}

    /** What is done under a lock. */
    public interface Action<T> {
        /** Does it. */
        T run() throws IOException;
    }

    /**
     * Writes {@code file} anew. When this returns, content, name and folder are on disk; when it throws, the file is as it
     * was.
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path folder = folderOf(file);
        Path fresh = Files.createTempFile(folder, "fresh", null, MINE_ALONE);
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        // The name is an entry of the folder, which is a file of its own to the disk.
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    /** The text in {@code file}; if there is none, {@code content} is written to it first, by one of those who ask at once. */
    public static String once(Path file, Supplier<String> content) throws IOException {
        if (!Files.exists(file)) {
            locked(file, () -> {
                if (!Files.exists(file)) {
                    write(file, content.get().getBytes(StandardCharsets.UTF_8));
                }
                return file;
            });
        }
        return Files.readString(file).strip();
    }

    /**
     * Does {@code action} while no other thread and no other process does anything under the lock of {@code file}. The lock
     * is a file beside it, {@code ….lock}, and ends with the process, however it ends.
     */
    public static <T> T locked(Path file, Action<T> action) throws IOException {
        Path lockFile = folderOf(file).resolve(file.getFileName() + ".lock");
        ReentrantLock here = HERE.computeIfAbsent(lockFile, path -> new ReentrantLock());
        here.lock();
        try (FileChannel channel = FileChannel.open(
                        lockFile, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), MINE_ALONE);
                FileLock everywhere = channel.lock()) {
            if (!everywhere.isValid()) {
                throw new IOException("the lock on " + file + " was lost");
            }
            return action.run();
        } finally {
            here.unlock();
        }
    }

    private static Path folderOf(Path file) throws IOException {
        Path parent = file.toAbsolutePath().normalize().getParent();
        if (parent == null) {
            throw new IOException(file + " is no file's name");
        }
        return Files.createDirectories(parent);
    }
}
