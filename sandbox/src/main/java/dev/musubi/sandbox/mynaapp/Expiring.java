package dev.musubi.sandbox.mynaapp;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Things that end by themselves, kept in memory: codes, tokens, pages that wait. So many at most; more are refused. */
final class Expiring<V> {

    private static final int MOST = 10_000;

    private final InstantSource clock;
    private final Map<String, Kept<V>> kept = new ConcurrentHashMap<>();

    Expiring(InstantSource clock) {
        this.clock = clock;
    }

    private record Kept<V>(V value, Instant until) {}

    /** Keeps it; whether it was not there yet. */
    boolean add(String key, V value, Instant until) {
        if (kept.size() >= MOST) {
            Instant now = clock.instant();
            kept.values().removeIf(each -> !now.isBefore(each.until()));
            if (kept.size() >= MOST) {
                throw OAuthProblem.tooMany();
            }
        }
        Kept<V> mine = new Kept<>(value, until);
        Kept<V> old = kept.putIfAbsent(key, mine);
        return old == null || (isOver(old) && kept.replace(key, old, mine));
    }

    Optional<V> get(String key) {
        return Optional.ofNullable(kept.get(key)).filter(each -> !isOver(each)).map(Kept::value);
    }

    /** Takes it out: of two who ask at once, one gets it. */
    Optional<V> take(String key) {
        return Optional.ofNullable(kept.remove(key))
                .filter(each -> !isOver(each))
                .map(Kept::value);
    }

    void removeIf(Predicate<V> which) {
        kept.values().removeIf(each -> which.test(each.value()));
    }

    private boolean isOver(Kept<V> each) {
        return !clock.instant().isBefore(each.until());
    }
}
