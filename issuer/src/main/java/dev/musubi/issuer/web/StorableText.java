package dev.musubi.issuer.web;

/**
 * Tells whether the database can hold a text: PostgreSQL holds any Unicode text but U+0000, and half of a surrogate pair is
 * no text at all. Whoever sends either is told so at the door, rather than by a statement that fails.
 */
public final class StorableText {

    private StorableText() {}

    /** True for text that can be stored, and looked for. */
    public static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c) && (++i == text.length() || !Character.isLowSurrogate(text.charAt(i)))) {
                return false;
            }
        }
        return true;
    }

    /** True for JSON in UTF-8 (RFC 8259 section 8.1) whose texts can be stored, also those written as escapes. */
    static boolean isJson(byte[] json) {
        boolean high = false;
        for (int i = 0; i < json.length; i++) {
            int unit = -1;
            if (json[i] == 0) {
                return false;
            }
            if (json[i] == '\\' && i + 1 < json.length) {
                i++;
                if (json[i] == 'u') {
                    unit = hex(json, i + 1);
                    i += 4;
                }
            }
            boolean low = unit >= 0 && Character.isLowSurrogate((char) unit);
            if (unit == 0 || high != low) {
                return false;
            }
            high = unit >= 0 && Character.isHighSurrogate((char) unit);
        }
        return !high;
    }

    /** Four hexadecimal digits; -1 where they are none, which whoever reads the JSON refuses. */
    private static int hex(byte[] json, int from) {
        int unit = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = i < json.length ? Character.digit(json[i], 16) : -1;
            if (digit < 0) {
                return -1;
            }
            unit = unit * 16 + digit;
        }
        return unit;
    }
}
