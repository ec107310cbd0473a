package dev.musubi.app.card;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A document as it is shown to the person who is to sign it: its member {@code display}, then all the others. */
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

    /** Whether its issuer is at this origin. One that names none, or is no JSON, is from nobody. */
    boolean isFrom(URI origin) {
        try {
            URI issuer = URI.create(member("issuer"));
            return issuer.getRawUserInfo() == null
                    && origin.getScheme().equalsIgnoreCase(issuer.getScheme())
                    && String.valueOf(origin.getHost()).equalsIgnoreCase(issuer.getHost())
                    && port(origin) == port(issuer);
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static int port(URI uri) {
        return uri.getPort() == -1 ? 443 : uri.getPort();
    }

    /** The host it is for. */
    String host() {
        JsonNode site = members == null ? null : members.get("site");
        return site == null ? "?" : harmless(site.path("host").asString("?"));
    }

    /** What whoever asked for it shows too. */
    String checkWord() {
        return harmless(member("check_word"));
    }

    private String member(String name) {
        return members == null ? "" : members.path(name).asString("");
    }

    /** The lines. Nothing of the document is left out, and nothing of it can move the cursor or hide what it says. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (members == null) {
            document.lines().forEach(line -> lines.add("  | " + harmless(line)));
            return lines;
        }
        JsonNode display = members.path("display");
        if (display.isString()) {
            display.stringValue().lines().forEach(line -> lines.add("  | " + harmless(line)));
        }
        for (var member : members.properties()) {
            if (!member.getKey().equals("display") || !member.getValue().isString()) {
                lines.add("  . " + harmless(member.getKey()) + ": " + harmless(text(member.getValue())));
            }
        }
        return lines;
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

    /** Control characters, and those that turn the direction of writing, become a sign that something is there. */
    static String harmless(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(each -> {
            boolean shows = switch (Character.getType(each)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE -> false;
                default -> true;
            };
            shown.appendCodePoint(shows ? each : 0xFFFD);
        });
        return shown.toString();
    }
}
