package dev.musubi.relyingparty;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The last so many. */
final class SeenSignalsInMemory implements SeenSignals {

    private final Set<String> handled;

    SeenSignalsInMemory(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("one is the least to remember");
        }
        this.handled = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<String, Boolean>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > most;
            }
        }));
    }

    @Override
    public boolean isHandled(String issuer, String id) {
        return handled.contains(issuer + "\n" + id);
    }

    @Override
    public void handled(String issuer, String id) {
        handled.add(issuer + "\n" + id);
    }
}
