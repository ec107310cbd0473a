package dev.musubi.relyingparty.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps the last ones, in memory. That one is too old is found when it ends. */
final class PendingSignInsInMemory implements PendingSignIns {

    /** About two kilobytes each. */
    private static final int MOST = 10_000;

    private final Map<String, Begun> all = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Begun> eldest) {
            return size() > MOST;
        }
    };

    @Override
    public synchronized void keep(String secret, Begun begun) {
        all.put(secret, begun);
    }

    @Override
    public synchronized Optional<Begun> take(String secret) {
        return Optional.ofNullable(all.remove(secret));
    }
}
