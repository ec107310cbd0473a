package dev.musubi.app.conformance;

import dev.musubi.app.client.JsonHttp;
import dev.musubi.app.client.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A token endpoint, as a client with a secret calls it (RFC 6749 sections 2.3.1 and 4.4). */
final class TokenEndpoint {

    private static final String SCOPE = "ssf.read ssf.manage";

    private final JsonHttp http;
    private final Map<String, String> authentication;

    TokenEndpoint(URI endpoint, SSLContext trusting, String client, String secret) {
        this.http = new JsonHttp(endpoint, trusting);
        this.authentication = Map.of(
                "Authorization",
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((client + ":" + secret).getBytes(StandardCharsets.US_ASCII)));
    }

    /** Asks for tokens by this grant. */
    Reply ask(Map<String, String> grant) {
        return http.form("", grant, authentication).expect(200);
    }

    /** A token in the client's own name with which streams are managed, asked for once: a test is over before it is. */
    Supplier<String> own() {
        return new Supplier<>() {
            private @Nullable String token;

            @Override
            public synchronized String get() {
                String known = token;
                if (known == null) {
                    known = ask(Map.of("grant_type", "client_credentials", "scope", SCOPE))
                            .text("access_token");
                    token = known;
                }
                return known;
            }
        };
    }
}
