package dev.musubi.assurance.compare;

import dev.musubi.assurance.AssuranceEngine;
import dev.musubi.assurance.Outcome;
import dev.musubi.assurance.RelyingPartyFacts;
import dev.musubi.assurance.compare.Member.Situation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Who falls out, and who comes in, when rules change: a population decided twice.
 *
 * @param members how many were looked at
 * @param changes every group that is decided otherwise, by procedure and means
 */
public record Diff(int members, List<Change> changes) {

    private static final int SHOWN = 5;

    /** Copies. */
    public Diff {
        changes = List.copyOf(changes);
    }

    /** Rules at a moment. */
    public record Side(AssuranceEngine engine, RelyingPartyFacts party, Instant at) {}

    /**
     * A group decided otherwise.
     *
     * @param procedure the procedure
     * @param means the kind of means
     * @param authenticator what was used; empty for none
     * @param state its state
     * @param before the outcome before, with its steps in short
     * @param after the outcome after
     * @param holders how many
     * @param some some of them
     */
    public record Change(
            String procedure,
            String means,
            String authenticator,
            String state,
            String before,
            String after,
            int holders,
            List<String> some) {
        /** Copies. */
        public Change {
            some = List.copyOf(some);
        }
    }

    private record Key(String procedure, String means, String authenticator, String state, String before, String after)
            implements Comparable<Key> {
        private String text() {
            return String.join("\u0000", procedure, means, authenticator, state, before, after);
        }

        @Override
        public int compareTo(Key other) {
            return text().compareTo(other.text());
        }
    }

    /** Decides all members on both sides. A procedure only one side knows counts as {@code -} on the other. */
    public static Diff between(Side before, Side after, List<Member> population) {
        Map<Key, List<String>> groups = new TreeMap<>();
        Map<String, Map<Situation, String>> said = new HashMap<>();
        List<String> procedures =
                new ArrayList<>(before.engine().catalogue().procedures().keySet());
        after.engine().catalogue().procedures().keySet().stream()
                .filter(each -> !procedures.contains(each))
                .forEach(procedures::add);
        Thresholds thresholds =
                new Thresholds(before.engine().catalogue(), after.engine().catalogue());
        List<Situation> situations = population.stream()
                .map(each -> thresholds.rounded(each.situation()))
                .toList();
        for (String procedure : procedures) {
            for (int i = 0; i < population.size(); i++) {
                Member member = population.get(i);
                Situation situation = situations.get(i);
                String then = said(said, "before " + procedure, before, procedure, situation);
                String now = said(said, "after " + procedure, after, procedure, situation);
                if (!then.equals(now)) {
                    groups.computeIfAbsent(
                                    new Key(
                                            procedure,
                                            situation.means(),
                                            Objects.requireNonNullElse(situation.authenticator(), ""),
                                            situation.state().name(),
                                            then,
                                            now),
                                    key -> new ArrayList<>())
                            .add(member.holder());
                }
            }
            said.clear();
        }
        List<Change> changes = new ArrayList<>();
        groups.forEach((key, holders) -> changes.add(new Change(
                key.procedure(),
                key.means(),
                key.authenticator(),
                key.state(),
                key.before(),
                key.after(),
                holders.size(),
                holders.subList(0, Math.min(SHOWN, holders.size())))));
        return new Diff(population.size(), changes);
    }

    private static String said(
            Map<String, Map<Situation, String>> known,
            String column,
            Side side,
            String procedure,
            Situation situation) {
        return known.computeIfAbsent(column, key -> new HashMap<>())
                .computeIfAbsent(situation, each -> decide(side, procedure, each));
    }

    private static String decide(Side side, String procedure, Situation situation) {
        if (side.engine().procedure(procedure).isEmpty()
                || side.engine().catalogue().means(situation.means()).isEmpty()) {
            return "-";
        }
        Outcome outcome = side.engine()
                .outcome(
                        Situations.at(
                                situation.means(),
                                situation.state(),
                                situation.ages(),
                                situation.authenticator(),
                                side.at()),
                        procedure,
                        side.party(),
                        side.at());
        return outcome instanceof Outcome.StepUp up ? "STEP_UP " + steps(up) : outcome.code();
    }

    private static String steps(Outcome.StepUp up) {
        return String.join(
                "+",
                up.steps().stream()
                        .map(each -> each.with() == null ? each.remedy().name() : each.remedy() + ":" + each.with())
                        .toList());
    }
}
