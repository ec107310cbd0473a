package dev.musubi.issuer.signals.web;

import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.signals.EventQueue;
import dev.musubi.issuer.signals.EventStream;
import dev.musubi.issuer.signals.Streams;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /signals/streams}: a client's streams (Shared Signals Framework 1.0 section 8.1.1). */
@RestController
final class StreamEndpoint {

    private static final int LONGEST_ID = 100;

    private final SignalAnswers answers;
    private final Streams streams;
    private final EventQueue queue;
    private final StreamBody bodies;
    private final StreamView views;

    StreamEndpoint(SignalAnswers answers, Streams streams, EventQueue queue, StreamBody bodies, StreamView views) {
        this.answers = answers;
        this.streams = streams;
        this.queue = queue;
        this.bodies = bodies;
        this.views = views;
    }

    @PostMapping("/signals/streams")
    ResponseEntity<String> make(HttpServletRequest request) {
        return answers.of(request, SignalAnswers.MANAGE, (client, sent) -> {
            Json body = Json.parse(sent);
            return streams.make(client, bodies.requested(body), bodies.delivery(body, client), bodies.description(body))
                    .map(made -> SignalAnswers.json(201, views.of(made, client)))
                    .orElseGet(() -> SignalAnswers.error(
                            409, "too_many_streams", "This client has as many streams as it may: delete one."));
        });
    }

    @GetMapping("/signals/streams")
    ResponseEntity<String> read(
            @RequestParam(name = "stream_id", required = false) @Nullable String id, HttpServletRequest request) {
        return answers.of(
                request,
                SignalAnswers.READ,
                (client, nothing) -> id == null || id.isEmpty()
                        ? SignalAnswers.json(
                                200,
                                streams.of(client).stream()
                                        .map(each -> views.of(each, client))
                                        .toList())
                        : answers.stream(id, client)
                                .map(found -> SignalAnswers.json(200, views.of(found, client)))
                                .orElseGet(SignalAnswers::noSuchStream));
    }

    /** What is not said stays as it is. */
    @PatchMapping("/signals/streams")
    ResponseEntity<String> change(HttpServletRequest request) {
        return changing(
                request,
                (body, client, before) -> before.with(
                        body.has("events_requested") ? bodies.requested(body) : before.requested(),
                        bodies.changed(body, client, before.delivery()),
                        body.has("description") ? bodies.description(body) : before.description()));
    }

    /** What is not said is no more. */
    @PutMapping("/signals/streams")
    ResponseEntity<String> replace(HttpServletRequest request) {
        return changing(
                request,
                (body, client, before) ->
                        before.with(bodies.requested(body), bodies.delivery(body, client), bodies.description(body)));
    }

    private interface Change {
        EventStream of(Json body, OpenIdClient client, EventStream before);
    }

    private ResponseEntity<String> changing(HttpServletRequest request, Change change) {
        return answers.of(request, SignalAnswers.MANAGE, (client, sent) -> {
            Json body = Json.parse(sent);
            Optional<EventStream> before = answers.stream(body.needed("stream_id", LONGEST_ID), client);
            if (before.isEmpty()) {
                return SignalAnswers.noSuchStream();
            }
            StreamBody.mustAgree(body, views.of(before.get(), client));
            EventStream after = change.of(body, client, before.get());
            return queue.configure(after)
                    ? SignalAnswers.json(200, views.of(after, client))
                    : SignalAnswers.noSuchStream();
        });
    }

    @DeleteMapping("/signals/streams")
    ResponseEntity<String> remove(
            @RequestParam(name = "stream_id", required = false) @Nullable String id, HttpServletRequest request) {
        return answers.of(request, SignalAnswers.MANAGE, (client, nothing) -> {
            Optional<EventStream> found = answers.stream(id, client);
            found.ifPresent(each -> streams.remove(each.id()));
            return found.isPresent() ? ResponseEntity.noContent().build() : SignalAnswers.noSuchStream();
        });
    }
}
