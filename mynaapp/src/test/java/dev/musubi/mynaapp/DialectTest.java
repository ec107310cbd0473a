package dev.musubi.mynaapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is guessed stands in one file: nobody else writes its names down. */
class DialectTest {

    private static final Path HOUSE = Path.of("..");
    private static final List<String> USERS = List.of("mynaapp", "sandbox", "issuer", "demo");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

    /** Names that mean nothing else: nowhere in the house. */
    private static final List<String> OWN_NAMES = List.of(
            Dialect.TRANSACTION_ID,
            Dialect.RESULT_JWE,
            Dialect.ERROR_NOT_SIGNED,
            Dialect.ERROR_UNKNOWN,
            Dialect.ERROR_GONE,
            Dialect.CANCELLED,
            Dialect.PIN_LOCKED,
            Dialect.CERTIFICATE_REVOKED,
            Dialect.CERTIFICATE_EXPIRED,
            Dialect.CERTIFICATE_MISSING,
            Dialect.TOO_LATE);

    /** Names that others use for other things: nowhere in what speaks to the app's server, or plays it. */
    private static final List<String> COMMON_NAMES = List.of(
            Dialect.DATA,
            Dialect.CERTIFICATE,
            Dialect.SIGNATURE,
            Dialect.JWE_RSA,
            Dialect.JWE_EC,
            Dialect.ACR,
            Dialect.BY_CRL,
            Dialect.BY_OCSP,
            Dialect.ID_TOKEN_ALGORITHM,
            Dialect.ACCESS_TOKEN_ALGORITHM,
            Dialect.LINK);

    @Test
    void whenANameIsOursThenItStandsInTheDialectAlone() {
        for (String user : USERS) {
            literals(
                    HOUSE.resolve(user).resolve("src"),
                    any -> true,
                    (file, literal) -> assertThat(OWN_NAMES)
                            .as("%s has \"%s\"", file, literal)
                            .noneMatch(literal::contains));
        }
    }

    @Test
    void whenANameIsGuessedThenTheClientAndTheServerTakeItFromTheDialect() {
        for (String user : USERS) {
            literals(
                    HOUSE.resolve(user).resolve("src/main"),
                    file -> file.toString().contains("mynaapp/src")
                            || file.toString().contains("/sandbox/mynaapp/"),
                    (file, literal) -> assertThat(COMMON_NAMES)
                            .as("%s has \"%s\"", file, literal)
                            .doesNotContain(literal));
        }
    }

    @Test
    void whenAnythingIsPlayedThenNeverAtTheStatesAddress() throws IOException {
        String host = "go" + ".jp";
        for (String user : List.of("mynaapp/src", "sandbox/src/main/java/dev/musubi/sandbox/mynaapp")) {
            try (Stream<Path> files = Files.walk(HOUSE.resolve(user))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file)).as(file.toString()).doesNotContain(host);
                }
            }
        }
    }

    private interface Found {
        void in(Path file, String literal);
    }

    private static void literals(Path folder, Predicate<Path> which, Found found) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(which)
                    .filter(file -> !file.endsWith("Dialect.java") && !file.endsWith("Wire.java"))
                    .toList();
            for (Path file : sources) {
                Matcher literal = LITERAL.matcher(Files.readString(file));
                while (literal.find()) {
                    found.in(file, literal.group(1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
