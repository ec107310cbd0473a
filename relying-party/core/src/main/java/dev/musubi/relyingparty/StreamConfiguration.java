package dev.musubi.relyingparty;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A stream as its transmitter has it (OpenID Shared Signals Framework 1.0 section 8.1.1). What {@link #delivered} has not,
 * will not come, whatever was asked for.
 *
 * @param id its id
 * @param issuer who issues its tokens
 * @param audience for whom they are: what a {@link SignalReceiver} is built with has to be among them
 * @param pushed whether it is pushed, else polled
 * @param endpoint where it is pushed to, or polled
 * @param supported the kinds of events the transmitter knows, by their URIs; empty where it does not say
 * @param requested those that were asked for; empty where none were named
 * @param delivered those that will come
 */
public record StreamConfiguration(
        String id,
        String issuer,
        Set<String> audience,
        boolean pushed,
        URI endpoint,
        Set<String> supported,
        Set<String> requested,
        Set<String> delivered) {

    static final String PUSH = "urn:ietf:rfc:8935";
    static final String POLL = "urn:ietf:rfc:8936";

    /** None of it may be changed. */
    public StreamConfiguration {
        audience = Set.copyOf(audience);
        supported = Set.copyOf(supported);
        requested = Set.copyOf(requested);
        delivered = Set.copyOf(delivered);
    }

    /** The stream, to be polled. */
    public SignalStreams.Stream stream() {
        return new SignalStreams.Stream(id, endpoint);
    }

    /**
     * As a transmitter says it.
     *
     * @throws TransportException if it lacks what every stream has
     */
    static StreamConfiguration of(Map<?, ?> said) throws TransportException {
        String id = Json.text(said, "stream_id");
        String issuer = Json.text(said, "iss");
        Map<?, ?> delivery = Json.object(said, "delivery");
        String method = Json.text(delivery, "method");
        String where = Json.text(delivery, "endpoint_url");
        String one = Json.text(said, "aud");
        Set<String> audience = one == null ? texts(said, "aud") : Set.of(one);
        boolean known = PUSH.equals(method) || POLL.equals(method);
        if (id == null || issuer == null || where == null || audience.isEmpty() || !known) {
            throw new TransportException(Trouble.Why.NOT_UNDERSTOOD);
        }
        try {
            return new StreamConfiguration(
                    id,
                    issuer,
                    audience,
                    PUSH.equals(method),
                    URI.create(where),
                    texts(said, "events_supported"),
                    texts(said, "events_requested"),
                    texts(said, "events_delivered"));
        } catch (IllegalArgumentException noAddress) {
            throw new TransportException(Trouble.Why.NOT_UNDERSTOOD, noAddress);
        }
    }

    private static Set<String> texts(Map<?, ?> said, String name) {
        List<?> list = Json.list(said, name);
        Set<String> texts = new LinkedHashSet<>();
        for (Object each : list) {
            if (each instanceof String text) {
                texts.add(text);
            }
        }
        return texts;
    }
}
