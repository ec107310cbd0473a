package dev.musubi.relyingparty;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A relying party's streams of signals at its issuer (OpenID Shared Signals Framework 1.0 section 8.1), managed with tokens
 * the client has in its own name, bound to a key or a certificate as its sign-ins are. The client has to have registered the
 * grant {@code client_credentials}.
 *
 * <p>Every method throws an {@link IOException} if the issuer cannot be reached or says no.
 */
public final class SignalStreams {

    private static final Duration LEFT_OVER = Duration.ofSeconds(30);
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final String SCOPE = "ssf.read ssf.manage";

    private final String issuer;
    private final Transmitter transmitter;
    private final Provider provider;
    private final Endpoint endpoint;
    private final SteadyClock clock;
    private final @Nullable ClientKey proofKey;
    private @Nullable String token;
    private Instant goodUntil = Instant.MIN;

    SignalStreams(
            String issuer,
            Transmitter transmitter,
            Provider provider,
            Endpoint endpoint,
            boolean boundByKey,
            SteadyClock clock) {
        this.issuer = issuer;
        this.transmitter = transmitter;
        this.provider = provider;
        this.endpoint = endpoint;
        this.clock = clock;
        this.proofKey = boundByKey ? ClientKey.fresh() : null;
    }

    /**
     * A stream.
     *
     * @param id its id, to keep
     * @param endpoint where it is polled, or pushed to
     */
    public record Stream(String id, URI endpoint) {}

    /** Whether a stream delivers (Shared Signals Framework 1.0 section 8.1.2). */
    public enum Status {
        /** It does. */
        ENABLED,
        /** It keeps what happens, for a while: the issuer paused it where nobody took anything for hours. */
        PAUSED,
        /** It keeps nothing. */
        DISABLED
    }

    /**
     * Makes a stream that is polled.
     *
     * @param events the URIs of the kinds wanted; empty for all there are
     */
    public Stream polled(Set<String> events) throws IOException {
        Stream made = make(Map.of("method", "urn:ietf:rfc:8936"), events);
        transmitter.hold(made.endpoint());
        return made;
    }

    /**
     * Makes a stream that is pushed.
     *
     * @param to where, an https address
     * @param authorization what the header {@code Authorization} of each push shall say; a secret
     * @param events the URIs of the kinds wanted; empty for all there are
     */
    public Stream pushed(URI to, String authorization, Set<String> events) throws IOException {
        Map<String, Object> delivery = new LinkedHashMap<>();
        delivery.put("method", "urn:ietf:rfc:8935");
        delivery.put("endpoint_url", to.toString());
        delivery.put("authorization_header", authorization);
        return make(delivery, events);
    }

    private Stream make(Map<String, Object> delivery, Set<String> events) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("delivery", delivery);
        if (!events.isEmpty()) {
            body.put("events_requested", List.copyOf(events));
        }
        Map<String, Object> made =
                Json.parse(call(transmitter.endpoint("configuration_endpoint", byCertificate()), body, 201)
                        .body());
        String id = Json.text(made, "stream_id");
        String where = Json.text(Json.object(made, "delivery"), "endpoint_url");
        if (id == null || where == null) {
            throw new TransportException(Trouble.Why.NOT_UNDERSTOOD);
        }
        try {
            return new Stream(id, URI.create(where));
        } catch (IllegalArgumentException noAddress) {
            throw new TransportException(Trouble.Why.NOT_UNDERSTOOD, noAddress);
        }
    }

    /**
     * Be told of a holder from now on, if the holder agreed to that; whether that is so is not told.
     *
     * @param subject the holder's name here, as {@link SignedIn#subject} has it
     */
    public void watch(String streamId, String subject) throws IOException {
        call(transmitter.endpoint("add_subject_endpoint", byCertificate()), of(streamId, subject), 200);
    }

    /** Be told of a holder no more. */
    public void unwatch(String streamId, String subject) throws IOException {
        call(transmitter.endpoint("remove_subject_endpoint", byCertificate()), of(streamId, subject), 204);
    }

    private Map<String, Object> of(String streamId, String subject) {
        return Map.of("stream_id", streamId, "subject", Map.of("format", "iss_sub", "iss", issuer, "sub", subject));
    }

    /** Has a signal of the kind {@link Signal#VERIFICATION} sent, which says {@code state}. */
    public void verify(String streamId, String state) throws IOException {
        call(
                transmitter.endpoint("verification_endpoint", byCertificate()),
                Map.of("stream_id", streamId, "state", state),
                204);
    }

    /**
     * Whether a stream delivers. Ask now and then: one that does not says nothing of it, and what it did not keep is never told.
     *
     * @return empty where there is no such stream (any more)
     */
    public Optional<Status> status(String streamId) throws IOException {
        URI one = about(transmitter.endpoint("status_endpoint", byCertificate()), streamId);
        Transport.Answer answer = showing(shown -> endpoint.get(one, shown, proofKey));
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        String word = Json.text(Json.parse(must(answer, 200).body()), "status");
        return Optional.of(
                switch (word == null ? "" : word) {
                    case "enabled" -> Status.ENABLED;
                    case "paused" -> Status.PAUSED;
                    case "disabled" -> Status.DISABLED;
                    default -> throw new TransportException(Trouble.Why.NOT_UNDERSTOOD);
                });
    }

    /** Has a stream deliver, or go on after it was paused. */
    public void enable(String streamId) throws IOException {
        call(
                transmitter.endpoint("status_endpoint", byCertificate()),
                Map.of("stream_id", streamId, "status", "enabled"),
                200);
    }

    /** Ends a stream, with whatever waits in it and whoever is in it. */
    public void remove(String streamId) throws IOException {
        URI one = about(transmitter.endpoint("configuration_endpoint", byCertificate()), streamId);
        must(showing(shown -> endpoint.delete(one, shown, proofKey)), 204);
    }

    private static URI about(URI endpoint, String streamId) {
        return URI.create(endpoint
                + (endpoint.getRawQuery() == null ? "?" : "&")
                + Transport.form(Map.of("stream_id", streamId)));
    }

    /**
     * Polls a stream, every few seconds while nothing comes; what is fetched, {@code receiver} hears. An issuer that is outside
     * does not name what is inside: each poll looks.
     */
    public SignalPoll poll(Stream stream, SignalReceiver receiver) {
        return new SignalPoll(
                receiver,
                (body, headers) -> {
                    transmitter.hold(stream.endpoint());
                    return send(stream.endpoint(), body, headers);
                },
                false);
    }

    private boolean byCertificate() {
        return proofKey == null;
    }

    private Transport.Answer call(URI uri, Map<String, Object> body, int wanted) throws IOException {
        return must(send(uri, body, Map.of()), wanted);
    }

    private static Transport.Answer must(Transport.Answer answer, int wanted) throws IOException {
        if (answer.status() != wanted) {
            throw new TransportException(Trouble.Why.STATUS);
        }
        return answer;
    }

    private Transport.Answer send(URI uri, Map<String, Object> body, Map<String, String> headers) throws IOException {
        return showing(shown -> endpoint.postJson(uri, body, headers, shown, proofKey));
    }

    private interface Request {
        Transport.Answer with(String token) throws NotSignedInException;
    }

    /** A token may be over before its time, as when the issuer's keys were changed: then once more, with another. */
    private Transport.Answer showing(Request request) throws IOException {
        try {
            String shown = token();
            Transport.Answer answer = request.with(shown);
            if (answer.status() != UNAUTHORIZED) {
                return answer;
            }
            drop(shown);
            return request.with(token());
        } catch (NotSignedInException unreachable) {
            throw new TransportException(Trouble.Why.NOT_CONNECTED, unreachable);
        }
    }

    /** That one; not another that somebody else fetched in the meantime. */
    private synchronized void drop(String refused) {
        if (refused.equals(token)) {
            token = null;
        }
    }

    /** A token that is good for a little while yet. */
    private synchronized String token() throws IOException, NotSignedInException {
        Instant now = clock.latest();
        String last = token;
        if (last != null && now.isBefore(goodUntil)) {
            return last;
        }
        Transport.Answer answer = endpoint.post(
                provider.known().token(), Map.of("grant_type", "client_credentials", "scope", SCOPE), proofKey);
        Map<String, Object> said = Json.parse(answer.body());
        String given = Json.text(said, "access_token");
        Integer term = Json.integer(said, "expires_in");
        if (answer.status() != 200 || given == null) {
            throw new TransportException(Trouble.Why.STATUS);
        }
        token = given;
        goodUntil = now.plusSeconds(term == null ? 60 : term).minus(LEFT_OVER);
        return given;
    }
}
