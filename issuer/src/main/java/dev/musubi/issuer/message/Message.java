package dev.musubi.issuer.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a person is told by the code, in every language; a page shows it in one.
 *
 * @param japanese plain Japanese, one sentence where that is enough
 * @param english the same in English
 * @param easy the same in やさしい日本語; null where the Japanese has to do
 */
public record Message(
        String japanese, String english, @Nullable String easy) {

    /** Without words of its own in やさしい日本語. */
    public Message(String japanese, String english) {
        this(japanese, english, null);
    }

    /** In this language. */
    public String in(Language language) {
        return switch (language) {
            case JAPANESE -> japanese;
            case ENGLISH -> english;
            case EASY_JAPANESE -> easyOrJapanese();
        };
    }

    /** In the language that this locale stands for; for templates. */
    public String in(Locale locale) {
        return in(Language.of(locale));
    }

    private String easyOrJapanese() {
        return easy == null ? japanese : easy;
    }

    /** This, and then that. */
    public Message then(Message that) {
        return new Message(
                japanese + that.japanese,
                english + " " + that.english,
                easy == null && that.easy == null ? null : easyOrJapanese() + that.easyOrJapanese());
    }
}
