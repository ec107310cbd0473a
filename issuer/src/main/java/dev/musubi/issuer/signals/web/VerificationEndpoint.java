package dev.musubi.issuer.signals.web;

import dev.musubi.issuer.signals.EventQueue;
import dev.musubi.issuer.signals.EventStream;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /signals/verification}: a receiver has an event sent that says its stream works (section 8.1.4.2). */
@RestController
final class VerificationEndpoint {

    private static final int LONGEST_STATE = 1000;

    private final SignalAnswers answers;
    private final EventQueue queue;

    VerificationEndpoint(SignalAnswers answers, EventQueue queue) {
        this.answers = answers;
        this.queue = queue;
    }

    @PostMapping("/signals/verification")
    ResponseEntity<String> verify(HttpServletRequest request) {
        return answers.of(request, SignalAnswers.MANAGE, (client, sent) -> {
            Json body = Json.parse(sent);
            String id = body.needed("stream_id", 100);
            String state = body.text("state", LONGEST_STATE).orElse(null);
            Optional<EventStream> stream = answers.stream(id, client);
            if (stream.isEmpty()) {
                return SignalAnswers.noSuchStream();
            }
            Optional<Duration> wait = queue.verify(stream.get().id(), state);
            if (wait.isEmpty()) {
                return ResponseEntity.noContent().build();
            }
            ResponseEntity<String> error = SignalAnswers.error(
                    429, "too_many_requests", "Wait for min_verification_interval between two verifications.");
            return ResponseEntity.status(429)
                    .headers(error.getHeaders())
                    .header("Retry-After", Long.toString(Math.max(1, wait.get().toSeconds())))
                    .body(error.getBody());
        });
    }
}
