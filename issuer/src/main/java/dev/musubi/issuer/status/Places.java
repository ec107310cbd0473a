package dev.musubi.issuer.status;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Deals places, each once. A block of 1,024 is one number of a database sequence, which waits for nobody and is never rolled
 * back; within a block this node counts by itself. What is left of a block when a node ends stays unused, and looks like any
 * entry that is valid.
 */
@Component
final class Places {

    static final int BLOCK = 1024;

    /** The other places of a list are decoys'. A list is a whole number of blocks, so that none lies in two. */
    static final int BLOCKS_A_LIST = (StatusBits.ENTRIES - Decoys.PLACES) / BLOCK;

    private final JdbcClient jdbc;
    private final Decoys decoys;
    private final StatusPublisher publisher;
    private final ReentrantLock dealing = new ReentrantLock();
    private @Nullable Block present;

    Places(JdbcClient jdbc, Decoys decoys, StatusPublisher publisher) {
        this.jdbc = jdbc;
        this.decoys = decoys;
        this.publisher = publisher;
    }

    /** A place in a list. */
    record Place(long list, int index) {}

    private static final class Block {
        private final long list;
        private final int first;
        private int dealt;

        Block(long number) {
            this.list = number / BLOCKS_A_LIST;
            this.first = Decoys.PLACES + (int) (number % BLOCKS_A_LIST) * BLOCK;
        }
    }

    /** One that nobody was dealt before. Its list is published already. */
    Place next() {
        dealing.lock();
        try {
            Block block = present;
            if (block == null || block.dealt == BLOCK) {
                block = new Block(jdbc.sql("select nextval('status_block')")
                        .query((row, n) -> row.getLong(1))
                        .single());
                publisher.open(block.list);
                present = block;
            }
            return new Place(block.list, decoys.permutation(block.list).index(block.first + block.dealt++));
        } finally {
            dealing.unlock();
        }
    }

    /** What is left of a block in a list that was stopped is not dealt: a database that was set back may have forgotten who has it. */
    void leaveWhatIsStopped() {
        dealing.lock();
        try {
            if (present != null && publisher.isStopped(present.list)) {
                present = null;
            }
        } finally {
            dealing.unlock();
        }
    }

    /** Opens the list that is dealt from and the one after it, so that none is opened while somebody waits. */
    void openAhead() {
        long list = jdbc.sql("select last_value from status_block")
                        .query((row, n) -> row.getLong(1))
                        .single()
                / BLOCKS_A_LIST;
        publisher.open(list);
        publisher.open(list + 1);
    }
}
