package dev.musubi.app.clientkey;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code client-key NAME [--origin URL] [--law LAW] [--folder DIR]}: makes the client's key ({@code NAME.jwk}) and the TLS
 * certificate for the relying parties' door ({@code NAME.p12}), and prints what to hand to the issuer's operator.
 */
public final class ClientKeyCommand {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String USAGE =
            "musubi client-key NAME [--origin https://bank.example] [--law JP_AML] [--folder DIR]";

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
        String origin = "https://CHANGE-ME.example";
        String law = "NONE";
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

    private void print(String name, String origin, String law, ClientKeys made) {
        out.println("Made, readable by you alone; they never leave you:");
        out.println("  " + made.key() + "  the client's key (musubi.relying-party.key)");
        out.println("  " + made.certificateStore()
                + "  certificate and key for the relying parties' door (musubi.relying-party.certificate; password: "
                + ClientKeys.PASSWORD + ", which guards nothing: the file's mode does)");
        out.println();
        out.println("Hand this to the issuer's operator, over a way on which it can be told that it is yours. The");
        out.println("certificate's SHA-256, to compare by telephone: " + made.fingerprint());
        out.println();
        out.println("for POST /operator/relying-parties:");
        out.println(JSON.writeValueAsString(
                Map.of("id", name, "name", name, "sector", name, "law", law, "certificate", made.certificate())));
        out.println();
        out.println("for PUT /operator/openid-clients/" + name + ":");
        out.println(JSON.writeValueAsString(Map.of(
                "relying_party",
                name,
                "metadata",
                Map.of(
                        "redirect_uris",
                        List.of(origin + "/musubi/callback"),
                        "post_logout_redirect_uris",
                        List.of(origin + "/"),
                        "backchannel_logout_uri",
                        origin + "/musubi/backchannel-logout",
                        "grant_types",
                        List.of("authorization_code"),
                        "token_endpoint_auth_method",
                        "private_key_jwt",
                        "jwks",
                        Map.of("keys", List.of(made.publicKey()))))));
    }
}
