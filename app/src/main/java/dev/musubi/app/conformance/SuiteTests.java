package dev.musubi.app.conformance;

import dev.musubi.app.client.JsonHttp;
import dev.musubi.app.client.Reply;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The tests that run at a suite, as its API tells of them. */
final class SuiteTests {

    private final JsonHttp http;
    private final @Nullable String token;

    /**
     * At one suite.
     *
     * @param token null for a suite in its mode for developers, which asks for none
     */
    SuiteTests(Suite suite, SSLContext trusting, @Nullable String token) {
        this.http = new JsonHttp(URI.create(suite.base()), trusting);
        this.token = token;
    }

    /**
     * A test.
     *
     * @param id its id at the suite
     * @param name its name, one of the plan's
     * @param exposed what the suite says to whoever plays the other side
     */
    record Running(String id, String name, Map<String, String> exposed) {

        /** Under which name it runs; empty where it has none. */
        String alias() {
            return exposed.getOrDefault("alias", "");
        }

        /**
         * One of the things said.
         *
         * @throws IllegalStateException if it is not said
         */
        String said(String what) {
            String value = exposed.get(what);
            if (value == null) {
                throw new IllegalStateException("the suite does not say " + what);
            }
            return value;
        }
    }

    /** The ids of the tests the suite has in memory, whether they have ended or not, from the last to the first. */
    List<String> ids() {
        List<String> ids = new ArrayList<>();
        http.send("GET", "/api/runner/running", null, token)
                .expect(200)
                .body()
                .forEach(each -> ids.add(each.asString()));
        return ids;
    }

    /** One of them; empty if it is gone, or says nothing yet. */
    Optional<Running> find(String id) {
        Reply reply = http.send("GET", "/api/runner/" + id, null, token);
        if (reply.status() != 200) {
            return Optional.empty();
        }
        Map<String, String> exposed = new LinkedHashMap<>();
        reply.body()
                .path("exposed")
                .properties()
                .forEach(each -> exposed.put(each.getKey(), each.getValue().asString("")));
        return exposed.isEmpty() ? Optional.empty() : Optional.of(new Running(id, reply.text("name"), exposed));
    }
}
