package dev.musubi.issuer.signals;

import java.util.HashMap;
import java.util.Map;

/** How many of something are going on for each client, so that none takes the places of all. */
final class PlacesPerClient {

    private final int most;
    private final Map<String, Integer> taken = new HashMap<>();

    PlacesPerClient(int most) {
        this.most = most;
    }

    /** Takes a place; false where the client has as many as it may. */
    synchronized boolean tryEnter(String clientId) {
        int before = taken.getOrDefault(clientId, 0);
        if (before >= most) {
            return false;
        }
        taken.put(clientId, before + 1);
        return true;
    }

    /** Gives one back. */
    synchronized void leave(String clientId) {
        int left = taken.getOrDefault(clientId, 1) - 1;
        if (left == 0) {
            taken.remove(clientId);
        } else {
            taken.put(clientId, left);
        }
    }
}
