package dev.musubi.mynaapp;

import java.util.Map;
import java.util.Set;

/** The server's error words as problems of ours. What is not in the list is {@link MynaProblem#NOT_DONE}. */
final class ServerErrors {

    private static final Map<String, MynaProblem> DENIED = Map.of(
            Dialect.CANCELLED, MynaProblem.CANCELLED,
            Dialect.PIN_LOCKED, MynaProblem.PIN_LOCKED,
            Dialect.CERTIFICATE_REVOKED, MynaProblem.CERTIFICATE_REVOKED,
            Dialect.CERTIFICATE_EXPIRED, MynaProblem.CERTIFICATE_EXPIRED,
            Dialect.CERTIFICATE_MISSING, MynaProblem.CERTIFICATE_MISSING,
            Dialect.TOO_LATE, MynaProblem.TOO_LATE);
    /** RFC 6749, sections 4.1.2.1 and 5.2: our request, our key or our registration. */
    private static final Set<String> OURS = Set.of(
            "invalid_request",
            "invalid_client",
            "unauthorized_client",
            "unsupported_response_type",
            "unsupported_grant_type",
            "invalid_scope");

    private ServerErrors() {}

    /** In a callback. A denial whose reason is not known is not called a cancellation. */
    static MynaException inCallback(String error, String description) {
        if (error.equals("access_denied")) {
            return new MynaException(DENIED.getOrDefault(description, MynaProblem.NOT_DONE), error);
        }
        return new MynaException(general(error), error);
    }

    /** In an answer to a call of ours. */
    static MynaException inAnswer(int status, String error) {
        if (status >= 500 || status == 429) {
            return new MynaException(MynaProblem.SERVER_UNAVAILABLE, error);
        }
        if (error.equals("invalid_grant")) {
            return new MynaException(MynaProblem.TOO_LATE, error);
        }
        return new MynaException(general(error), error);
    }

    private static MynaProblem general(String error) {
        if (error.equals("temporarily_unavailable") || error.equals("server_error")) {
            return MynaProblem.SERVER_UNAVAILABLE;
        }
        return OURS.contains(error) ? MynaProblem.SERVICE_REFUSED : MynaProblem.NOT_DONE;
    }
}
