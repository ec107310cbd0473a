package dev.musubi.issuer.signals.web;

import dev.musubi.issuer.signals.EventQueue;
import dev.musubi.issuer.signals.EventStream;
import dev.musubi.issuer.signals.StreamStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /signals/status}: whether a stream delivers (Shared Signals Framework 1.0 section 8.1.2). */
@RestController
final class StatusEndpoint {

    private static final int LONGEST_REASON = 300;

    private final SignalAnswers answers;
    private final EventQueue queue;

    StatusEndpoint(SignalAnswers answers, EventQueue queue) {
        this.answers = answers;
        this.queue = queue;
    }

    @GetMapping("/signals/status")
    ResponseEntity<String> read(
            @RequestParam(name = "stream_id", required = false) @Nullable String id, HttpServletRequest request) {
        return answers.of(
                request,
                SignalAnswers.READ,
                (client, nothing) -> answers.stream(id, client)
                        .flatMap(stream -> queue.status(stream.id()).map(status -> view(stream, status)))
                        .map(view -> SignalAnswers.json(200, view))
                        .orElseGet(SignalAnswers::noSuchStream));
    }

    @PostMapping("/signals/status")
    ResponseEntity<String> set(HttpServletRequest request) {
        return answers.of(request, SignalAnswers.MANAGE, (client, sent) -> {
            Json body = Json.parse(sent);
            String id = body.needed("stream_id", 100);
            StreamStatus.Value value = StreamStatus.Value.of(body.needed("status", 20))
                    .orElseThrow(() -> new Json.Malformed("status is enabled, paused or disabled."));
            String reason = body.text("reason", LONGEST_REASON).orElse(null);
            Optional<EventStream> stream = answers.stream(id, client);
            return stream.flatMap(each -> queue.set(each.id(), value, reason).map(status -> view(each, status)))
                    .map(view -> SignalAnswers.json(200, view))
                    .orElseGet(SignalAnswers::noSuchStream);
        });
    }

    private static Map<String, Object> view(EventStream stream, StreamStatus status) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("stream_id", stream.id().toString());
        view.put("status", status.value().word());
        if (status.reason() != null) {
            view.put("reason", status.reason());
        }
        return view;
    }
}
