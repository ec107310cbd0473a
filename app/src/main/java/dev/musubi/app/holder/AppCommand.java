package dev.musubi.app.holder;

import dev.musubi.app.client.AppKey;
import dev.musubi.app.client.AppRequests;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.UnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code musubi app [--issuer URL] [--trust PEM] [--as FILE] METHOD PATH [BODY]}: one request of a holder's app to the
 * residents' door, with the proof of its key. Key and token are kept in a file for its owner alone; a token that an answer
 * brings lets the next request in. The answer is printed as it is.
 */
public final class AppCommand {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path DEMO = Path.of(".musubi", "demo");

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    /** Reads a body from {@code in} where it is said to be {@code -}. */
    public AppCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Runs it; the exit status: 0 where the answer's is 2xx, 1 where it is another, 2 where the command is not one. */
    public int run(List<String> arguments) {
        URI issuer = URI.create("https://localhost:8443");
        Path trust = DEMO.resolve("issuer/tls/server.pem");
        Path file = DEMO.resolve("app.json");
        List<String> rest = new ArrayList<>(arguments);
        try {
            while (!rest.isEmpty() && rest.getFirst().startsWith("--")) {
                String option = rest.removeFirst();
                String value = rest.isEmpty() ? "" : rest.removeFirst();
                switch (option) {
                    case "--issuer" -> issuer = URI.create(value);
                    case "--trust" -> trust = Path.of(value);
                    case "--as" -> file = Path.of(value);
                    default -> throw new IllegalArgumentException("there is no option " + option);
                }
            }
            if (rest.size() < 2 || rest.size() > 3 || !rest.get(1).startsWith("/")) {
                throw new IllegalArgumentException("say METHOD PATH [BODY]");
            }
            return send(issuer, trust, file, rest.get(0), rest.get(1), rest.size() == 3 ? body(rest.get(2)) : null);
        } catch (IllegalArgumentException | JacksonException notUnderstood) {
            err.println("musubi app: " + first(notUnderstood) + "; see ./musubi help");
            return 2;
        } catch (UnreachableException | IllegalStateException | IOException trouble) {
            err.println("musubi app: " + first(trouble));
            return 1;
        }
    }

    private static String first(Exception trouble) {
        return String.valueOf(trouble.getMessage()).lines().findFirst().orElse("");
    }

    private @Nullable JsonNode body(String text) throws IOException {
        return JSON.readTree(text.equals("-") ? new String(in.readAllBytes(), StandardCharsets.UTF_8) : text);
    }

    private int send(URI issuer, Path trust, Path file, String method, String path, @Nullable JsonNode body)
            throws IOException {
        JsonNode kept = Files.exists(file) ? JSON.readTree(Files.readAllBytes(file)) : JSON.createObjectNode();
        AppKey key = kept.has("key") ? AppKey.of(kept.path("key")) : AppKey.generate();
        String access = kept.path("access").asString("");
        Reply reply = new AppRequests(issuer, trust, key)
                .send(method, path, body, access.isEmpty() || isForAnybody(path) ? null : access);
        String let = reply.status() == 201 ? reply.text("access") : "";
        keep(file, key, let.isEmpty() ? access : let);
        if (!reply.body().isMissingNode()) {
            out.println(reply.body());
        }
        return reply.status() / 100 == 2 ? 0 : 1;
    }

    /** Applying needs no token, and one that has ended would be refused. */
    private static boolean isForAnybody(String path) {
        return path.startsWith("/v1/issuance-applications") || path.equals("/v1/sign-in-challenges");
    }

    private static void keep(Path file, AppKey key, String access) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("key", key.kept());
        if (!access.isEmpty()) {
            kept.put("access", access);
        }
        Files.write(file, JSON.writeValueAsBytes(kept));
    }
}
