package dev.musubi.issuer.signals.web;

import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.outbound.AddressRules;
import dev.musubi.issuer.outbound.Outbound;
import dev.musubi.issuer.signals.Delivery;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a receiver says of a stream (Shared Signals Framework 1.0 section 8.1.1): which events, how they are delivered, and
 * a description.
 */
@Component
final class StreamBody {

    private static final int MOST_EVENTS = 50;
    private static final int LONGEST = 1000;
    private static final int LONGEST_DESCRIPTION = 500;

    private static final Set<String> RECEIVERS_OWN = Set.of("stream_id", "events_requested", "delivery", "description");

    private final Outbound outbound;

    StreamBody(Outbound outbound) {
        this.outbound = outbound;
    }

    @Nullable
    List<String> requested(Json body) {
        return body.texts("events_requested", MOST_EVENTS, LONGEST).orElse(null);
    }

    @Nullable
    String description(Json body) {
        return body.text("description", LONGEST_DESCRIPTION).orElse(null);
    }

    /** How the events are delivered; where nothing is said they are polled (section 8.1.1.1). */
    Delivery delivery(Json body, OpenIdClient client) {
        return body.object("delivery").map(each -> delivery(each, client, null)).orElseGet(Delivery.Poll::new);
    }

    /**
     * The same for a change: a push to the same address keeps the header that is not said anew, which the receiver cannot
     * read; one to another address does not get it.
     */
    Delivery changed(Json body, OpenIdClient client, Delivery before) {
        return body.object("delivery")
                .map(each -> delivery(each, client, before))
                .orElse(before);
    }

    private Delivery delivery(Json said, OpenIdClient client, @Nullable Delivery before) {
        String method = said.needed("method", LONGEST);
        if (method.equals(Delivery.Poll.METHOD)) {
            return new Delivery.Poll();
        }
        if (!method.equals(Delivery.Push.METHOD)) {
            throw new Json.Malformed(
                    "delivery.method is " + Delivery.Push.METHOD + " or " + Delivery.Poll.METHOD + ".");
        }
        URI endpoint = endpoint(said.needed("endpoint_url", LONGEST), client);
        String authorization = said.text("authorization_header", LONGEST).orElse(null);
        if (authorization != null && !authorization.matches("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?")) {
            throw new Json.Malformed("delivery.authorization_header is one line of visible characters.");
        }
        return authorization == null && before instanceof Delivery.Push(URI same, String kept) && same.equals(endpoint)
                ? new Delivery.Push(endpoint, kept)
                : new Delivery.Push(endpoint, authorization);
    }

    /** Looked at as it is written, and at each call again as it resolves, by the same rules. */
    private URI endpoint(String text, OpenIdClient client) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException none) {
            throw new Json.Malformed("delivery.endpoint_url is no address.");
        }
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null || uri.getRawFragment() != null) {
            throw new Json.Malformed("delivery.endpoint_url is an https address without a fragment.");
        }
        AddressRules rules = client.party().unverified() ? AddressRules.strict() : outbound.rules();
        rules.ofWritten(uri).ifPresent(refusal -> {
            throw new Json.Malformed("delivery.endpoint_url: " + refusal.sentence());
        });
        return uri;
    }

    /** What the transmitter says may be said back as it is (sections 8.1.1.3, 8.1.1.4), and not otherwise. */
    static void mustAgree(Json body, Map<String, Object> present) {
        for (String name : body.names()) {
            if (!RECEIVERS_OWN.contains(name) && present.containsKey(name) && !body.agrees(name, present.get(name))) {
                throw new Json.Malformed(name + " is the transmitter's to say, and is not this.");
            }
        }
    }
}
