package dev.musubi.issuer.signals;

import dev.musubi.issuer.openid.client.OpenIdClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What a receiver fetches (RFC 8936). What it does not acknowledge comes again; saying so twice changes nothing. The members of
 * a JSON object have no order, so of one subject there is one event in an answer, and the next comes when that was
 * acknowledged.
 */
@Component
public final class PolledEvents {

    private final EventQueue queue;
    private final Polls polls;
    private final SecurityEventTokens tokens;

    PolledEvents(EventQueue queue, Polls polls, SecurityEventTokens tokens) {
        this.queue = queue;
        this.polls = polls;
        this.tokens = tokens;
    }

    /**
     * Events for a receiver.
     *
     * @param tokens by their {@code jti}, the first first
     * @param more whether there are others
     */
    public record Answer(Map<String, String> tokens, boolean more) {}

    /** Notes what the receiver took, and what it will never take; the words of its refusal are its own and not kept. */
    public void settle(EventStream stream, List<String> taken, Map<String, String> refused) {
        if (!taken.isEmpty()) {
            queue.taken(stream.id(), taken);
        }
        refused.forEach((jti, code) -> queue.refused(
                stream.id(),
                jti,
                "set_err_" + (code.matches("[A-Za-z0-9_]{1,40}") ? code : "other"),
                stream.clientId()));
    }

    /** The next events; waits for one for a while, unless the receiver wants its answer at once, or none at all. */
    public Answer next(EventStream stream, OpenIdClient client, int most, boolean atOnce) {
        if (most == 0) {
            return new Answer(Map.of(), !queue.first(stream.id(), 1).isEmpty());
        }
        if (!atOnce) {
            polls.await(stream.id(), () -> !queue.first(stream.id(), 1).isEmpty());
        }
        Map<String, String> answered = new LinkedHashMap<>();
        queue.firstOfEach(stream.id(), most).forEach(each -> answered.put(each.jti(), tokens.of(stream, client, each)));
        return new Answer(
                answered, queue.first(stream.id(), answered.size() + 1).size() > answered.size());
    }
}
