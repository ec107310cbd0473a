package dev.musubi.app.card;

import dev.musubi.app.client.AppKey;
import dev.musubi.app.client.Applications;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.client.UnreachableException;
import dev.musubi.card.client.CardFinder;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** {@code musubi card insert|remove|status|trace|sign}. */
public final class CardCommand {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String USUAL_SANDBOX = "http://127.0.0.1:9080";
    private static final String APPLICATIONS = "/v1/issuance-applications";
    private static final Path DEMO_CERTIFICATE = Path.of(".musubi", "demo", "issuer", "tls", "server.pem");

    private final Terminal terminal;
    private final PrintStream err;
    private final CardFinder finder;
    private final InstantSource clock;

    CardCommand(Terminal terminal, PrintStream err, CardFinder finder, InstantSource clock) {
        this.terminal = terminal;
        this.err = err;
        this.finder = finder;
        this.clock = clock;
    }

    /** The command of this process, with the readers of this machine. */
    public static CardCommand ofThisProcess(PrintStream out, PrintStream err) {
        return new CardCommand(Terminals.ofThisProcess(out), err, CardFinder.overPcsc(), InstantSource.system());
    }

    /** Runs it; the exit status. */
    public int run(List<String> arguments) {
        try {
            if (arguments.isEmpty()) {
                throw CardTrouble.usage("say insert, remove, status, trace or sign");
            }
            List<String> rest = arguments.subList(1, arguments.size());
            switch (arguments.getFirst()) {
                case "insert" ->
                    insert(Options.of(rest, Set.of("--resident", "--device", "--sandbox", "--port"), Set.of()));
                case "remove" -> reader(rest).remove();
                case "status" -> reader(rest).status();
                case "trace" -> {
                    Options options = Options.of(rest, Set.of("--sandbox"), Set.of("--follow"));
                    new ReaderOrders(sandbox(options), terminal).trace(options.has("--follow"));
                }
                case "sign" ->
                    sign(Options.of(
                            rest, Set.of("--application", "--trust", "--latest-attributes", "--access"), Set.of()));
                default -> throw CardTrouble.usage("there is no command card " + arguments.getFirst());
            }
            return 0;
        } catch (CardTrouble trouble) {
            err.println("musubi card: " + trouble.line());
            return trouble.status();
        }
    }

    private ReaderOrders reader(List<String> arguments) {
        return new ReaderOrders(sandbox(Options.of(arguments, Set.of("--sandbox"), Set.of())), terminal);
    }

    private void insert(Options options) {
        String device = switch (options.value("--device").orElse("card")) {
            case "card" -> "CARD";
            case "phone" -> "SMARTPHONE";
            default -> throw CardTrouble.usage("--device is card or phone");
        };
        Integer port = options.value("--port").map(CardCommand::port).orElse(null);
        new ReaderOrders(sandbox(options), terminal).insert(options.needed("--resident"), device, port);
    }

    private static Integer port(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw CardTrouble.usage("--port is a number");
        }
    }

    private static Sandbox sandbox(Options options) {
        return new Sandbox(uri(options.value("--sandbox").orElse(USUAL_SANDBOX), "--sandbox"));
    }

    private void sign(Options options) {
        URI address = uri(options.needed("--application"), "--application");
        if (!"https".equals(address.getScheme())) {
            throw CardTrouble.usage("--application is an https address");
        }
        Boolean consent = switch (options.value("--latest-attributes").orElse("ask")) {
            case "yes" -> true;
            case "no" -> false;
            case "ask" -> null;
            default -> throw CardTrouble.usage("--latest-attributes is yes or no");
        };
        Path access = options.value("--access").map(Path::of).orElse(null);
        if (access != null && Files.exists(access)) {
            throw CardTrouble.usage("--access names a file that is there already");
        }
        Path trust = trust(options, address);
        try {
            AppKey key = AppKey.generate();
            Applications issuer = new Applications(applications(address), key, trust);
            Reply issued = new SignApplication(finder, terminal, clock).enrol(issuer, consent);
            terminal.say(SignedText.harmless(issued.text("message")) + " / "
                    + SignedText.harmless(issued.text("message_en")));
            terminal.say("private ID " + SignedText.harmless(issued.text("state")) + ", generation "
                    + issued.body().path("generation").asInt() + ", valid until "
                    + SignedText.harmless(issued.text("valid_until")));
            if (access != null) {
                keep(access, JSON.writeValueAsString(Map.of("access", issued.text("access"), "key", key.kept())));
                terminal.say("the token that lets your app in, and its key: " + access);
            }
        } catch (UnreachableException e) {
            if (e.getCause() instanceof SSLException) {
                throw CardTrouble.of(
                        "発行者のサーバー証明書を信頼できません。",
                        "The issuer's server certificate is not trusted: name it with --trust FILE.",
                        "issuer_untrusted");
            }
            throw CardTrouble.of("発行者に接続できません。", "The issuer cannot be reached: " + cause(e), "issuer_unreachable");
        } catch (IllegalStateException e) {
            throw CardTrouble.of("発行者の証明書を読めません。", "The certificate of --trust cannot be read.", "trust_unreadable");
        }
    }

    private static String cause(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null ? "no answer" : cause.getClass().getSimpleName();
    }

    /** A certificate to trust and no other; the demonstration's for an issuer on this machine; else what the JDK trusts. */
    private static @Nullable Path trust(Options options, URI address) {
        if (options.has("--trust")) {
            return Path.of(options.needed("--trust"));
        }
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        boolean here = host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]");
        return here && Files.exists(DEMO_CERTIFICATE) ? DEMO_CERTIFICATE : null;
    }

    /** The address where applications are asked for; of an issuer's address alone, its usual one. */
    private static URI applications(URI address) {
        String path = address.getPath();
        return path == null || path.isEmpty() || path.equals("/") ? address.resolve(APPLICATIONS) : address;
    }

    private static URI uri(String text, String option) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw CardTrouble.usage(option + " is an address like https://localhost:8443");
    }

    /** For its owner's eyes only, from the first moment on. */
    private static void keep(Path file, String kept) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, kept.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.TRUNCATE_EXISTING);
        } catch (FileAlreadyExistsException e) {
            throw CardTrouble.of("ファイルが既にあります。", "The file of --access is there already.", "access_exists");
        } catch (IOException e) {
            throw CardTrouble.of("ファイルを書けません。", "The file of --access cannot be written.", "access_unwritable");
        }
    }
}
