package dev.musubi.sandbox.verifierservice;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a holder signed: a consent or its cancellation, as JSON. Anything not of the form is nothing. */
sealed interface Application {

    /** Consents. */
    record GiveConsent(String serviceProvider, String service, Set<Item> items, Instant statedAt)
            implements Application {}

    /** Cancels a consent; {@code statedAt} if it says so. */
    record CancelConsent(String consentId, @Nullable Instant statedAt) implements Application {}

    /** Reads the signed octets. */
    static Optional<Application> read(byte[] json) {
        try {
            JsonNode root = Reader.JSON.readTree(json);
            if (root == null || !root.isObject()) {
                return Optional.empty();
            }
            return switch (Reader.text(root, "type", Reader.LONGEST_NAME)) {
                case "latest-attributes-consent" -> Optional.of(Reader.consent(root));
                case "latest-attributes-consent-cancellation" -> Optional.of(Reader.cancellation(root));
                default -> Optional.empty();
            };
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Reads members, refusing what is missing, too long or of another type. */
    final class Reader {
        private static final JsonMapper JSON = JsonMapper.builder().build();
        private static final int LONGEST_NAME = 200;
        private static final int LONGEST_PURPOSE = 2000;
        private static final Pattern PROVIDER = Pattern.compile("[A-Za-z0-9._:/-]{1,200}");
        private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9._~+/=-]{8,200}");

        private Reader() {}

        private static GiveConsent consent(JsonNode root) {
            text(root, "purpose", LONGEST_PURPOSE);
            matching(root, "nonce", NONCE);
            return new GiveConsent(
                    matching(root, "serviceProvider", PROVIDER),
                    text(root, "service", LONGEST_NAME),
                    items(root.get("items")),
                    Instant.parse(text(root, "statedAt", LONGEST_NAME)));
        }

        private static CancelConsent cancellation(JsonNode root) {
            return new CancelConsent(
                    text(root, "consentId", LONGEST_NAME),
                    root.has("statedAt") ? Instant.parse(text(root, "statedAt", LONGEST_NAME)) : null);
        }

        private static Set<Item> items(@Nullable JsonNode node) {
            if (node == null || !node.isArray() || node.isEmpty() || node.size() > Item.values().length) {
                throw new IllegalArgumentException("items");
            }
            Set<Item> items = EnumSet.noneOf(Item.class);
            for (JsonNode each : node) {
                if (!each.isString()) {
                    throw new IllegalArgumentException("items");
                }
                items.add(Item.valueOf(each.stringValue()));
            }
            return items;
        }

        private static String matching(JsonNode root, String member, Pattern form) {
            String value = text(root, member, LONGEST_NAME);
            if (!form.matcher(value).matches()) {
                throw new IllegalArgumentException(member);
            }
            return value;
        }

        private static String text(JsonNode root, String member, int longest) {
            JsonNode node = root.get(member);
            if (node == null || !node.isString()) {
                throw new IllegalArgumentException(member);
            }
            String value = node.stringValue();
            if (value.isBlank() || value.length() > longest) {
                throw new IllegalArgumentException(member);
            }
            return value;
        }
    }
}
