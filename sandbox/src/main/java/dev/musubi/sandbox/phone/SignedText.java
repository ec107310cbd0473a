package dev.musubi.sandbox.phone;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A document as a phone shows it before it asks for the PIN: the host it comes from and the check word first, where it
 * names them, then its member {@code display}. What names no issuer is shown and signed as it is.
 */
final class SignedText {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String document;
    private final @Nullable JsonNode members;

    private SignedText(String document, @Nullable JsonNode members) {
        this.document = document;
        this.members = members;
    }

    static SignedText of(String document) {
        try {
            JsonNode node = JSON.readTree(document);
            return new SignedText(document, node != null && node.isObject() ? node : null);
        } catch (JacksonException e) {
            return new SignedText(document, null);
        }
    }

    /**
     * Whether it comes from whom the phone talks to: it names that issuer, or none. One that names an issuer while the phone
     * does not know whom it talks to does not.
     */
    boolean isFrom(@Nullable String origin) {
        JsonNode issuer = members == null ? null : members.get("issuer");
        if (issuer == null) {
            return true;
        }
        Optional<String> said = issuer.isString() ? origin(issuer.stringValue()) : Optional.empty();
        return origin != null && said.isPresent() && said.equals(origin(origin));
    }

    /** Scheme, host and port of an address, in one spelling. */
    private static Optional<String> origin(String address) {
        try {
            URI uri = URI.create(address);
            if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
                return Optional.empty();
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            int usual = scheme.equals("https") ? 443 : 80;
            return Optional.of(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":"
                    + (uri.getPort() == -1 ? usual : uri.getPort()));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    String shown() {
        if (members == null) {
            return document;
        }
        String host = members.path("site").path("host").asString("");
        String word = members.path("check_word").asString("");
        JsonNode display = members.get("display");
        String text = display == null ? document : display.isString() ? display.stringValue() : display.toString();
        return (host.isEmpty() ? "" : "接続先: " + host + "\n") + (word.isEmpty() ? "" : "確認のことば: " + word + "\n") + text;
    }
}
