package dev.musubi.issuer.signals.web;

import dev.musubi.issuer.signals.EventQueue;
import dev.musubi.issuer.signals.EventStream;
import dev.musubi.issuer.signals.SignalSettings;
import jakarta.servlet.http.HttpServletRequest;
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
    private final SignalSettings settings;

    VerificationEndpoint(SignalAnswers answers, EventQueue queue, SignalSettings settings) {
        this.answers = answers;
        this.queue = queue;
        this.settings = settings;
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
            return switch (queue.verify(stream.get().id(), state)) {
                case ASKED -> ResponseEntity.noContent().build();
                case NO_STREAM -> SignalAnswers.noSuchStream();
                case TOO_SOON -> tooSoon();
            };
        });
    }

    private ResponseEntity<String> tooSoon() {
        ResponseEntity<String> error = SignalAnswers.error(
                429, "too_many_requests", "Wait for min_verification_interval between two verifications.");
        return ResponseEntity.status(429)
                .headers(error.getHeaders())
                .header(
                        "Retry-After",
                        Long.toString(
                                Math.max(1, settings.verificationInterval().toSeconds())))
                .body(error.getBody());
    }
}
