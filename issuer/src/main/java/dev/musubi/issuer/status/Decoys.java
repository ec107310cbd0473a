package dev.musubi.issuer.status;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Entries that belong to nobody and change as people's do, so that neither an empty list nor a single change in one tells
 * anything (Token Status List section 12.5). The first 64th of each list's places is theirs; where those lie, the
 * {@link Permutation} says.
 *
 * <p>What they do is not stored but follows from the key: of every half hour a third bring a change of some decoy, and most
 * of these are followed by another within two months, as a re-issue follows the loss of an anchor. That is about 16 a day
 * and list, or a third of the decoys a year.
 */
@Component
final class Decoys {

    /** Places below this are decoys'. */
    static final int PLACES = StatusBits.ENTRIES / 64;

    private static final int SLOTS_AN_HOUR = 2;
    private static final long SLOT_SECONDS = 3600 / SLOTS_AN_HOUR;
    private static final double SHARE_OF_SLOTS = 1 / 3.0;
    private static final Duration SHORTEST_UNTIL_NEXT = Duration.ofHours(1);
    /** Between the two changes of a course. */
    static final Duration LONGEST_UNTIL_NEXT = Duration.ofDays(64);

    private final StatusKey key;
    private final Cache<Long, Permutation> permutations =
            Caffeine.newBuilder().maximumSize(1024).build();

    Decoys(StatusKey key) {
        this.key = key;
    }

    /**
     * A change of a decoy.
     *
     * @param at when
     * @param index which
     * @param value what it says from then on, if it may: what has ended stays so
     */
    record Change(Instant at, int index, StatusValue value) {}

    /** Where the places of a list lie. */
    Permutation permutation(long list) {
        return Objects.requireNonNull(permutations.get(list, each -> new Permutation(key, each)));
    }

    /** Whether the entry is a decoy's. */
    boolean isDecoy(long list, int index) {
        return permutation(list).place(index) < PLACES;
    }

    /** What decoys of a list do after {@code from} and until {@code to}, in that order. */
    List<Change> between(long list, Instant from, Instant to) {
        Permutation permutation = permutation(list);
        StatusKey.Source source = key.source(StatusKey.Use.DECOYS);
        List<Change> changes = new ArrayList<>();
        long last = hour(to);
        for (long hour = hour(from.minus(LONGEST_UNTIL_NEXT)); hour <= last; hour++) {
            ByteBuffer chance = source.of(list, hour);
            for (int slot = 0; slot < SLOTS_AN_HOUR; slot++) {
                addSlot(chance.slice(slot * 16, 16), hour * 3600 + slot * SLOT_SECONDS, permutation, changes);
            }
        }
        changes.removeIf(each -> !each.at().isAfter(from) || each.at().isAfter(to));
        changes.sort(Comparator.comparing(Change::at).thenComparingInt(Change::index));
        return changes;
    }

    /**
     * Of sixteen bytes: whether and when, which, how long until the next change, and what comes of it; each from bytes of its own.
     * Nothing that anybody sees of one says anything of another, or decoys could be told from people by what fits together.
     */
    private static void addSlot(ByteBuffer chance, long begins, Permutation permutation, List<Change> changes) {
        double whether = share(chance.getInt());
        int index = permutation.index(Math.floorMod(chance.getInt(), PLACES));
        double pause = share(chance.getInt());
        int what = chance.get() & 7;
        if (whether >= SHARE_OF_SLOTS) {
            return;
        }
        Instant at = after(Instant.ofEpochSecond(begins), SLOT_SECONDS * whether / SHARE_OF_SLOTS);
        // More often soon than late: as many within the first two hours as within the last month.
        double longest = (double) LONGEST_UNTIL_NEXT.toSeconds() / SHORTEST_UNTIL_NEXT.toSeconds();
        Instant next = after(at, SHORTEST_UNTIL_NEXT.toSeconds() * Math.pow(longest, pause));
        switch (what) {
            case 0, 1, 2 -> {
                changes.add(new Change(at, index, StatusValue.REISSUE_REQUIRED));
                changes.add(new Change(next, index, StatusValue.INVALID));
            }
            case 3 -> changes.add(new Change(at, index, StatusValue.REISSUE_REQUIRED));
            case 4 -> {
                changes.add(new Change(at, index, StatusValue.SUSPENDED));
                changes.add(new Change(next, index, StatusValue.VALID));
            }
            default -> changes.add(new Change(at, index, StatusValue.INVALID));
        }
    }

    /** Of four bytes a share of 1, without 1. */
    private static double share(int bytes) {
        return Integer.toUnsignedLong(bytes) / 0x1p32;
    }

    private static Instant after(Instant begin, double seconds) {
        return begin.plusMillis((long) (seconds * 1000));
    }

    private static long hour(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), 3600L);
    }
}
