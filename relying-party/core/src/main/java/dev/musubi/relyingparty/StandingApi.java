package dev.musubi.relyingparty;

import dev.musubi.relyingparty.standing.Standing;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The issuer's interface for relying parties, over mutual TLS: {@code GET /v1/standing/{subject}}. */
final class StandingApi {

    private final URI base;
    private final Transport transport;
    private final InstantSource clock;

    StandingApi(URI base, Transport transport, InstantSource clock) {
        this.base = base;
        this.transport = transport;
        this.clock = clock;
    }

    StandingAnswer standing(String subject, @Nullable Duration maxAge) {
        String query = maxAge == null ? "" : "?max_age=" + maxAge.toSeconds();
        try {
            Transport.Answer answer = transport.get(
                    URI.create(base + "/v1/standing/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + query),
                    Map.of());
            return switch (answer.status()) {
                case 200 -> {
                    Optional<Standing> read = StandingReader.read(Json.parse(answer.body()), clock.instant());
                    yield read.<StandingAnswer>map(StandingAnswer.Known::new)
                            .orElseGet(StandingAnswer.Unreachable::new);
                }
                case 401, 403 -> new StandingAnswer.NotAdmitted();
                case 404 -> new StandingAnswer.UnknownSubject();
                default -> new StandingAnswer.Unreachable();
            };
        } catch (IOException unreachable) {
            return new StandingAnswer.Unreachable();
        }
    }
}
