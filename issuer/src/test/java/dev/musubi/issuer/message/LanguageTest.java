package dev.musubi.issuer.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LanguageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-GB,en;q=0.9,ja;q=0.8|ENGLISH",
                "ja,en-US;q=0.7|JAPANESE",
                "en;q=0.5,ja;q=0.9|JAPANESE",
                "fr,zh-CN;q=0.9,en;q=0.1|ENGLISH",
                "en;q=0,ja;q=0.1|JAPANESE",
                "ja-simple,ja;q=0.9|EASY_JAPANESE",
                "ja-JP|JAPANESE"
            })
    void whenABrowserSaysWhatItWouldHaveThenTheFirstThatWeSpeakIsTaken(String header, Language language) {
        assertThat(Language.accepted(header)).contains(language);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "fr", ";;;", "q=1", "en;q=x", "\u0000", "-", "en_US;q=2"})
    void whenABrowserSaysNothingThatWeSpeakThenNothingIsTaken(String header) {
        assertThat(Language.accepted(header)).isEmpty();
        assertThat(Language.accepted(null)).isEmpty();
        assertThat(Language.accepted("en,".repeat(1000)))
                .as("too long to look at")
                .isEmpty();
    }

    @Test
    void whenTagsAreWrittenThenTheyAreReadBack() {
        for (Language language : Language.values()) {
            assertThat(language.locale().toLanguageTag()).isEqualTo(language.tag());
            assertThat(Language.of(language.locale())).isEqualTo(language);
            assertThat(Language.tagged(language.tag())).contains(language);
        }
        assertThat(Language.tagged("EN")).isEmpty();
        assertThat(Language.of(Locale.FRENCH)).isEqualTo(Language.JAPANESE);
        assertThat(Language.firstOf(List.of("xx", "not a tag", "en-US", "ja"))).contains(Language.ENGLISH);
    }

    @Test
    void whenASentenceHasNoEasyWordsThenTheJapaneseOnesAreSaid() {
        Message plain = new Message("あ", "a");
        Message easy = new Message("い", "b", "いい");
        assertThat(plain.in(Language.EASY_JAPANESE)).isEqualTo("あ");
        assertThat(plain.then(easy).in(Language.EASY_JAPANESE)).isEqualTo("あいい");
        assertThat(plain.then(easy).in(Language.ENGLISH)).isEqualTo("a b");
        assertThat(plain.then(plain).in(Language.EASY_JAPANESE)).isEqualTo("ああ");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29T03:04:00Z,令和8年11月29日 12時4分,'29 November 2026, 12:04 Japan time',2026年11月29日 12時4分",
        "2019-04-30T14:59:59Z,平成31年4月30日 23時59分,'30 April 2019, 23:59 Japan time',2019年4月30日 23時59分",
        "2019-04-30T15:00:00Z,令和元年5月1日 0時0分,'1 May 2019, 0:00 Japan time',2019年5月1日 0時0分",
        "1956-05-23T15:00:00Z,昭和31年5月24日 0時0分,'24 May 1956, 0:00 Japan time',1956年5月24日 0時0分"
    })
    void whenAMomentIsWrittenThenItIsJapansTimeAndInJapaneseByTheEra(
            Instant instant, String japanese, String english, String easy) {
        Moment moment = new Moment(instant);
        assertThat(moment.minute(Locale.JAPANESE)).isEqualTo(japanese);
        assertThat(moment.minute(Locale.ENGLISH)).isEqualTo(english);
        assertThat(moment.minute(Language.EASY_JAPANESE.locale())).isEqualTo(easy);
        assertThat(japanese).startsWith(moment.date(Locale.JAPANESE));
    }
}
