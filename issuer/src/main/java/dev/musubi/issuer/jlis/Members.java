package dev.musubi.issuer.jlis;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Members of J-LIS's answers, each of the kind it should be. An answer that is not understood is no answer. */
final class Members {

    private static final int LONGEST = 4096;

    private Members() {}

    /** A text that says something. */
    static String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        if (!value.isString()
                || value.asString().isEmpty()
                || value.asString().length() > LONGEST
                || value.asString().indexOf('\0') >= 0) {
            throw new MalformedAnswerException(member);
        }
        return value.asString();
    }

    /** A moment, as RFC 3339 writes it. */
    static Instant instant(JsonNode node, String member) {
        try {
            return Instant.parse(text(node, member));
        } catch (DateTimeException e) {
            throw new MalformedAnswerException(member);
        }
    }

    /** The same, where it may be missing or null. */
    static @Nullable Instant instantOrNull(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isMissingNode() || value.isNull() ? null : instant(node, member);
    }

    /** A place in a list that only grows: a whole number, not before {@code least}. */
    static long cursor(JsonNode node, String member, long least) {
        JsonNode value = node.path(member);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < least) {
            throw new MalformedAnswerException(member);
        }
        return value.asLong();
    }

    /** The elements of an array. */
    static List<JsonNode> array(JsonNode node, String member, int most) {
        JsonNode value = node.path(member);
        if (!value.isArray() || value.size() > most) {
            throw new MalformedAnswerException(member);
        }
        List<JsonNode> elements = new ArrayList<>();
        value.forEach(elements::add);
        return elements;
    }

    /** An answer is not what it should be. Names the member, and nothing of what it holds. */
    static final class MalformedAnswerException extends IllegalArgumentException {
        MalformedAnswerException(String member) {
            super("malformed member " + member);
        }
    }
}
