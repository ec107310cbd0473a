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

    private final WaitingEvents waiting;
    private final EventOutcomes outcomes;
    private final Polls polls;
    private final SecurityEventTokens tokens;

    PolledEvents(WaitingEvents waiting, EventOutcomes outcomes, Polls polls, SecurityEventTokens tokens) {
        this.waiting = waiting;
        this.outcomes = outcomes;
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

    /**
     * Notes what the receiver took, and what it did not: what it will never take, and what comes again after a while, as with
     * a push. The words of its refusal are its own and not kept.
     */
    public void settle(EventStream stream, List<String> taken, Map<String, String> refused) {
        if (!taken.isEmpty()) {
            outcomes.taken(stream.id(), taken);
        }
        refused.forEach((jti, said) -> {
            String code = "set_err_" + (said.matches("[A-Za-z0-9_]{1,40}") ? said : "other");
            if (ReceiverCodes.isPassing(said)) {
                outcomes.later(stream.id(), jti, code, stream.clientId(), true);
            } else {
                outcomes.refused(stream.id(), jti, code, stream.clientId());
            }
        });
    }

    /** The next events; waits for one for a while, unless the receiver wants its answer at once, or none at all. */
    public Answer next(EventStream stream, OpenIdClient client, int most, boolean atOnce) {
        if (most == 0) {
            return new Answer(Map.of(), !waiting.first(stream.id(), 1).isEmpty());
        }
        if (!atOnce) {
            polls.await(stream, () -> !waiting.first(stream.id(), 1).isEmpty());
        }
        Map<String, String> answered = new LinkedHashMap<>();
        waiting.firstOfEach(stream.id(), most)
                .forEach(each -> answered.put(each.jti(), tokens.of(stream, client, each)));
        return new Answer(
                answered, waiting.first(stream.id(), answered.size() + 1).size() > answered.size());
    }
}
