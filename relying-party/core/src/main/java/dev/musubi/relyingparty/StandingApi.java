package dev.musubi.relyingparty;

import dev.musubi.relyingparty.standing.Standing;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The issuer's interface for relying parties, over mutual TLS: {@code GET /v1/standing/{subject}}. */
final class StandingApi {

    private final URI base;
    private final Transport transport;
    private final SteadyClock clock;

    StandingApi(URI base, Transport transport, SteadyClock clock) {
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
                case 200 -> read(answer);
                case 401, 403 -> new StandingAnswer.NotAdmitted();
                case 404 -> new StandingAnswer.UnknownSubject();
                default -> unreachable(Trouble.status(answer.status()));
            };
        } catch (TransportException e) {
            return unreachable(Trouble.of(e.why(), e));
        }
    }

    private StandingAnswer read(Transport.Answer answer) {
        // While the clock is set back, the latest time ever told makes nothing younger; what is known then is still
        // held against a clock that says so.
        Map<String, Object> told = Json.parse(answer.body());
        Optional<Standing> read = StandingReader.read(told, clock.latest(), clock.skew());
        return read.isPresent()
                ? new StandingAnswer.Known(
                        read.get(),
                        RenewalReader.read(told, RenewalReader.lookAgainAfter(answer), clock.latest())
                                .orElse(null),
                        Json.day(told, "monitored_until"))
                : unreachable(Trouble.of(Trouble.Why.NOT_UNDERSTOOD));
    }

    private static StandingAnswer unreachable(Trouble trouble) {
        Log.trouble("standing", trouble);
        return new StandingAnswer.Unreachable(trouble);
    }
}
