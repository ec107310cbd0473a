package dev.musubi.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.enrolment.EnrolmentRefusal;
import dev.musubi.issuer.openid.client.TokenRefusal;
import dev.musubi.issuer.signin.AppRefusal;
import dev.musubi.issuer.signin.jpki.SignInOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever meets a code finds at its anchor what is wrong and what to do. */
class ErrorsDocumentedTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path ERRORS = Path.of("../docs/reference/errors.md");
    private static final Pattern PROBLEM = Pattern.compile("new ProblemException\\(\\s*\\d{3},\\s*\"([a-z_0-9]+)\"");
    private static final Pattern REFUSAL = Pattern.compile("new Refusal\\(\\s*\\d{3},\\s*\"([a-z_0-9]+)\"");

    private static Set<String> codes() throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(each -> each.toString().endsWith(".java")).forEach(file -> {
                try {
                    String source = Files.readString(file);
                    for (Pattern pattern : new Pattern[] {PROBLEM, REFUSAL}) {
                        Matcher found = pattern.matcher(source);
                        while (found.find()) {
                            codes.add(found.group(1));
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        for (EnrolmentRefusal each : EnrolmentRefusal.values()) {
            codes.add(each.code());
        }
        for (SignInOutcome.Why each : SignInOutcome.Why.values()) {
            codes.add(each.code());
        }
        for (AppRefusal each : AppRefusal.values()) {
            codes.add(each.code());
        }
        return codes;
    }

    /** In the form of the protocols: by the words their specifications have for errors, wherever they stand in the sources. */
    private static final Pattern PROTOCOL = Pattern.compile(
            "\"(invalid_[a-z_]+|unsupported_[a-z_]+|unmet_[a-z_]+|insufficient_[a-z_]+|unauthorized_client|access_denied"
                    + "|(?:consent|login|interaction)_required|server_error|temporarily_unavailable|standing_not_met|request_gone"
                    + "|request(?:_uri)?_not_supported|registration_not_supported)\"");

    @Test
    void whenAProtocolHasAWordForAnErrorThenItHasAnAnchorToo() throws IOException {
        String page = Files.readString(ERRORS);
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                PROTOCOL.matcher(Files.readString(file)).results().forEach(found -> codes.add(found.group(1)));
            }
        }
        assertThat(codes)
                .hasSizeGreaterThan(20)
                .allSatisfy(
                        code -> assertThat(page).as("the anchor of %s", code).contains("<a id=\"" + code + "\"></a>"));
    }

    @Test
    void whenACodeIsAnsweredThenThePageOfErrorsHasAnAnchorOfItsName() throws IOException {
        String page = Files.readString(ERRORS);
        assertThat(codes())
                .hasSizeGreaterThan(40)
                .allSatisfy(
                        code -> assertThat(page).as("the anchor of %s", code).contains("<a id=\"" + code + "\"></a>"));
    }

    /** Where the protocol's form has no room for a finer code, the sentence is what is looked for. */
    @Test
    void whenAnInitialAccessTokenIsRefusedThenItsSentenceStandsAtAnAnchorOfItsOwn() throws IOException {
        List<String> rows = Files.readAllLines(ERRORS);
        assertThat(TokenRefusal.values())
                .allSatisfy(each -> assertThat(rows)
                        .as("the row of %s", each)
                        .anyMatch(row -> row.contains("<a id=\"" + each.name().toLowerCase(Locale.ROOT) + "\"></a>")
                                && row.contains(each.sentence())));
    }
}
