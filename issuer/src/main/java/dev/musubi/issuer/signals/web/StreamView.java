package dev.musubi.issuer.signals.web;

import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.signals.Delivery;
import dev.musubi.issuer.signals.EventStream;
import dev.musubi.issuer.signals.EventType;
import dev.musubi.issuer.signals.SignalSettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * A stream as its receiver reads it. The header it wants to read itself is a secret it knows, and is not told again: a token
 * that may only look would show it.
 */
@Component
final class StreamView {

    private final OpenIdSettings openId;
    private final SignalSettings settings;

    StreamView(OpenIdSettings openId, SignalSettings settings) {
        this.openId = openId;
        this.settings = settings;
    }

    Map<String, Object> of(EventStream stream, OpenIdClient client) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("stream_id", stream.id().toString());
        view.put("iss", openId.issuer().toString());
        view.put("aud", client.id());
        view.put("events_supported", uris(EventType.offered()));
        List<String> requested = stream.requested();
        if (requested != null) {
            view.put("events_requested", requested);
        }
        view.put("events_delivered", uris(stream.delivered()));
        Map<String, Object> delivery = new LinkedHashMap<>();
        delivery.put("method", stream.delivery().method());
        delivery.put(
                "endpoint_url",
                stream.delivery() instanceof Delivery.Push(URI endpoint, String secret)
                        ? endpoint.toString()
                        : door(client) + "/signals/poll/" + stream.id());
        view.put("delivery", delivery);
        view.put("min_verification_interval", settings.verificationInterval().toSeconds());
        if (stream.description() != null) {
            view.put("description", stream.description());
        }
        return view;
    }

    /** The door whose client certificates count is for those whose tokens are bound to theirs (RFC 8705 section 5). */
    private URI door(OpenIdClient client) {
        return client.bindsByCertificate() ? openId.mutualTls() : openId.issuer();
    }

    private static List<String> uris(List<EventType> types) {
        return types.stream().map(EventType::uri).toList();
    }
}
