package dev.musubi.issuer.signals.web;

import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.signals.EventStream;
import dev.musubi.issuer.signals.Subjects;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /signals/subjects/…}: of whom a receiver wants to be told (Shared Signals Framework 1.0 section 8.1.3). Every answer
 * to a subject that is well-formed is the same, whoever that is and whatever the holder agreed to: 200, and 204 for a removal.
 */
@RestController
final class SubjectEndpoint {

    private static final int LONGEST = 1000;

    private final SignalAnswers answers;
    private final Subjects subjects;
    private final OpenIdSettings settings;

    SubjectEndpoint(SignalAnswers answers, Subjects subjects, OpenIdSettings settings) {
        this.answers = answers;
        this.subjects = subjects;
        this.settings = settings;
    }

    @PostMapping("/signals/subjects/add")
    ResponseEntity<String> add(HttpServletRequest request) {
        return of(request, 200, subjects::add);
    }

    @PostMapping("/signals/subjects/remove")
    ResponseEntity<String> remove(HttpServletRequest request) {
        return of(request, 204, subjects::remove);
    }

    private interface Order {
        void on(EventStream stream, String sector, String subject);
    }

    private ResponseEntity<String> of(HttpServletRequest request, int done, Order order) {
        return answers.of(request, SignalAnswers.MANAGE, (client, sent) -> {
            Json body = Json.parse(sent);
            String id = body.needed("stream_id", 100);
            body.flag("verified");
            Json subject = body.object("subject").orElseThrow(() -> new Json.Malformed("subject is missing."));
            Optional<String> named = named(subject);
            Optional<EventStream> stream = answers.stream(id, client);
            if (stream.isEmpty()) {
                return SignalAnswers.noSuchStream();
            }
            named.ifPresent(name -> order.on(stream.get(), sector(client), name));
            return ResponseEntity.status(done).build();
        });
    }

    private static String sector(OpenIdClient client) {
        return client.party().sector();
    }

    /** The name of a subject of ours (RFC 9493 section 3.2.5); of any other kind we know nobody. */
    private Optional<String> named(Json subject) {
        if (!subject.needed("format", LONGEST).equals("iss_sub")) {
            return Optional.empty();
        }
        String issuer = subject.needed("iss", LONGEST);
        String name = subject.needed("sub", LONGEST);
        return issuer.equals(settings.issuer().toString()) ? Optional.of(name) : Optional.empty();
    }
}
