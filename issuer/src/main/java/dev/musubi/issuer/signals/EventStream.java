package dev.musubi.issuer.signals;

import dev.musubi.issuer.openid.client.OpenIdClient;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream as its receiver configured it (Shared Signals Framework 1.0 section 8.1.1).
 *
 * @param id its id
 * @param clientId the client it is for
 * @param relyingPartyId whose client that was when it was made: another's of that name has nothing to do with it
 * @param requested the URIs of the events wanted; null for all there are
 * @param delivery how they get there
 * @param description in the receiver's words
 * @param createdAt when it was made
 */
public record EventStream(
        StreamId id,
        String clientId,
        String relyingPartyId,
        @Nullable List<String> requested,
        Delivery delivery,
        @Nullable String description,
        Instant createdAt) {

    /** The events it has delivered: those wanted that there are. */
    public List<EventType> delivered() {
        return EventType.offered().stream()
                .filter(each -> requested == null || requested.contains(each.uri()))
                .toList();
    }

    /** Whether it is this client's, as the relying party's it is now. */
    public boolean isOf(OpenIdClient client) {
        return clientId.equals(client.id())
                && relyingPartyId.equals(client.party().id());
    }

    /** The same, configured otherwise. */
    public EventStream with(@Nullable List<String> wanted, Delivery way, @Nullable String words) {
        return new EventStream(id, clientId, relyingPartyId, wanted, way, words, createdAt);
    }
}
