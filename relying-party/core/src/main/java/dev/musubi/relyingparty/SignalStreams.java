package dev.musubi.relyingparty;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A receiver's streams of signals at a transmitter (OpenID Shared Signals Framework 1.0 section 8.1). Those of
 * {@link RelyingParty#signals} are at its issuer, with tokens the client has in its own name, bound to a key or a certificate
 * as its sign-ins are; the client has to have registered the grant {@code client_credentials}. Those of
 * {@link SignalReceiver#streams} are at any transmitter, with bearer tokens.
 *
 * <p>Every method throws an {@link IOException} if the transmitter cannot be reached or says no.
 */
public final class SignalStreams {

    private static final String CONFIGURATION = "configuration_endpoint";
    private static final String STATUS = "status_endpoint";
    private static final int NOT_FOUND = 404;

    private final String issuer;
    private final Transmitter transmitter;
    private final StreamAccess access;

    SignalStreams(String issuer, Transmitter transmitter, StreamAccess access) {
        this.issuer = issuer;
        this.transmitter = transmitter;
        this.access = access;
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
        Stream made = make(polledAt(), events);
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
        return make(pushedTo(to, authorization), events);
    }

    private Stream make(Map<String, Object> delivery, Set<String> events) throws IOException {
        Map<String, Object> made = Json.parse(must(call("POST", CONFIGURATION, body(null, delivery, events)), 201)
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

    private static Map<String, Object> polledAt() {
        return Map.of("method", StreamConfiguration.POLL);
    }

    private static Map<String, Object> pushedTo(URI to, String authorization) {
        Map<String, Object> delivery = new LinkedHashMap<>();
        delivery.put("method", StreamConfiguration.PUSH);
        delivery.put("endpoint_url", to.toString());
        delivery.put("authorization_header", authorization);
        return delivery;
    }

    private static Map<String, Object> body(@Nullable String id, Map<String, Object> delivery, Set<String> events) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (id != null) {
            body.put("stream_id", id);
        }
        body.put("delivery", delivery);
        if (!events.isEmpty()) {
            body.put("events_requested", List.copyOf(events));
        }
        return body;
    }

    /** The streams there are, as when the id of one was lost. */
    public List<StreamConfiguration> all() throws IOException {
        String said = must(access.send("GET", door(CONFIGURATION), null, Map.of()), 200)
                .body();
        List<StreamConfiguration> all = new ArrayList<>();
        for (Object each : Json.array(said)) {
            if (each instanceof Map<?, ?> one) {
                all.add(StreamConfiguration.of(one));
            }
        }
        return all;
    }

    /** How a stream is configured now. */
    public StreamConfiguration read(String streamId) throws IOException {
        return configuration(access.send("GET", one(CONFIGURATION, streamId), null, Map.of()));
    }

    /**
     * Wants other kinds of events from now on; all else stays as it is.
     *
     * @param events their URIs
     */
    public StreamConfiguration want(String streamId, Set<String> events) throws IOException {
        return configuration(
                call("PATCH", CONFIGURATION, Map.of("stream_id", streamId, "events_requested", List.copyOf(events))));
    }

    /** Has a stream pushed from now on, or pushed elsewhere or with another header; all else stays as it is. */
    public StreamConfiguration push(String streamId, URI to, String authorization) throws IOException {
        return configuration(
                call("PATCH", CONFIGURATION, Map.of("stream_id", streamId, "delivery", pushedTo(to, authorization))));
    }

    /** Makes of a stream one that is polled and wants these kinds, and nothing else of what it was. */
    public StreamConfiguration replaceByPolled(String streamId, Set<String> events) throws IOException {
        StreamConfiguration now = configuration(call("PUT", CONFIGURATION, body(streamId, polledAt(), events)));
        transmitter.hold(now.endpoint());
        return now;
    }

    /** Makes of a stream one that is pushed there and wants these kinds, and nothing else of what it was. */
    public StreamConfiguration replaceByPushed(String streamId, URI to, String authorization, Set<String> events)
            throws IOException {
        return configuration(call("PUT", CONFIGURATION, body(streamId, pushedTo(to, authorization), events)));
    }

    private static StreamConfiguration configuration(Transport.Answer answer) throws IOException {
        return StreamConfiguration.of(Json.parse(must(answer, 200).body()));
    }

    /**
     * Be told of a holder from now on, if the holder agreed to that; whether that is so is not told.
     *
     * @param subject the holder's name here, as {@link SignedIn#subject} has it
     */
    public void watch(String streamId, String subject) throws IOException {
        must(call("POST", "add_subject_endpoint", of(streamId, subject)), 200);
    }

    /** Be told of a holder no more. */
    public void unwatch(String streamId, String subject) throws IOException {
        must(call("POST", "remove_subject_endpoint", of(streamId, subject)), 204);
    }

    private Map<String, Object> of(String streamId, String subject) {
        return Map.of("stream_id", streamId, "subject", Map.of("format", "iss_sub", "iss", issuer, "sub", subject));
    }

    /** Has a signal of the kind {@link Signal#VERIFICATION} sent, which says {@code state}. */
    public void verify(String streamId, String state) throws IOException {
        must(call("POST", "verification_endpoint", Map.of("stream_id", streamId, "state", state)), 204);
    }

    /**
     * Whether a stream delivers. Ask now and then: one that does not says nothing of it, and what it did not keep is never told.
     *
     * @return empty where there is no such stream (any more)
     */
    public Optional<Status> status(String streamId) throws IOException {
        Transport.Answer answer = access.send("GET", one(STATUS, streamId), null, Map.of());
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
        set(streamId, "enabled");
    }

    /** Has a stream keep for some time what happens, as while this receiver is away. */
    public void pause(String streamId) throws IOException {
        set(streamId, "paused");
    }

    /** Has a stream deliver and keep nothing any more. Whether it can be enabled again is up to the transmitter. */
    public void disable(String streamId) throws IOException {
        set(streamId, "disabled");
    }

    private void set(String streamId, String status) throws IOException {
        must(call("POST", STATUS, Map.of("stream_id", streamId, "status", status)), 200);
    }

    /** Ends a stream, with whatever waits in it and whoever is in it. */
    public void remove(String streamId) throws IOException {
        must(access.send("DELETE", one(CONFIGURATION, streamId), null, Map.of()), 204);
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
                    return access.send("POST", stream.endpoint(), body, headers);
                },
                false);
    }

    private URI door(String name) throws IOException {
        return transmitter.endpoint(name, access.byCertificate());
    }

    private URI one(String name, String streamId) throws IOException {
        URI door = door(name);
        return URI.create(
                door + (door.getRawQuery() == null ? "?" : "&") + Transport.form(Map.of("stream_id", streamId)));
    }

    private Transport.Answer call(String method, String name, Map<String, Object> body) throws IOException {
        return access.send(method, door(name), body, Map.of());
    }

    private static Transport.Answer must(Transport.Answer answer, int wanted) throws IOException {
        if (answer.status() != wanted) {
            throw new TransportException(Trouble.Why.STATUS);
        }
        return answer;
    }
}
