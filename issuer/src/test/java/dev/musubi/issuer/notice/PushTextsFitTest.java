package dev.musubi.issuer.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.message.Catalogue;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.privateid.Todo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sentence that grew too long would be found out when it cannot be sent: it is found out here. */
class PushTextsFitTest {

    /** Names of members, page, language, tag, and what else stands around the sentences. */
    private static final int AROUND = 300;

    private static int longest(Stream<String> texts) {
        return texts.mapToInt(each -> each.getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void whenTheLongestSentencesComeTogetherThenTheyFitIntoAMessage(Language language) {
        int title = longest(
                Arrays.stream(Notice.Kind.values()).map(each -> each.message().in(language)));
        int said = longest(Stream.of("refreshed", "consent", "certificate", "id", "credential", "email", "way")
                .map(each -> Catalogue.text(language, "notice." + each, Catalogue.text(language, "notice.in-months"))));
        int todo =
                longest(Arrays.stream(Todo.values()).map(each -> each.message().in(language)));
        assertThat(List.of(said, todo))
                .allSatisfy(each -> assertThat(title + each + AROUND).isLessThan(PushWay.LENGTH));
    }
}
