package dev.musubi.issuer.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.context.MessageSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/**
 * The words of all pages, in every language: property files under {@code messages/}, one a topic and language. Japanese stands
 * in the files without a suffix and is what a key means that やさしい日本語 has no words of its own for.
 */
public final class Catalogue {

    /** A file each, with its languages beside it. */
    public static final List<String> TOPICS = List.of(
            "common",
            "data",
            "enrolment",
            "help",
            "home",
            "monitoring",
            "notices",
            "openid",
            "reissue",
            "signin",
            "situation",
            "terms");

    private static final ResourceBundleMessageSource SOURCE = new ResourceBundleMessageSource();

    static {
        SOURCE.setBasenames(TOPICS.stream().map(each -> "messages/" + each).toArray(String[]::new));
        SOURCE.setDefaultEncoding(StandardCharsets.UTF_8.name());
        SOURCE.setFallbackToSystemLocale(false);
        // One rule for all of them: braces are places for values, and apostrophes are typographic ones.
        SOURCE.setAlwaysUseMessageFormat(true);
    }

    private Catalogue() {}

    /** All of it, for what makes pages. */
    public static MessageSource source() {
        return SOURCE;
    }

    /** One text, where there is no page to make it. */
    public static String text(Language language, String key, Object... values) {
        return SOURCE.getMessage(key, values, language.locale());
    }
}
