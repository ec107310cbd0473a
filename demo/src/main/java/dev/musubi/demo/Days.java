package dev.musubi.demo;

import dev.musubi.relyingparty.person.BirthDate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseDate;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Days and times as people write them: in Japan's time; in Japanese by the era, in English by the common one. */
final class Days {

    static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    private static final DateTimeFormatter ERA = DateTimeFormatter.ofPattern("G", Locale.JAPAN);
    private static final DateTimeFormatter ENGLISH = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final Pattern RECORDED = Pattern.compile("([0-9?]{4})-([0-9?]{2})-([0-9?]{2})");
    private static final LocalDate FIRST_OF_MEIJI = LocalDate.of(1873, 1, 1);

    private Days() {}

    /** Which day it is. */
    static LocalDate of(Instant instant) {
        return LocalDate.ofInstant(instant, JAPAN);
    }

    /** A day. */
    static Said day(LocalDate day) {
        return new Said(year(day) + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日", ENGLISH.format(day));
    }

    /** A minute. */
    static Said minute(Instant instant) {
        ZonedDateTime here = instant.atZone(JAPAN);
        Said day = day(here.toLocalDate());
        return new Said(
                "%s %d時%02d分".formatted(day.japanese(), here.getHour(), here.getMinute()),
                "%s, %d:%02d (Japan time)".formatted(day.english(), here.getHour(), here.getMinute()));
    }

    /** A date of birth, as far as it is known; its year by the era only where the whole day is. */
    static Said birth(@Nullable BirthDate date) {
        return switch (date) {
            case null -> new Said("", "");
            case BirthDate.Whole(LocalDate day) -> day(day);
            case BirthDate.Partial partial -> partial(partial);
        };
    }

    /** The same from the form in which records have it ({@link BirthDate#text()}). */
    static Said birth(String recorded) {
        Matcher parts = RECORDED.matcher(recorded);
        if (!parts.matches()) {
            return new Said(recorded, recorded);
        }
        Integer year = known(parts.group(1));
        Integer month = known(parts.group(2));
        Integer day = known(parts.group(3));
        return birth(
                year == null || month == null || day == null
                        ? new BirthDate.Partial(year, month, day)
                        : new BirthDate.Whole(LocalDate.of(year, month, day)));
    }

    private static @Nullable Integer known(String part) {
        return part.contains("?") ? null : Integer.valueOf(part);
    }

    private static Said partial(BirthDate.Partial partial) {
        Said known = new Said(
                unit(partial.year(), "年") + unit(partial.month(), "月") + unit(partial.day(), "日"),
                Stream.of(partial.day(), month(partial.month()), partial.year())
                        .filter(Objects::nonNull)
                        .map(Object::toString)
                        .collect(Collectors.joining(" ")));
        if (known.japanese().isEmpty()) {
            return new Said("不明", "not known");
        }
        String missing = (partial.year() == null ? "年" : "")
                + (partial.month() == null ? "月" : "")
                + (partial.day() == null ? "日" : "");
        String missingInEnglish = Stream.of(
                        partial.year() == null ? "year" : "",
                        partial.month() == null ? "month" : "",
                        partial.day() == null ? "day" : "")
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(" and "));
        return new Said(
                known.japanese() + "（" + missing + "は不明）", known.english() + " (" + missingInEnglish + " not known)");
    }

    private static String unit(@Nullable Integer number, String unit) {
        return number == null ? "" : number + unit;
    }

    private static @Nullable String month(@Nullable Integer month) {
        return month == null ? null : Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    /** The year of the era; from before the calendar of today, that of the common era. */
    private static String year(LocalDate day) {
        if (day.isBefore(FIRST_OF_MEIJI)) {
            return Integer.toString(day.getYear());
        }
        JapaneseDate date = JapaneseDate.from(day);
        int year = date.get(ChronoField.YEAR_OF_ERA);
        return ERA.format(date) + (year == 1 ? "元" : Integer.toString(year));
    }
}
