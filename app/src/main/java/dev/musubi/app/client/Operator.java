package dev.musubi.app.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The issuer's operator. */
public final class Operator {

    private final JsonHttp http;
    private final String token;

    /** With the token from its file. */
    public Operator(URI issuer, Path tokenFile) {
        this.http = new JsonHttp(issuer, null);
        try {
            this.token = Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Registers a relying party with its certificate. */
    public Reply register(String id, String name, String law, KeyStore key, List<String> returnUris) {
        return send(
                "POST",
                "/operator/relying-parties",
                Map.of(
                        "id",
                        id,
                        "name",
                        name,
                        "sector",
                        id,
                        "law",
                        law,
                        "certificate",
                        Tls.pem(key),
                        "return_uris",
                        returnUris));
    }

    /**
     * Registers a relying party and its client with what it handed over: a JSON file with the bodies of both requests.
     * Registering again replaces what was registered.
     */
    public void register(Path handedOver) {
        JsonNode both;
        try {
            both = JsonMapper.shared().readTree(Files.readString(handedOver));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        send("POST", "/operator/relying-parties", both.path("relying_party")).expect(201);
        send("PUT", "/operator/openid-clients/" + both.path("client_id").asString(), both.path("client"))
                .expect(200);
    }

    /** Shows that nothing was missed. */
    public Reply coverage() {
        return send("GET", "/operator/coverage", null);
    }

    /** Sweeps now. */
    public Reply sweep(boolean all) {
        return send("POST", "/operator/sweeps", Map.of("all", all));
    }

    /** Any other request. */
    public Reply send(String method, String path, @Nullable Object body) {
        return http.send(method, path, body, token);
    }
}
