package dev.musubi.assurance;

import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.Condition;
import dev.musubi.assurance.catalogue.Sentence;
import dev.musubi.assurance.catalogue.Source;
import dev.musubi.assurance.catalogue.Vocabulary;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says things in the catalogue's words. */
final class Words {

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    private final Catalogue catalogue;

    Words(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** A rule of the vocabulary with its words filled in. */
    Sentence say(String rule, Map<String, Sentence> words) {
        return rule(rule).text().with(words);
    }

    /** Where a rule of the vocabulary comes from. */
    Source source(String rule) {
        return rule(rule).source();
    }

    private Vocabulary.Rule rule(String id) {
        Vocabulary.Rule rule = catalogue.vocabulary().rules().get(id);
        if (rule == null) {
            throw new NotInCatalogueException("rule", id);
        }
        return rule;
    }

    /** A day in Japan: laws and assessments count those. */
    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, JAPAN);
    }

    /** A length of time: the coarsest unit it is a whole number of. */
    static Sentence length(Duration length) {
        if (length.toDays() > 0 && length.equals(Duration.ofDays(length.toDays()))) {
            return new Sentence(length.toDays() + "日", length.toDays() == 1 ? "1 day" : length.toDays() + " days");
        }
        if (length.toHours() > 0 && length.equals(Duration.ofHours(length.toHours()))) {
            return new Sentence(
                    length.toHours() + "時間", length.toHours() == 1 ? "1 hour" : length.toHours() + " hours");
        }
        long minutes = length.toMinutes();
        return minutes > 0 && length.equals(Duration.ofMinutes(minutes))
                ? new Sentence(minutes + "分", minutes == 1 ? "1 minute" : minutes + " minutes")
                : new Sentence(length.toSeconds() + "秒", length.toSeconds() + " seconds");
    }

    /** What is missing, as a list of features and limits. */
    Sentence missing(List<Condition> conditions) {
        List<Sentence> parts = new ArrayList<>();
        for (Condition condition : conditions) {
            parts.add(condition(condition));
        }
        return join(parts, "、", ", ");
    }

    private Sentence condition(Condition condition) {
        return switch (condition) {
            case Condition.Has has ->
                catalogue.vocabulary().features().getOrDefault(has.has(), Sentence.both(has.has()));
            case Condition.Within within ->
                join(
                        within.within().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(limit -> new Sentence(
                                        limit.getKey().words().ja()
                                                + "から"
                                                + length(limit.getValue()).ja() + "以内",
                                        limit.getKey().words().en()
                                                + " within the last "
                                                + length(limit.getValue()).en()))
                                .toList(),
                        "、",
                        ", ");
            case Condition.All all ->
                join(all.all().stream().map(this::condition).toList(), "と", " and ");
            case Condition.Any any ->
                join(any.any().stream().map(this::condition).toList(), "または", " or ");
        };
    }

    private static Sentence join(List<Sentence> parts, String japanese, String english) {
        if (parts.isEmpty()) {
            return new Sentence("なし", "nothing");
        }
        return new Sentence(
                String.join(japanese, parts.stream().map(Sentence::ja).toList()),
                String.join(english, parts.stream().map(Sentence::en).toList()));
    }
}
