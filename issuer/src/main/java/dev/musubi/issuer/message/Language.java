package dev.musubi.issuer.message;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A language that people are spoken to in, one at a time. Its tag is that of BCP 47; {@code simple} is the registered variant
 * for simplified forms, so that やさしい日本語 is {@code ja-simple}.
 */
public enum Language {
    /** 日本語. What nobody has chosen otherwise is in it. */
    JAPANESE("ja"),
    /** English. */
    ENGLISH("en"),
    /** やさしい日本語: short sentences in easy words; what is not said in it is said in {@link #JAPANESE}. */
    EASY_JAPANESE("ja-simple");

    private static final int LONGEST_LIST = 1000;

    private final String tag;
    private final Locale locale;

    Language(String tag) {
        this.tag = tag;
        this.locale = Locale.forLanguageTag(tag);
    }

    /** Its BCP 47 tag. */
    public String tag() {
        return tag;
    }

    /** The same for what speaks in locales. */
    public Locale locale() {
        return locale;
    }

    /** Whether it says in easy words what that one says. */
    public boolean isEasyFormOf(Language other) {
        return this == EASY_JAPANESE && other == JAPANESE;
    }

    /** The one that a locale stands for; {@link #JAPANESE} for those of no language here. */
    public static Language of(Locale locale) {
        return matching(locale).orElse(JAPANESE);
    }

    /** The one that somebody chose by its tag, as it stands here. */
    public static Optional<Language> tagged(@Nullable String tag) {
        return Arrays.stream(values()).filter(each -> each.tag.equals(tag)).findFirst();
    }

    /** The first of some tags, the most wanted first, that we speak: {@code en-GB} is English. */
    public static Optional<Language> firstOf(List<String> tags) {
        return tags.stream()
                .flatMap(each -> matching(Locale.forLanguageTag(each)).stream())
                .findFirst();
    }

    /** What a browser would rather have, by its {@code Accept-Language} (RFC 9110 section 12.5.4). */
    public static Optional<Language> accepted(@Nullable String header) {
        if (header == null || header.length() > LONGEST_LIST) {
            return Optional.empty();
        }
        try {
            return firstOf(Locale.LanguageRange.parse(header).stream()
                    .filter(each -> each.getWeight() > 0)
                    .sorted(Comparator.comparingDouble(Locale.LanguageRange::getWeight)
                            .reversed())
                    .map(Locale.LanguageRange::getRange)
                    .toList());
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Language> matching(Locale locale) {
        if (locale.getLanguage().equals(Locale.ENGLISH.getLanguage())) {
            return Optional.of(ENGLISH);
        }
        if (locale.getLanguage().equals(Locale.JAPANESE.getLanguage())) {
            return Optional.of(
                    locale.getVariant().equals(EASY_JAPANESE.locale.getVariant()) ? EASY_JAPANESE : JAPANESE);
        }
        return Optional.empty();
    }
}
