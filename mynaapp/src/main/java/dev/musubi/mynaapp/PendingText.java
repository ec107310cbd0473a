package dev.musubi.mynaapp;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The stored form of what is pending: a JSON object of strings with its version and kind. It is nobody's wire. */
final class PendingText {

    private static final String VERSION = "1";
    private static final int LARGEST = 8 << 10;

    private final Map<String, Object> members;

    private PendingText(Map<String, Object> members) {
        this.members = members;
    }

    static String write(String kind, Pending pending, Map<String, Object> more) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("version", VERSION);
        members.put("kind", kind);
        members.putAll(more);
        members.put("state", pending.state());
        members.put("nonce", pending.nonce());
        members.put("codeVerifier", pending.codeVerifier());
        members.put("redirectUri", pending.redirectUri());
        members.put("startedAt", pending.startedAt().toString());
        members.put("until", pending.until().toString());
        return JSONObjectUtils.toJSONString(members);
    }

    static PendingText read(String kind, String text) {
        try {
            PendingText read = new PendingText(JsonObjects.read(text, LARGEST));
            if (!read.string("version").equals(VERSION) || !read.string("kind").equals(kind)) {
                throw new IllegalArgumentException("this is not a " + kind + " of version " + VERSION);
            }
            return read;
        } catch (ParseException e) {
            throw new IllegalArgumentException("this is nothing pending", e);
        }
    }

    String string(String name) {
        if (members.get(name) instanceof String value) {
            return value;
        }
        throw new IllegalArgumentException("member " + name + " is missing");
    }

    Instant instant(String name) {
        try {
            return Instant.parse(string(name));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("member " + name + " is no time", e);
        }
    }
}
