package dev.musubi.sandbox.problem;

import java.io.Serial;
import java.util.Map;

/**
 * A request that cannot be fulfilled: an HTTP status, a stable code, and a sentence for a person (RFC 9457). It never
 * carries what the caller sent.
 */
public final class Problem extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, Object> members;

    /** A problem with nothing more to say. */
    public Problem(int status, String code, String sentence) {
        this(status, code, sentence, Map.of());
    }

    /** A problem with further members. */
    public Problem(int status, String code, String sentence, Map<String, Object> members) {
        super(sentence, null, false, false);
        this.status = status;
        this.code = code;
        this.members = Map.copyOf(members);
    }

    /** Something is missing or not of the form the description of the interface asks for. */
    public static Problem malformed(String sentence) {
        return new Problem(400, "MALFORMED", sentence);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The stable code. */
    public String code() {
        return code;
    }

    /** Further members of the answer. */
    public Map<String, Object> members() {
        return members;
    }
}
