package dev.musubi.sandbox.journal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The append-only file of everything that has happened. {@link #append} returns only after the entry is on the disk
 * (fsync) and has been applied to the state, in the order of the file, so whatever is acknowledged after it survives a
 * kill. Entries appended at the same time share one fsync.
 *
 * <p>One entry a line: eight hexadecimal digits of CRC-32 over the JSON, a space, the JSON, a line feed. On opening, a
 * last line that is torn (no line feed, or a wrong checksum) is cut off: it was never acknowledged. A wrong line
 * anywhere else is damage, and refused. After a failed write the journal refuses every further one.
 */
public final class Journal implements AutoCloseable {

    private static final int LONGEST_LINE = 1 << 22;

    private final JsonMapper json = JsonMapper.builder().build();
    private final FileChannel channel;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock queueing = new ReentrantLock();
    private final List<Consumer<Entry>> subscribers = new ArrayList<>();
    private List<Waiting> queue = new ArrayList<>();
    private @Nullable IOException broken;
    private boolean replayed;

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens the file, creating it if there is none, and locks it against a second sandbox.
     *
     * @throws JournalException if it cannot be opened or another process has it
     */
    public static Journal open(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() == null) {
                    channel.close();
                    throw new JournalException("another sandbox uses this data folder");
                }
            } catch (OverlappingFileLockException e) {
                channel.close();
                throw new JournalException("another sandbox in this process uses this data folder", e);
            }
            if (folder != null) {
                try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                    directory.force(true);
                }
            }
            return new Journal(channel);
        } catch (IOException e) {
            throw new JournalException("the journal cannot be opened", e);
        }
    }

    /** Adds a part of the state that is told each entry, in order; only before {@link #replay}. */
    public void subscribe(Consumer<Entry> subscriber) {
        if (replayed) {
            throw new IllegalStateException("the journal has been replayed already");
        }
        subscribers.add(subscriber);
    }

    /**
     * Tells the subscribers everything in the file; once, before the first {@link #append}.
     *
     * @return how many entries there were
     * @throws JournalException if the file is damaged elsewhere than in its last line
     */
    public int replay() {
        replayed = true;
        int entries = 0;
        long good = 0;
        try {
            // Through the channel that holds the lock, and left open: on POSIX systems a process loses its lock on a
            // file as soon as it closes any descriptor of it.
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel.position(0)), 1 << 16);
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            boolean torn = false;
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                if (octet != '\n') {
                    line.write(octet);
                    if (line.size() > LONGEST_LINE) {
                        throw new JournalException("a line of the journal is too long");
                    }
                    continue;
                }
                if (torn) {
                    throw new JournalException("the journal is damaged after entry " + entries);
                }
                Entry entry = decode(line.toByteArray());
                if (entry == null) {
                    torn = true;
                } else {
                    apply(entry);
                    entries++;
                    good += line.size() + 1L;
                }
                line.reset();
            }
            if (torn && line.size() > 0) {
                throw new JournalException("the journal is damaged after entry " + entries);
            }
            channel.truncate(good);
            channel.position(good);
        } catch (IOException e) {
            throw new JournalException("the journal cannot be read", e);
        }
        return entries;
    }

    /**
     * Puts an entry on the disk, then applies it.
     *
     * @throws JournalException if it could not be made durable; then it was not applied either
     */
    public void append(Entry entry) {
        if (!replayed) {
            throw new IllegalStateException("replay the journal first");
        }
        Waiting mine = new Waiting(entry, encode(entry));
        queueing.lock();
        try {
            queue.add(mine);
        } finally {
            queueing.unlock();
        }
        writing.lock();
        try {
            if (!mine.done) {
                flush();
            }
            if (mine.failure != null) {
                throw new JournalException("the journal could not be written", mine.failure);
            }
        } finally {
            writing.unlock();
        }
    }

    private void flush() {
        List<Waiting> batch;
        queueing.lock();
        try {
            batch = queue;
            queue = new ArrayList<>();
        } finally {
            queueing.unlock();
        }
        try {
            if (broken != null) {
                throw broken;
            }
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            for (Waiting each : batch) {
                octets.writeBytes(each.line);
            }
            ByteBuffer buffer = ByteBuffer.wrap(octets.toByteArray());
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(false);
            for (Waiting each : batch) {
                apply(each.entry);
            }
        } catch (IOException e) {
            broken = e;
            batch.forEach(each -> each.failure = e);
        } finally {
            batch.forEach(each -> each.done = true);
        }
    }

    private void apply(Entry entry) {
        for (Consumer<Entry> subscriber : subscribers) {
            subscriber.accept(entry);
        }
    }

    private byte[] encode(Entry entry) {
        byte[] body = json.writeValueAsBytes(entry);
        byte[] head = (checksum(body, 0) + " ").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer line = ByteBuffer.allocate(head.length + body.length + 1);
        line.put(head).put(body).put((byte) '\n');
        return line.array();
    }

    private @Nullable Entry decode(byte[] line) {
        if (line.length < 10 || !new String(line, 0, 9, StandardCharsets.US_ASCII).equals(checksum(line, 9) + " ")) {
            return null;
        }
        try {
            return json.readValue(line, 9, line.length - 9, Entry.class);
        } catch (JacksonException e) {
            throw new JournalException("the journal holds an entry this version does not know", e);
        }
    }

    private static String checksum(byte[] octets, int from) {
        CRC32 crc = new CRC32();
        crc.update(octets, from, octets.length - from);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /** Releases the file. Nothing is written that {@link #append} has not written. */
    @Override
    public void close() {
        writing.lock();
        try {
            broken = new IOException("the journal is closed");
            channel.close();
        } catch (IOException e) {
            throw new JournalException("the journal cannot be closed", e);
        } finally {
            writing.unlock();
        }
    }

    private static final class Waiting {
        private final Entry entry;
        private final byte[] line;
        private boolean done;
        private @Nullable IOException failure;

        Waiting(Entry entry, byte[] line) {
            this.entry = entry;
            this.line = line;
        }
    }
}
