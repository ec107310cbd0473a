package dev.musubi.relyingparty;

import dev.musubi.relyingparty.status.StatusAnswer;
import dev.musubi.relyingparty.status.StatusReference;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Questions to lists that a relying party has already: as many lists as a country has, nothing is fetched. */
public final class OfflineStatus {

    private static final int BYTES = 1 << 18;

    private final StatusLists lists;
    private final List<StatusReference> references = new ArrayList<>();

    /** With so many lists, which share their entries. */
    public OfflineStatus(int count) {
        byte[] bytes = new byte[BYTES];
        new Random(1).nextBytes(bytes);
        Instant now = InstantSource.system().instant();
        lists = new StatusLists(
                (uri, before) ->
                        new StatusList(2, bytes, now, now.plus(Duration.ofDays(1)), Duration.ofDays(1), null, null),
                new SteadyClock(InstantSource.system(), Duration.ofMinutes(1)));
        Random random = new Random(2);
        for (int list = 0; list < count; list++) {
            lists.keep(URI.create("https://id.example/status-lists/" + list));
        }
        for (int i = 0; i < 4096; i++) {
            // Read anew for each, as from a record.
            references.add(new StatusReference(
                    URI.create("https://id.example/status-lists/" + random.nextInt(count)), random.nextInt(BYTES * 4)));
        }
    }

    /** Asks this often; how many were valid. */
    public int ask(int times) {
        int valid = 0;
        for (int i = 0; i < times; i++) {
            StatusAnswer answer = lists.known(references.get(i & 4095));
            valid += answer.isValid() ? 1 : 0;
        }
        return valid;
    }

    /** Ends it. */
    public void close() {
        lists.close();
    }
}
