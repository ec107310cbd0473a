package dev.musubi.mynaapp;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Calls to the server, each of one form, and its answers as JSON of a bounded size. */
final class ServerCalls {

    private static final String ACCEPT = "Accept";
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String JSON = "application/json";

    private final Transport transport;

    ServerCalls(Transport transport) {
        this.transport = transport;
    }

    /** An answer: the status and the members of its JSON; none if it is an error without JSON. */
    record Answer(int status, Map<String, Object> members) {

        /** A member that has to be there. */
        String string(String name) throws MynaException {
            if (members.get(name) instanceof String value && !value.isEmpty()) {
                return value;
            }
            throw MynaException.notUnderstood();
        }

        String error() {
            return members.get("error") instanceof String error ? error : "";
        }

        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    Answer form(URI uri, Map<String, String> form) throws MynaException {
        String body = form.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return exchange(new Transport.Call(
                "POST",
                uri,
                Map.of(ACCEPT, JSON, CONTENT_TYPE, "application/x-www-form-urlencoded"),
                body.getBytes(StandardCharsets.US_ASCII),
                Dialect.LARGEST_ANSWER));
    }

    Answer json(URI uri, String token, Map<String, Object> body) throws MynaException {
        Map<String, String> headers = bearer(token);
        headers.put(CONTENT_TYPE, JSON);
        byte[] bytes = JSONObjectUtils.toJSONString(body).getBytes(StandardCharsets.UTF_8);
        return exchange(new Transport.Call("POST", uri, headers, bytes, Dialect.LARGEST_ANSWER));
    }

    Answer get(URI uri, String token) throws MynaException {
        return exchange(new Transport.Call("GET", uri, bearer(token), new byte[0], Dialect.LARGEST_ANSWER));
    }

    Answer get(URI uri) throws MynaException {
        return exchange(new Transport.Call("GET", uri, Map.of(ACCEPT, JSON), new byte[0], Dialect.LARGEST_ANSWER));
    }

    private static Map<String, String> bearer(String token) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ACCEPT, JSON);
        headers.put("Authorization", "Bearer " + token);
        return headers;
    }

    private Answer exchange(Transport.Call call) throws MynaException {
        Transport.Answer answer;
        try {
            answer = transport.exchange(call);
        } catch (IOException e) {
            throw new MynaException(MynaProblem.SERVER_UNREACHABLE);
        }
        if (answer.body().length > call.largestAnswer()) {
            throw MynaException.notUnderstood();
        }
        boolean good = answer.status() / 100 == 2;
        try {
            return new Answer(
                    answer.status(),
                    JsonObjects.read(new String(answer.body(), StandardCharsets.UTF_8), call.largestAnswer()));
        } catch (ParseException e) {
            if (good) {
                throw MynaException.notUnderstood();
            }
            return new Answer(answer.status(), Map.of()); // An error in another form is an error all the same.
        }
    }
}
