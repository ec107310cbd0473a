package dev.musubi.issuer.jlis;

import dev.musubi.issuer.consent.ConsentRegistry;
import dev.musubi.issuer.jlis.VerifierServices.Reply;
import dev.musubi.issuer.jlis.VerifierServices.Service;
import dev.musubi.issuer.privateid.Attribute;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The register of consents at J-LIS. */
@Component
final class JlisConsentRegistry implements ConsentRegistry {

    private static final int PAGE = 1000;

    private final VerifierServices services;

    JlisConsentRegistry(VerifierServices services) {
        this.services = services;
    }

    @Override
    public String serviceProvider() {
        return services.serviceProvider();
    }

    @Override
    public Registration register(String signedConsent) {
        return switch (services.post(Service.CONSENTS, "/v1/consents", Map.of("application", signedConsent))) {
            case Reply.Unavailable unavailable -> new Registration.Unavailable(unavailable.code());
            case Reply.Refused refused -> new Registration.Refused(refused.code());
            case Reply.Ok ok -> registered(ok.body());
        };
    }

    @Override
    public Cancellation cancel(String consentId, String signedCancellation) {
        return switch (services.post(
                Service.CONSENTS,
                "/v1/consents/" + segment(consentId) + "/cancellation",
                Map.of("application", signedCancellation))) {
            case Reply.Unavailable unavailable -> new Cancellation.Unavailable(unavailable.code());
            case Reply.Refused refused -> new Cancellation.Refused(refused.code());
            case Reply.Ok ok -> {
                try {
                    yield new Cancellation.Cancelled(Members.instant(ok.body(), "cancelledAt"));
                } catch (Members.MalformedAnswerException e) {
                    yield new Cancellation.Unavailable("malformed");
                }
            }
        };
    }

    @Override
    public Cancellations cancellationsAfter(long cursor) {
        return switch (services.get(
                Service.CANCELLATIONS,
                "/v1/consents/cancellations?serviceProvider=" + segment(services.serviceProvider()) + "&after=" + cursor
                        + "&limit=" + PAGE)) {
            case Reply.Unavailable unavailable -> new Cancellations.Unavailable(unavailable.code());
            case Reply.Refused refused -> new Cancellations.Unavailable(refused.code());
            case Reply.Ok ok -> page(ok.body(), cursor);
        };
    }

    @Override
    public Registrations registrationsAfter(long cursor) {
        return switch (services.get(
                Service.CANCELLATIONS,
                "/v1/consents?serviceProvider=" + segment(services.serviceProvider()) + "&after=" + cursor + "&limit="
                        + PAGE)) {
            case Reply.Unavailable unavailable -> new Registrations.Unavailable(unavailable.code());
            case Reply.Refused refused -> new Registrations.Unavailable(refused.code());
            case Reply.Ok ok -> registrations(ok.body(), cursor);
        };
    }

    private static Registrations registrations(JsonNode body, long cursor) {
        try {
            List<Registrations.Entry> found = new ArrayList<>();
            for (JsonNode one : Members.array(body, "registrations", PAGE)) {
                found.add(new Registrations.Entry(
                        Members.text(one, "consentId"),
                        Members.instant(one, "receivedAt"),
                        Members.instantOrNull(one, "cancelledAt")));
            }
            return new Registrations.Page(found, Members.cursor(body, "cursor", cursor));
        } catch (Members.MalformedAnswerException e) {
            return new Registrations.Unavailable("malformed");
        }
    }

    private static Registration registered(JsonNode body) {
        try {
            List<String> items = new ArrayList<>();
            for (JsonNode item : Members.array(body, "items", Attribute.values().length)) {
                items.add(Attribute.valueOf(item.asString("")).name());
            }
            return new Registration.Registered(
                    Members.text(body, "consentId"),
                    Members.instant(body, "receivedAt"),
                    Members.instant(body, "startsAt"),
                    Members.instant(body, "endsAt"),
                    items,
                    Members.instantOrNull(body, "cancelledAt"));
        } catch (IllegalArgumentException e) {
            return new Registration.Unavailable("malformed");
        }
    }

    private static Cancellations page(JsonNode body, long cursor) {
        try {
            List<Cancellations.One> found = new ArrayList<>();
            for (JsonNode one : Members.array(body, "cancellations", PAGE)) {
                found.add(new Cancellations.One(Members.text(one, "consentId"), Members.instant(one, "cancelledAt")));
            }
            return new Cancellations.Page(found, Members.cursor(body, "cursor", cursor));
        } catch (Members.MalformedAnswerException e) {
            return new Cancellations.Unavailable("malformed");
        }
    }

    private static String segment(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
