package dev.musubi.jpki.verification;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JOSE header (RFC 7515 section 4). The header a card's software writes is a flat object of plain strings and
 * lists of plain strings, most of it one long certificate; that is read here in one walk. Anything else JSON allows
 * (escapes, white space, numbers, nesting) is left to the general parser, so both accept the same headers.
 */
final class JoseHeader {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long SPACES = 0x2020_2020_2020_2020L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final String json;
    private int position;

    private JoseHeader(String json) {
        this.json = json;
    }

    /** The members by name; each name once. */
    static Map<String, Object> read(byte[] json) throws SignatureRefusedException {
        if (isPlain(json)) {
            @Nullable
            Map<String, Object> members = new JoseHeader(new String(json, StandardCharsets.ISO_8859_1)).members();
            if (members != null) {
                return members;
            }
        }
        return general(json);
    }

    private static Map<String, Object> general(byte[] json) throws SignatureRefusedException {
        String text = new String(json, StandardCharsets.UTF_8);
        try {
            // The general parser would also take "null", and a list of pairs, for an object.
            @Nullable
            Map<String, Object> header = text.stripLeading().startsWith("{") ? JSONObjectUtils.parse(text) : null;
            if (header != null) {
                return header;
            }
        } catch (ParseException e) {
            // refused below
        }
        throw new SignatureRefusedException(RefusalReason.MALFORMED_SIGNATURE, "header");
    }

    /** Whether there are only printable ASCII characters; eight are looked at a time. */
    private static boolean isPlain(byte[] json) {
        long odd = 0;
        int i = 0;
        for (; i + Long.BYTES <= json.length; i += Long.BYTES) {
            long eight = (long) LONG.get(json, i);
            odd |= (eight - SPACES) | eight; // below the space, or above ASCII: the high bit is set
        }
        for (; i < json.length; i++) {
            odd |= json[i] < ' ' ? HIGH_BITS : 0;
        }
        return (odd & HIGH_BITS) == 0;
    }

    /** The members, or null if this is not such a header. */
    private @Nullable Map<String, Object> members() {
        Map<String, Object> members = new HashMap<>(16);
        if (json.indexOf('\\') >= 0 || !skip('{')) {
            return null;
        }
        do {
            @Nullable String name = string();
            if (name == null || !skip(':')) {
                return null;
            }
            @Nullable Object value = json.startsWith("[", position) ? list() : string();
            if (value == null || members.put(name, value) != null) {
                return null;
            }
        } while (skip(','));
        return skip('}') && position == json.length() ? members : null;
    }

    private @Nullable List<String> list() {
        List<String> list = new ArrayList<>(1);
        position++;
        do {
            @Nullable String item = string();
            if (item == null) {
                return null;
            }
            list.add(item);
        } while (skip(','));
        return skip(']') ? list : null;
    }

    private @Nullable String string() {
        if (!skip('"')) {
            return null;
        }
        int end = json.indexOf('"', position);
        if (end < 0) {
            return null;
        }
        String value = json.substring(position, end);
        position = end + 1;
        return value;
    }

    private boolean skip(char c) {
        if (position < json.length() && json.charAt(position) == c) {
            position++;
            return true;
        }
        return false;
    }
}
