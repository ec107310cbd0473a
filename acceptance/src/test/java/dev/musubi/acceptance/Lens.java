package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Looks at pages as a reader of one language does, on one screen: each excludes nobody as far as axe can tell (WCAG 2.2 AA),
 * need not be pushed sideways, says nothing in another language, names nobody in its title, is light enough for a bad
 * connection, and is kept as a picture in {@code target/pages}.
 */
final class Lens {

    private static final int MOST_BYTES = 150_000;
    private static final String AXE = axe();
    private static final String AXE_RUN = """
            async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}))
                .violations.map(v => v.id + ': ' + v.nodes.map(n => n.target).join(' '))""";

    /** Encoded as they came; what lay in the cache counts too, since the first page of a visit has none. */
    private static final String WEIGHT = """
            () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                .reduce((sum, each) => sum + (each.encodedBodySize || 0), 0)""";

    /** What can be seen, what is folded away not, and is not marked as another language's; names that are the same in both are passed over. */
    private static final String FOREIGN = """
            ([foreign, ...names]) => {
                const page = document.documentElement.lang.split('-')[0];
                const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                const found = [];
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    const holder = node.parentElement;
                    if (holder.closest('[lang]').lang.split('-')[0] !== page || !holder.checkVisibility() || holder.closest('code')) continue;
                    if (new RegExp(foreign, 'u').test(names.reduce((text, name) => text.replaceAll(name, ''), node.data))) found.push(node.data.trim());
                }
                return found;
            }""";

    private static final String JAPANESE = "[\\u3040-\\u30ff\\u3400-\\u9fff]";
    private static final String ENGLISH = "[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}";

    private final Screen screen;
    /** How words of the other language look, and the names that are the same in both. */
    private final List<String> foreign = new ArrayList<>();

    private final Set<String> seen = new HashSet<>();

    Lens(Screen screen) {
        this.screen = screen;
        foreign.add(screen.language().equals("ja") ? ENGLISH : JAPANESE);
        foreign.addAll(List.of("マイナアプリ", "（ことば）"));
    }

    /** Looks at a page, once under each name. */
    void look(Page page, String name) {
        if (!seen.add(name)) {
            return;
        }
        String where = name + " " + screen;
        page.waitForLoadState();
        keep(page, name);
        assertThat(page.evaluate("() => document.documentElement.lang.split('-')[0]"))
                .as("the language of " + where)
                .isEqualTo(screen.language());
        assertThat(strings(page.evaluate(FOREIGN, foreign)))
                .as("in another language: " + where)
                .isEmpty();
        assertThat(page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as(where + " fits")
                .isEqualTo(true);
        assertThat(((Number) page.evaluate(WEIGHT)).intValue())
                .as("bytes of " + where)
                .isBetween(1, MOST_BYTES);
        page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }");
        assertThat(page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as(where + " fits in letters twice as large")
                .isEqualTo(true);
        page.evaluate("() => { document.documentElement.style.fontSize = ''; }");
        page.evaluate(AXE);
        assertThat(strings(page.evaluate(AXE_RUN))).as(where).isEmpty();
    }

    /** Makes a picture of a page. */
    void keep(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "pages", name + "-" + screen + ".png"))
                .setFullPage(true));
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    private static String axe() {
        try (InputStream in = Lens.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
