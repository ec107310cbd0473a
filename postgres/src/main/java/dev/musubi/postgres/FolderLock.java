package dev.musubi.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that a cluster's folder is in use, to this process and to all others of the machine. Ends with the process, however
 * it ends.
 */
final class FolderLock implements AutoCloseable {

    // The file system's locks are a process's, and closing any handle of the file ends them: so within the process
    // nobody
    // opens the file who does not get the lock.
    private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private FolderLock(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes it.
     *
     * @throws IOException if it is taken; the message says what to do
     */
    static FolderLock on(Path folder) throws IOException {
        Path file = folder.toRealPath().resolve("lock");
        if (!HERE.add(file)) {
            throw inUse(folder);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(folder);
            }
            return new FolderLock(file, channel, lock);
        } catch (IOException e) {
            if (channel != null) {
                channel.close();
            }
            HERE.remove(file);
            throw e;
        }
    }

    private static IOException inUse(Path folder) {
        return new IOException(
                "another issuer runs the PostgreSQL in " + folder + ": stop it, or give this one a folder of"
                        + " its own (musubi.database.folder), or for both of them a PostgreSQL (spring.datasource.url)");
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
        HERE.remove(file);
    }
}
