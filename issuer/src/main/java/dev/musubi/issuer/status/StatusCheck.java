package dev.musubi.issuer.status;

import java.security.MessageDigest;
import java.util.BitSet;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Holds a list, as it was published last, against what was signed and against the whole database. */
@Component
final class StatusCheck {

    private final KeptTokens kept;
    private final StatusEntries entries;
    private final Decoys decoys;
    private final StatusFolder folder;
    private final StatusLists lists;

    StatusCheck(KeptTokens kept, StatusEntries entries, Decoys decoys, StatusFolder folder, StatusLists lists) {
        this.kept = kept;
        this.entries = entries;
        this.decoys = decoys;
        this.folder = folder;
        this.lists = lists;
    }

    /** Whether the list is the one that was signed last. */
    Optional<StatusFault> againstTheLast(StatusLists.Published last) {
        if (lastNumber(last.list()) > last.number()) {
            return Optional.of(StatusFault.OLDER_NUMBER);
        }
        return kept.root(last.list(), last.number())
                .filter(root -> !MessageDigest.isEqual(root, MerkleRoot.of(last.bits())))
                .map(root -> StatusFault.DIFFERS_FROM_DATABASE);
    }

    /** The number that was signed last. A file remembers what a database that was set back forgot. */
    long lastNumber(long list) {
        return Math.max(
                kept.latest(list).map(StatusToken::number).orElse(0L),
                folder.number(list).orElse(0));
    }

    /** Whether every entry says what its private ID is, every decoy what it does, and every other one nothing. */
    Optional<StatusFault> againstTheDatabase(StatusLists.Published last) {
        Rebuilt rebuilt = rebuild(last);
        if (rebuilt.missing || !rebuilt.twice.isEmpty()) {
            return Optional.of(rebuilt.missing ? StatusFault.MISSING_ENTRY : StatusFault.DIFFERS_FROM_DATABASE);
        }
        Optional<StatusFault> fault = Optional.empty();
        for (int index = 0; index < StatusBits.ENTRIES; index++) {
            if (!rebuilt.uncertain.get(index)
                    && rebuilt.bits.get(index) != last.bits().get(index)) {
                if (rebuilt.isNobodys(index)) {
                    return Optional.of(StatusFault.MISSING_ENTRY);
                }
                fault = Optional.of(StatusFault.DIFFERS_FROM_DATABASE);
            }
        }
        return fault;
    }

    /** A list made from nothing. */
    final class Rebuilt {
        private final long list;
        private final StatusBits bits = StatusBits.fresh();
        private final BitSet dealt = new BitSet(StatusBits.ENTRIES);
        private final BitSet uncertain = new BitSet(StatusBits.ENTRIES);
        private final BitSet twice = new BitSet(StatusBits.ENTRIES);
        private boolean missing;

        private Rebuilt(long list) {
            this.list = list;
        }

        StatusBits bits() {
            return bits;
        }

        /** The entries that two were told, or somebody beside a decoy. */
        BitSet twice() {
            return twice;
        }

        /** Whether nobody is known to have been dealt the entry, and it is no decoy's. */
        boolean isNobodys(int index) {
            return !dealt.get(index) && !decoys.isDecoy(list, index);
        }
    }

    /** The list as the database and the decoys have it. */
    Rebuilt rebuild(StatusLists.Published last) {
        Rebuilt rebuilt = new Rebuilt(last.list());
        for (Decoys.Change change : decoys.between(last.list(), last.decoysFrom(), last.decoysUntil())) {
            if (rebuilt.bits.get(change.index()).mayBecome(change.value())) {
                rebuilt.bits.set(change.index(), change.value());
            }
        }
        lists.lost(last.list()).forEach(rebuilt.bits::set);
        entries.all(last.list(), entry -> {
            rebuilt.missing |= !entry.known();
            if (rebuilt.dealt.get(entry.index()) || decoys.isDecoy(last.list(), entry.index())) {
                rebuilt.twice.set(entry.index());
            }
            rebuilt.dealt.set(entry.index());
            rebuilt.bits.set(entry.index(), entry.value());
            // Changed since the list was published: the next one will say so.
            if (entry.mark() != null) {
                rebuilt.uncertain.set(entry.index());
            }
        });
        return rebuilt;
    }
}
