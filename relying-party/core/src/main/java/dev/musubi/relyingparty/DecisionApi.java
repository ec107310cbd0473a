package dev.musubi.relyingparty;

import dev.musubi.relyingparty.decision.Decision;
import dev.musubi.relyingparty.decision.Decision.Undecided;
import dev.musubi.relyingparty.decision.Decision.Undecided.Why;
import dev.musubi.relyingparty.decision.PresentedMeans;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The issuer's interface for relying parties, over mutual TLS: {@code POST /v1/assurance/decisions}. */
final class DecisionApi {

    private final URI endpoint;
    private final Transport transport;
    private final SteadyClock clock;

    DecisionApi(URI base, Transport transport, SteadyClock clock) {
        this.endpoint = URI.create(base + "/v1/assurance/decisions");
        this.transport = transport;
        this.clock = clock;
    }

    Decision on(String subject, String procedure) {
        return ask(procedure, Map.of("procedure", procedure, "subject", subject));
    }

    Decision on(PresentedMeans means, String procedure) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("kind", means.kind());
        described.put("state", means.stands() ? "STANDS" : "UNKNOWN");
        put(described, "checked_at", means.checkedAt());
        put(described, "proofed_at", means.proofedAt());
        put(described, "attributes_as_of", means.attributesAsOf());
        if (means.authenticator() != null) {
            described.put("authenticator", means.authenticator());
            put(described, "authenticated_at", means.authenticatedAt());
        }
        return ask(procedure, Map.of("procedure", procedure, "means", described));
    }

    private static void put(Map<String, Object> object, String name, @Nullable Instant time) {
        if (time != null) {
            object.put(name, time.toString());
        }
    }

    private Decision ask(String procedure, Map<String, Object> question) {
        Optional<Instant> now = clock.reliable();
        if (now.isEmpty()) {
            return new Undecided(Why.CLOCK_SET_BACK);
        }
        try {
            Transport.Answer answer = transport.postJson(endpoint, question);
            return switch (answer.status()) {
                case 200 -> read(answer, procedure);
                case 401, 403 -> new Undecided(Why.NOT_ADMITTED);
                case 404 -> new Undecided(Why.UNKNOWN_SUBJECT);
                case 422 ->
                    new Undecided(
                            "unknown_procedure".equals(Json.text(Json.parse(answer.body()), "code"))
                                    ? Why.UNKNOWN_PROCEDURE
                                    : Why.UNKNOWN_MEANS);
                default -> unanswered(Trouble.status(answer.status()));
            };
        } catch (TransportException e) {
            return unanswered(Trouble.of(e.why(), e));
        }
    }

    private Decision read(Transport.Answer answer, String procedure) {
        Instant latest = clock.latest().plus(clock.skew());
        return DecisionReader.read(Json.parse(answer.body()), procedure, latest)
                .orElseGet(() -> unanswered(Trouble.of(Trouble.Why.NOT_UNDERSTOOD)));
    }

    private static Decision unanswered(Trouble trouble) {
        Log.trouble("decision", trouble);
        return new Undecided(Why.UNANSWERED);
    }
}
