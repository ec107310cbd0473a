package dev.musubi.app.card;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A document as it is shown to the person who is to sign it: its member {@code display}, then all the others. */
final class SignedText {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SignedText() {}

    /** The lines. Nothing of the document is left out, and nothing of it can move the cursor or hide what it says. */
    static List<String> lines(String document) {
        List<String> lines = new ArrayList<>();
        JsonNode node;
        try {
            node = JSON.readTree(document);
        } catch (JacksonException e) {
            node = null;
        }
        if (node == null || !node.isObject()) {
            document.lines().forEach(line -> lines.add("  | " + harmless(line)));
            return lines;
        }
        JsonNode display = node.path("display");
        if (display.isString()) {
            display.stringValue().lines().forEach(line -> lines.add("  | " + harmless(line)));
        }
        for (var member : node.properties()) {
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
