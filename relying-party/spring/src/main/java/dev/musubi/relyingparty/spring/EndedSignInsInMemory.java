package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.LogoutOutcome;
import dev.musubi.relyingparty.SignedIn;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers the last ones, in memory. */
final class EndedSignInsInMemory implements EndedSignIns {

    private static final int MOST = 100_000;

    private final Map<LogoutOutcome.Ended, Instant> ended = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<LogoutOutcome.Ended, Instant> eldest) {
            return size() > MOST;
        }
    };

    @Override
    public synchronized void end(LogoutOutcome.Ended one, Instant at) {
        ended.put(one, at);
    }

    @Override
    public synchronized boolean hasEnded(SignedIn in) {
        String session = in.sessionId();
        return (session != null
                        && (ended.containsKey(new LogoutOutcome.Ended(in.subject(), session))
                                || ended.containsKey(new LogoutOutcome.Ended(null, session))))
                || isBefore(in, ended.get(new LogoutOutcome.Ended(in.subject(), null)));
    }

    /** A token for all of a subject's sessions ends those that were there, not those to come. */
    private static boolean isBefore(SignedIn in, @Nullable Instant endedAt) {
        return endedAt != null && !in.at().isAfter(endedAt);
    }
}
