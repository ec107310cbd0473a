package dev.musubi.relyingparty;

import dev.musubi.relyingparty.reissue.ReissueDemand;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The issuer's interface for relying parties, over mutual TLS: {@code /v1/reissue-demands}. */
final class ReissueApi {

    private static final int LONGEST_REFERENCE = 300;

    private final URI endpoint;
    private final Transport transport;
    private final SteadyClock clock;

    ReissueApi(URI base, Transport transport, SteadyClock clock) {
        this.endpoint = URI.create(base + "/v1/reissue-demands");
        this.transport = transport;
        this.clock = clock;
    }

    ReissueAnswer demand(String subject, @Nullable URI returnUri) {
        Map<String, Object> demand = new LinkedHashMap<>(Map.of("subject", subject));
        if (returnUri != null) {
            demand.put("return_uri", returnUri.toString());
        }
        try {
            return answer(transport.postJson(endpoint, demand));
        } catch (TransportException e) {
            return unreachable(Trouble.of(e.why(), e));
        }
    }

    /** The reference may come from a browser: what cannot be one is not asked for. */
    ReissueAnswer find(String reference) {
        if (reference.isEmpty() || reference.length() > LONGEST_REFERENCE) {
            return new ReissueAnswer.UnknownDemand();
        }
        try {
            return answer(transport.get(
                    URI.create(endpoint + "/" + URLEncoder.encode(reference, StandardCharsets.UTF_8)), Map.of()));
        } catch (TransportException e) {
            return unreachable(Trouble.of(e.why(), e));
        }
    }

    private ReissueAnswer answer(Transport.Answer answer) {
        return switch (answer.status()) {
            case 200, 201 ->
                read(answer)
                        .<ReissueAnswer>map(ReissueAnswer.Demanded::new)
                        .orElseGet(() -> unreachable(Trouble.of(Trouble.Why.NOT_UNDERSTOOD)));
            case 401, 403 -> new ReissueAnswer.NotAdmitted();
            case 400, 404, 409 -> refused(answer);
            default -> unreachable(Trouble.status(answer.status()));
        };
    }

    private static ReissueAnswer refused(Transport.Answer answer) {
        String code = Json.text(Json.parse(answer.body()), "code");
        return switch (code == null ? "" : code) {
            case "reissue_not_needed" -> new ReissueAnswer.NotNeeded();
            case "private_id_ended" -> new ReissueAnswer.Ended();
            case "return_uri_not_registered" -> new ReissueAnswer.ReturnUriNotRegistered();
            case "unknown_subject" -> new ReissueAnswer.UnknownSubject();
            case "unknown_demand" -> new ReissueAnswer.UnknownDemand();
            default -> unreachable(Trouble.status(answer.status()));
        };
    }

    private Optional<ReissueDemand> read(Transport.Answer answer) {
        Map<String, Object> demand = Json.parse(answer.body());
        String reference = Json.text(demand, "demand");
        String state = Json.text(demand, "state");
        URI page = RenewalReader.page(demand, "holder_uri");
        Instant demandedAt = Json.time(demand, "demanded_at");
        Instant expiresAt = Json.time(demand, "expires_at");
        if (reference == null || state == null || page == null || demandedAt == null || expiresAt == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ReissueDemand(
                    reference,
                    ReissueDemand.State.valueOf(state),
                    page,
                    demandedAt,
                    expiresAt,
                    Json.day(demand, "fulfilled_at"),
                    Json.integer(demand, "fulfilled_by"),
                    RenewalReader.read(demand, RenewalReader.lookAgainAfter(answer), clock.latest())
                            .orElse(null),
                    RenewalReader.lookAgainAfter(answer)));
        } catch (IllegalArgumentException unknownWord) {
            return Optional.empty();
        }
    }

    private static ReissueAnswer unreachable(Trouble trouble) {
        Log.trouble("reissue", trouble);
        return new ReissueAnswer.Unreachable(trouble);
    }
}
