package dev.musubi.issuer.web;

import dev.musubi.issuer.message.Message;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request is not granted, said in RFC 9457 (Problem Details for HTTP APIs) with a stable {@code code}.
 *
 * <p>Thrown by endpoints only; inside, outcomes are sealed types.
 */
public final class ProblemException extends RuntimeException {

    private final int status;
    private final String code;
    private final String detail;
    private final @Nullable Message message;
    private final @Nullable Duration retryAfter;

    private @Nullable String reason;

    private final Map<String, String> headers = new LinkedHashMap<>();

    /** Adds a header to the answer. */
    public ProblemException with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Adds a finer stable code of why. */
    public ProblemException because(@Nullable String finer) {
        this.reason = finer;
        return this;
    }

    @Nullable
    String reason() {
        return reason;
    }

    /** With the HTTP status, a stable code, and what is wrong and what to do in one or two sentences. */
    public ProblemException(int status, String code, String detail) {
        this(status, code, detail, (Message) null, null);
    }

    /** The same, for an error a resident reads. */
    public ProblemException(int status, String code, Message message) {
        this(status, code, message, null);
    }

    /**
     * The same, where it helps to wait.
     *
     * @param retryAfter when to try again
     */
    public ProblemException(int status, String code, Message message, @Nullable Duration retryAfter) {
        this(status, code, message.english(), message, retryAfter);
    }

    ProblemException(Refusals.Refusal refusal, @Nullable Duration retryAfter) {
        this(refusal.status(), refusal.code(), refusal.detail(), refusal.message(), retryAfter);
    }

    private ProblemException(
            int status, String code, String detail, @Nullable Message message, @Nullable Duration retryAfter) {
        super(code, null, false, false);
        this.status = status;
        this.code = code;
        this.detail = detail;
        this.message = message;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String detail() {
        return detail;
    }

    /** What a resident reads; null where only programs call. */
    @Nullable
    Message message() {
        return message;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
