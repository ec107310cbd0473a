package dev.musubi.issuer.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.api.Test;

/** The pages' words: all of them in the catalogue, in every language, and none that no page says. */
final class CatalogueTest {

    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Path MESSAGES = Path.of("src/main/resources/messages");
    private static final Path CODE = Path.of("src/main/java");

    private static final Pattern USE = Pattern.compile("#\\{\\s*([A-Za-z0-9.-]+)");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z0-9-]+(?:\\.[a-z0-9-]+)+)\"");
    private static final Pattern INLINE = Pattern.compile("\\[\\[.*?]]", Pattern.DOTALL);
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)}");
    private static final Pattern LETTER = Pattern.compile("\\p{L}");
    private static final Pattern JAPANESE = Pattern.compile("[\\p{IsHiragana}\\p{IsKatakana}\\p{IsHan}]");

    /** Attributes that are read out or shown. */
    private static final List<String> SPOKEN = List.of("title", "placeholder", "alt", "aria-label", "label");

    /** What is a form of letters and no word. */
    private static final Set<String> NO_WORDS = Set.of("ABCD-EFGH-JKLM");

    /** What is the same in every language: names of languages, and of an app. */
    private static final Set<String> JAPANESE_IN_ENGLISH = Set.of(
            "language.japanese",
            "language.easy",
            "start.needed.phone",
            "signing.opens",
            "signin.card.opens",
            "recognise.again");

    @Test
    void whenATemplateIsReadThenItHoldsNoWordsOfItsOwn() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path template : files(TEMPLATES, ".html")) {
            Document page = Jsoup.parse(Files.readString(template));
            for (Element element : page.getAllElements()) {
                for (TextNode text : element.textNodes()) {
                    note(found, template, text.getWholeText());
                }
                for (String attribute : SPOKEN) {
                    note(found, template, element.attr(attribute));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static void note(List<String> found, Path template, String text) {
        String literal = INLINE.matcher(text).replaceAll("").strip();
        if (LETTER.matcher(literal).find() && !NO_WORDS.contains(literal)) {
            found.add(template.getFileName() + ": " + literal);
        }
    }

    @Test
    void whenAPageSaysSomethingThenItStandsInJapaneseAndEnglish() throws IOException {
        Set<String> used = used();
        assertThat(keys(Language.JAPANESE)).containsAll(used);
        assertThat(keys(Language.ENGLISH)).containsAll(used);
    }

    @Test
    void whenATextStandsInTheCatalogueThenSomethingSaysIt() throws IOException {
        Set<String> said = used();
        for (Path source : files(CODE, ".java")) {
            LITERAL.matcher(Files.readString(source))
                    .results()
                    .map(each -> each.group(1))
                    .forEach(said::add);
        }
        for (Language language : Language.values()) {
            assertThat(said).as(language.tag()).containsAll(keys(language));
        }
    }

    @Test
    void whenLanguagesAreComparedThenTheySayTheSameThingsWithTheSameValues() throws IOException {
        Map<String, String> japanese = texts(Language.JAPANESE);
        Map<String, String> english = texts(Language.ENGLISH);
        Map<String, String> easy = texts(Language.EASY_JAPANESE);
        assertThat(english.keySet()).isEqualTo(japanese.keySet());
        assertThat(japanese.keySet()).containsAll(easy.keySet());
        japanese.forEach((key, text) -> {
            assertThat(places(String.valueOf(english.get(key)))).as(key).isEqualTo(places(text));
            if (easy.containsKey(key)) {
                assertThat(places(String.valueOf(easy.get(key)))).as(key).isEqualTo(places(text));
            }
        });
    }

    @Test
    void whenATextIsReadThenItIsInItsOwnLanguageAndSpeaksToPeople() throws IOException {
        for (Language language : Language.values()) {
            texts(language).forEach((key, text) -> {
                assertThat(text)
                        .as("%s in %s", key, language)
                        .isNotEmpty()
                        .doesNotContain("'", "UTC", "ACTIVE", "REISSUE_REQUIRED", "SUSPENDED", "ENDED");
                if (language == Language.ENGLISH && !JAPANESE_IN_ENGLISH.contains(key)) {
                    assertThat(JAPANESE.matcher(text).find()).as(key).isFalse();
                }
            });
        }
    }

    @Test
    void whenAKeyHasNoEasyWordsThenTheJapaneseStandForThem() {
        assertThat(Catalogue.text(Language.EASY_JAPANESE, "terms.heading"))
                .isEqualTo(Catalogue.text(Language.JAPANESE, "terms.heading"));
        assertThat(Catalogue.text(Language.EASY_JAPANESE, "home.resume"))
                .isNotEqualTo(Catalogue.text(Language.JAPANESE, "home.resume"));
        assertThat(Catalogue.text(Language.ENGLISH, "signing.step", 1, 2)).isEqualTo("Signature 1 of 2");
    }

    @Test
    void whenATopicHasAFileThenTheCatalogueKnowsIt() throws IOException {
        assertThat(files(MESSAGES, ".properties"))
                .extracting(each -> each.getFileName().toString().replaceFirst("(_en|_ja__simple)?\\.properties$", ""))
                .hasSameElementsAs(Catalogue.TOPICS);
    }

    private static Set<String> used() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path template : files(TEMPLATES, ".html")) {
            USE.matcher(Files.readString(template))
                    .results()
                    .map(each -> each.group(1))
                    .forEach(used::add);
        }
        return used;
    }

    private static Set<String> keys(Language language) throws IOException {
        return texts(language).keySet();
    }

    private static Map<String, String> texts(Language language) throws IOException {
        String suffix = switch (language) {
            case JAPANESE -> "";
            case ENGLISH -> "_en";
            case EASY_JAPANESE -> "_ja__simple";
        };
        Map<String, String> texts = new TreeMap<>();
        for (String topic : Catalogue.TOPICS) {
            Path file = MESSAGES.resolve(topic + suffix + ".properties");
            if (Files.exists(file)) {
                Properties properties = new Properties();
                try (Reader reader = Files.newBufferedReader(file)) {
                    properties.load(reader);
                }
                properties.forEach((key, text) -> {
                    assertThat(texts.put(key.toString(), text.toString()))
                            .as("%s stands in two files", key)
                            .isNull();
                });
            }
        }
        return texts;
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(each -> each.toString().endsWith(ending)).toList();
        }
    }
}
