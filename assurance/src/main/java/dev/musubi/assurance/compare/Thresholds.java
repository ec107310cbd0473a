package dev.musubi.assurance.compare;

import dev.musubi.assurance.catalogue.Age;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.Condition;
import dev.musubi.assurance.compare.Member.Situation;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Every length of time any rule asks about. Two ages between the same two of them are decided alike, so a million holders
 * come down to a few hundred situations.
 */
final class Thresholds {

    private static final Duration BEYOND = Duration.ofDays(365L * 1000);

    private final Map<Age, NavigableSet<Duration>> limits = new EnumMap<>(Age.class);

    Thresholds(Catalogue... catalogues) {
        for (Age age : Age.values()) {
            limits.put(age, new TreeSet<>());
        }
        for (Catalogue catalogue : catalogues) {
            catalogue
                    .frameworks()
                    .values()
                    .forEach(framework ->
                            framework.axes().forEach(axis -> axis.levels().forEach(level -> condition(level.when()))));
            catalogue
                    .laws()
                    .values()
                    .forEach(law -> law.revisions()
                            .forEach(revision -> revision.methods().forEach(method -> condition(method.when()))));
            catalogue.procedures().values().forEach(procedure -> {
                procedure.freshness().forEach(this::add);
                procedure.needs().forEach(need -> condition(need.when()));
            });
            catalogue.means().values().forEach(kind -> {
                // Where proofing is the check, the age of the one is that of the other.
                Age checked = kind.checkedByProofing() ? Age.PROOFED : Age.CHECKED;
                if (kind.staleAfter() != null) {
                    add(checked, kind.staleAfter());
                }
                if (kind.unknownAfter() != null) {
                    add(checked, kind.unknownAfter());
                }
            });
        }
        of(Age.PROOFED).addAll(of(Age.CHECKED));
    }

    private void condition(Condition condition) {
        condition.visit(each -> {
            if (each instanceof Condition.Within within) {
                within.within().forEach(this::add);
            }
        });
    }

    private void add(Age age, Duration limit) {
        of(age).add(limit);
    }

    private NavigableSet<Duration> of(Age age) {
        return Objects.requireNonNull(limits.get(age));
    }

    /** The situation with each age put at the next threshold: decided as before, and shared by many. */
    Situation rounded(Situation situation) {
        Map<Age, Duration> ages = new EnumMap<>(Age.class);
        situation.ages().forEach((age, old) -> ages.put(age, Objects.requireNonNullElse(of(age).ceiling(old), BEYOND)));
        return new Situation(situation.means(), situation.state(), ages, situation.authenticator());
    }
}
