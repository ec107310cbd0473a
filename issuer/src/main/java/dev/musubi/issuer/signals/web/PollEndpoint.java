package dev.musubi.issuer.signals.web;

import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.signals.Delivery;
import dev.musubi.issuer.signals.EventStream;
import dev.musubi.issuer.signals.PolledEvents;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /signals/poll/…}: a receiver fetches events, and says which it took (RFC 8936). */
@RestController
final class PollEndpoint {

    private static final int MOST_ACKNOWLEDGED = 1000;
    private static final int MOST_EVENTS = 100;
    private static final int LONGEST_ID = 200;

    private final SignalAnswers answers;
    private final PolledEvents events;

    PollEndpoint(SignalAnswers answers, PolledEvents events) {
        this.answers = answers;
        this.events = events;
    }

    @PostMapping("/signals/poll/{id}")
    ResponseEntity<String> poll(@PathVariable String id, HttpServletRequest request) {
        return answers.of(request, SignalAnswers.READ, (client, sent) -> {
            // An empty body asks for whatever there is (section 2.2).
            Json body = Json.parse(sent.isBlank() ? "{}" : sent);
            int most = Math.min(body.count("maxEvents").orElse(MOST_EVENTS), MOST_EVENTS);
            boolean atOnce = body.flag("returnImmediately").orElse(false);
            List<String> taken =
                    body.texts("ack", MOST_ACKNOWLEDGED, LONGEST_ID).orElse(List.of());
            Map<String, String> refused = refused(body);
            Optional<EventStream> stream =
                    answers.stream(id, client).filter(each -> each.delivery() instanceof Delivery.Poll);
            return stream.isEmpty()
                    ? SignalAnswers.noSuchStream()
                    : answer(stream.get(), client, most, atOnce, taken, refused);
        });
    }

    /** The ids of events that were not taken, and the code of why (section 2.6). */
    private static Map<String, String> refused(Json body) {
        Map<String, String> refused = new LinkedHashMap<>();
        body.object("setErrs").ifPresent(all -> {
            if (all.names().size() > MOST_ACKNOWLEDGED) {
                throw new Json.Malformed("setErrs has at most " + MOST_ACKNOWLEDGED + " members.");
            }
            for (String jti : all.names()) {
                String code = all.object(jti)
                        .flatMap(each -> each.text("err", LONGEST_ID))
                        .orElseThrow(() -> new Json.Malformed("A member of setErrs has no err."));
                refused.put(jti, code);
            }
        });
        return refused;
    }

    private ResponseEntity<String> answer(
            EventStream stream,
            OpenIdClient client,
            int most,
            boolean atOnce,
            List<String> taken,
            Map<String, String> refused) {
        events.settle(stream, taken, refused);
        PolledEvents.Answer answer = events.next(stream, client, most, atOnce);
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("sets", answer.tokens());
        if (answer.more()) {
            said.put("moreAvailable", true);
        }
        return SignalAnswers.json(200, said);
    }
}
