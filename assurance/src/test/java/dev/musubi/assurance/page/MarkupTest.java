package dev.musubi.assurance.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.assurance.catalogue.Sentence;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkupTest {

    @Test
    void whenTextHasMarkupInItThenItIsShownAndNotObeyed() {
        Sentence evil = Sentence.both("<script>&\"\u0000\u0001");
        assertThat(Markup.html(evil, List.of(new Block.Paragraph(evil)), ""))
                .contains("<p>&lt;script&gt;&amp;&quot;</p>")
                .doesNotContain("<script>", "\u0000", "\u0001");
    }

    @Test
    void whenACellHasABarThenTheTableKeepsItsColumns() {
        Sentence bar = Sentence.both("a|b");
        assertThat(Markup.markdown(List.of(new Block.Table(List.of(bar), List.of(List.of(bar))))))
                .isEqualTo("| a\\|b |\n|---|\n| a\\|b |\n");
    }

    @Test
    void whenBothLanguagesSayTheSameThenItIsSaidOnce() {
        assertThat(Markup.both(Sentence.both("IAL2"))).isEqualTo("IAL2");
        assertThat(Markup.both(new Sentence("はい", "yes"))).isEqualTo("はい<span class=\"en\" lang=\"en\">yes</span>");
    }
}
