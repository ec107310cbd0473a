package dev.musubi.assurance.catalogue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * When a criterion is met. There is no "not": whatever holds for some facts holds for better ones too. That is what makes
 * the whole monotone, and it is why a file cannot break it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
    @JsonSubTypes.Type(Condition.Has.class),
    @JsonSubTypes.Type(Condition.Within.class),
    @JsonSubTypes.Type(Condition.All.class),
    @JsonSubTypes.Type(Condition.Any.class)
})
public sealed interface Condition {

    /** Whether it holds. */
    boolean holds(Facts facts);

    /** What is missing for it to hold, in the order of the file; empty if it holds. */
    List<Condition> missing(Facts facts);

    /** Tells every condition in it, itself first. */
    void visit(Consumer<Condition> visitor);

    /** The means has this feature. */
    record Has(String has) implements Condition {
        @Override
        public boolean holds(Facts facts) {
            return facts.features().contains(has);
        }

        @Override
        public List<Condition> missing(Facts facts) {
            return holds(facts) ? List.of() : List.of(this);
        }

        @Override
        public void visit(Consumer<Condition> visitor) {
            visitor.accept(this);
        }
    }

    /** Each of these is known and at most that old. */
    record Within(Map<Age, Duration> within) implements Condition {
        /** Copies. */
        public Within {
            within = Map.copyOf(within);
        }

        @Override
        public boolean holds(Facts facts) {
            return within.entrySet().stream().allMatch(limit -> {
                Duration age = facts.ages().get(limit.getKey());
                return age != null && age.compareTo(limit.getValue()) <= 0;
            });
        }

        @Override
        public List<Condition> missing(Facts facts) {
            return holds(facts) ? List.of() : List.of(this);
        }

        @Override
        public void visit(Consumer<Condition> visitor) {
            visitor.accept(this);
        }
    }

    /** All of these hold; always true where there is none. */
    record All(List<Condition> all) implements Condition {
        /** Copies. */
        public All {
            all = List.copyOf(all);
        }

        @Override
        public boolean holds(Facts facts) {
            return all.stream().allMatch(each -> each.holds(facts));
        }

        @Override
        public List<Condition> missing(Facts facts) {
            List<Condition> missing = new ArrayList<>();
            all.forEach(each -> missing.addAll(each.missing(facts)));
            return missing;
        }

        @Override
        public void visit(Consumer<Condition> visitor) {
            visitor.accept(this);
            all.forEach(each -> each.visit(visitor));
        }
    }

    /** At least one of these holds. */
    record Any(List<Condition> any) implements Condition {
        /** Refuses none. */
        public Any {
            any = List.copyOf(any);
            if (any.isEmpty()) {
                throw new IllegalArgumentException("any of nothing never holds");
            }
        }

        @Override
        public boolean holds(Facts facts) {
            return any.stream().anyMatch(each -> each.holds(facts));
        }

        @Override
        public List<Condition> missing(Facts facts) {
            return holds(facts) ? List.of() : List.of(this);
        }

        @Override
        public void visit(Consumer<Condition> visitor) {
            visitor.accept(this);
            any.forEach(each -> each.visit(visitor));
        }
    }
}
