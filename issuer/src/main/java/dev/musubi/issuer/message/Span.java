package dev.musubi.issuer.message;

import java.time.Duration;
import java.util.Locale;

/** A stretch of time as pages write it: its two largest units, and none smaller than a second. */
public record Span(Duration duration) {

    /** In the language that this locale stands for; for templates. */
    public String in(Locale locale) {
        return in(Language.of(locale));
    }

    /** In this language. */
    public String in(Language language) {
        long[] parts = {
            duration.toDays(), duration.toHoursPart(), duration.toMinutesPart(), duration.toSecondsPart(),
        };
        StringBuilder text = new StringBuilder();
        int first = 0;
        while (first < parts.length - 1 && parts[first] == 0) {
            first++;
        }
        for (int i = first; i < parts.length && i < first + 2; i++) {
            if (parts[i] > 0 || text.isEmpty()) {
                text.append(part(parts[i], i, language, !text.isEmpty()));
            }
        }
        return text.toString();
    }

    private static String part(long number, int unit, Language language, boolean follows) {
        if (language == Language.ENGLISH) {
            String word = new String[] {"day", "hour", "minute", "second"}[unit];
            return (follows ? " " : "") + number + " " + word + (number == 1 ? "" : "s");
        }
        return number + new String[] {"日", "時間", "分", "秒"}[unit];
    }
}
