package dev.musubi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sites' words: each in both languages with the same gaps, each used, and none asked for that is not there. */
class MessagesTest {

    private static final Path RESOURCES = Path.of("src/main/resources");

    /** {@code #{key}} and {@code #{key(…)}}; and by the site, {@code #{${'first.' + shop.id() + '.begin'}}}. */
    private static final Pattern LITERAL = Pattern.compile("#\\{([a-z][a-z0-9.-]*)");

    private static final Pattern BY_SITE =
            Pattern.compile("#\\{\\$\\{'([a-z.-]*)' \\+ shop\\.id\\(\\)(?: \\+ '([a-z.-]*)')?\\}");

    private static final Pattern GAP = Pattern.compile("\\{[0-9]\\}");

    private static Properties catalogue(String name) throws IOException {
        Properties words = new Properties();
        words.load(new java.io.StringReader(
                Files.readString(RESOURCES.resolve("messages").resolve(name), StandardCharsets.UTF_8)));
        return words;
    }

    private static Set<String> used() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> templates = Files.list(RESOURCES.resolve("templates"))) {
            for (Path each : templates.toList()) {
                String text = Files.readString(each);
                Matcher literal = LITERAL.matcher(text);
                while (literal.find()) {
                    used.add(literal.group(1));
                }
                Matcher bySite = BY_SITE.matcher(text);
                while (bySite.find()) {
                    String end = bySite.group(2) == null ? "" : bySite.group(2);
                    for (Shop shop : Shop.values()) {
                        used.add(bySite.group(1) + shop.id() + end);
                    }
                }
            }
        }
        return used;
    }

    private static List<String> gaps(String text) {
        return GAP.matcher(text).results().map(MatchResult::group).sorted().toList();
    }

    @Test
    void whenAWordIsSaidInOneLanguageThenInTheOtherTooWithTheSameGaps() throws IOException {
        Properties japanese = catalogue("pages.properties");
        Properties english = catalogue("pages_en.properties");
        assertThat(english.stringPropertyNames()).isEqualTo(japanese.stringPropertyNames());
        for (String key : japanese.stringPropertyNames()) {
            assertThat(gaps(english.getProperty(key))).as(key).isEqualTo(gaps(japanese.getProperty(key)));
        }
    }

    @Test
    void whenAWordIsInTheCatalogueThenAPageSaysIt() throws IOException {
        assertThat(used()).containsAll(catalogue("pages.properties").stringPropertyNames());
    }

    @Test
    void whenAPageSaysAWordThenItIsInTheCatalogue() throws IOException {
        Set<String> known = catalogue("pages.properties").stringPropertyNames();
        // The page leaves that part out at the city office.
        assertThat(used())
                .filteredOn(key -> !key.startsWith("first.city.changed"))
                .allSatisfy(key -> assertThat(known).contains(key));
    }
}
