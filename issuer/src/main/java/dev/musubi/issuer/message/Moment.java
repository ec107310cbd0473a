package dev.musubi.issuer.message;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * A moment as pages write it: in Japan's time; in Japanese by the era, as forms and cards have it; in やさしい日本語 and English
 * by the year of the common era.
 */
public record Moment(Instant instant) implements Comparable<Moment> {

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final DateTimeFormatter ERA = DateTimeFormatter.ofPattern("G", Locale.JAPAN);
    private static final DateTimeFormatter ENGLISH = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final LocalDate FIRST_OF_MEIJI = LocalDate.of(1873, 1, 1);

    /** The day. */
    public String date(Locale locale) {
        return date(instant.atZone(JAPAN).toLocalDate(), Language.of(locale));
    }

    /** The day and the minute. */
    public String minute(Locale locale) {
        ZonedDateTime here = instant.atZone(JAPAN);
        Language language = Language.of(locale);
        String day = date(here.toLocalDate(), language);
        return language == Language.ENGLISH
                ? "%s, %d:%02d Japan time".formatted(day, here.getHour(), here.getMinute())
                : "%s %d時%d分".formatted(day, here.getHour(), here.getMinute());
    }

    /** The year. */
    public String year(Locale locale) {
        LocalDate day = instant.atZone(JAPAN).toLocalDate();
        return switch (Language.of(locale)) {
            case JAPANESE -> era(day);
            case ENGLISH -> Integer.toString(day.getYear());
            case EASY_JAPANESE -> day.getYear() + "年";
        };
    }

    /** For {@code <time datetime>}: the day in Japan, as machines read it. */
    public String machine() {
        return instant.atZone(JAPAN).toLocalDate().toString();
    }

    /** A day. */
    public static String date(LocalDate day, Language language) {
        return switch (language) {
            case ENGLISH -> ENGLISH.format(day);
            case EASY_JAPANESE -> "%d年%d月%d日".formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
            case JAPANESE -> era(day) + "%d月%d日".formatted(day.getMonthValue(), day.getDayOfMonth());
        };
    }

    /** The year of the era; from before the calendar of today, that of the common era. */
    private static String era(LocalDate day) {
        if (day.isBefore(FIRST_OF_MEIJI)) {
            return day.getYear() + "年";
        }
        JapaneseDate date = JapaneseDate.from(day);
        int year = date.get(ChronoField.YEAR_OF_ERA);
        return ERA.format(date) + (year == 1 ? "元" : Integer.toString(year)) + "年";
    }

    @Override
    public int compareTo(Moment other) {
        return instant.compareTo(other.instant);
    }
}
