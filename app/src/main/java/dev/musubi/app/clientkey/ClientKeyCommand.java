package dev.musubi.app.clientkey;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code client-key NAME --origin URL --law LAW [--folder DIR]}: makes the client's key ({@code NAME.jwk}) and the TLS
 * certificate for the relying parties' door ({@code NAME.p12}), the public halves of both ({@code NAME.jwks.json} and {@code
 * NAME.pem}), and prints what to hand to the issuer's operator.
 */
public final class ClientKeyCommand {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String USAGE =
            "musubi client-key NAME --origin https://bank.example --law JP_AML [--folder DIR]";
    /** What the issuer takes; which attributes are verified under what follows from it, so that none is taken for granted. */
    private static final List<String> LAWS = List.of("JP_AML", "JP_MPIUPA", "ADMINISTRATIVE_PROCEDURE", "NONE");

    private final InstantSource clock;
    private final PrintStream out;

    /** Prints there. */
    public ClientKeyCommand(InstantSource clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    /** Runs it; 0 if all is made, 2 if it was not asked for rightly or something is there already. */
    public int run(List<String> arguments) {
        String name = "";
        String origin = "";
        String law = "";
        Path folder = Path.of(".");
        List<String> rest = new ArrayList<>(arguments);
        while (!rest.isEmpty()) {
            String word = rest.removeFirst();
            boolean option = word.startsWith("--");
            if (option ? rest.isEmpty() : !name.isEmpty()) {
                out.println(USAGE);
                return 2;
            }
            switch (word) {
                case "--origin" -> origin = rest.removeFirst();
                case "--law" -> law = rest.removeFirst().toUpperCase(Locale.ROOT);
                case "--folder" -> folder = Path.of(rest.removeFirst());
                default -> {
                    if (option) {
                        out.println(USAGE);
                        return 2;
                    }
                    name = word;
                }
            }
        }
        if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            out.println("musubi client-key: a name is lower-case letters, digits and hyphens, at most 63\n" + USAGE);
            return 2;
        }
        String missing = wrong(origin, law);
        if (!missing.isEmpty()) {
            out.println("musubi client-key: " + missing + "\n" + USAGE);
            return 2;
        }
        try {
            print(name, origin, law, ClientKeys.make(name, folder, clock.instant()));
            return 0;
        } catch (FileAlreadyExistsException there) {
            out.println("musubi client-key: " + there.getFile() + " is there already; keys are never overwritten");
            return 2;
        } catch (IOException | GeneralSecurityException e) {
            out.println("musubi client-key: the keys could not be made or kept ("
                    + e.getClass().getName() + ")");
            return 1;
        }
    }

    /** What is to be said otherwise, or nothing: a registration made of a guess would fail at the first sign-in only. */
    private static String wrong(String origin, String law) {
        if (origin.isEmpty()) {
            return "origin_missing: add --origin with where your site is, as in --origin https://bank.example";
        }
        if (!origin.matches("https://[a-z0-9.-]+(:[0-9]{1,5})?")) {
            return "origin_malformed: an origin is https://, the host and perhaps a port, with nothing behind it";
        }
        if (law.isEmpty()) {
            return "law_missing: add --law with the law you verify persons under: " + String.join(", ", LAWS);
        }
        if (!LAWS.contains(law)) {
            return "law_unknown: the laws are " + String.join(", ", LAWS);
        }
        return "";
    }

    private void print(String name, String origin, String law, ClientKeys made) {
        out.println("Made, readable by you alone; they never leave you:");
        out.println("  " + made.key() + "  the client's key (musubi.relying-party.key)");
        out.println("  " + made.certificateStore()
                + "  certificate and key for the relying parties' door (musubi.relying-party.certificate; password: "
                + ClientKeys.PASSWORD + ", which guards nothing: the file's mode does)");
        out.println();
        out.println("Made, to hand to the issuer's operator, over a way on which it can be told that they are yours:");
        out.println("  " + made.keySet() + "  the public half of the client's key");
        out.println("  " + made.certificateFile() + "  the certificate; its SHA-256, to compare by telephone:");
        out.println("  " + made.fingerprint());
        out.println();
        out.println("Both are in what the operator sends. The operator may change the names, and add a purpose.");
        out.println();
        out.println("for POST /operator/relying-parties:");
        out.println(JSON.writeValueAsString(party(name, law, made)));
        out.println();
        out.println("for PUT /operator/openid-clients/" + name + ":");
        out.println(JSON.writeValueAsString(client(name, origin, made)));
    }

    private static Map<String, Object> party(String name, String law, ClientKeys made) {
        Map<String, Object> party = new LinkedHashMap<>();
        party.put("id", name);
        party.put("name", name);
        party.put("sector", name);
        party.put("law", law);
        party.put("certificate", made.certificate());
        return party;
    }

    private static Map<String, Object> client(String name, String origin, ClientKeys made) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("redirect_uris", List.of(origin + "/musubi/callback"));
        metadata.put("post_logout_redirect_uris", List.of(origin + "/"));
        metadata.put("backchannel_logout_uri", origin + "/musubi/backchannel-logout");
        metadata.put("grant_types", List.of("authorization_code"));
        metadata.put("token_endpoint_auth_method", "private_key_jwt");
        metadata.put("jwks", Map.of("keys", List.of(made.publicKey())));
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("relying_party", name);
        client.put("metadata", metadata);
        return client;
    }
}
