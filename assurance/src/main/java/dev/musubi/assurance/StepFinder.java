package dev.musubi.assurance;

import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.MeansKind;
import dev.musubi.assurance.catalogue.MeansState;
import dev.musubi.assurance.catalogue.Procedure;
import dev.musubi.assurance.catalogue.Remedy;
import dev.musubi.assurance.catalogue.Sentence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fewest steps after which a means suffices, by trying: each step is applied to the means in thought, and the
 * rules are heard again. So what is told to be enough is enough.
 */
final class StepFinder {

    /** The attribute source a consented refresh leaves behind. */
    static final String REGISTER = "register";

    private final Catalogue catalogue;

    StepFinder(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The steps; empty where nothing the procedure provides for helps. */
    Optional<List<Step>> find(InUse inUse, Procedure procedure, Instant at, Predicate<Means> suffices) {
        Means means = inUse.means();
        MeansKind kind = inUse.kind();
        List<Step> mending = new ArrayList<>();
        List<Step> authenticating = new ArrayList<>();
        for (Remedy remedy : procedure.whenUnmet()) {
            if (remedy == Remedy.ANOTHER_MEANS || !kind.remedies().contains(remedy)) {
                continue;
            }
            if (remedy == Remedy.AUTHENTICATE) {
                kind.authenticators().forEach(with -> authenticating.add(step(remedy, with)));
            } else {
                mending.add(step(remedy, null));
            }
        }
        List<List<Step>> plans = new ArrayList<>();
        for (Remedy remedy : procedure.whenUnmet()) {
            (remedy == Remedy.AUTHENTICATE ? authenticating : mending)
                    .stream().filter(each -> each.remedy() == remedy).forEach(each -> plans.add(List.of(each)));
        }
        for (Step mend : mending) {
            authenticating.forEach(authenticate -> plans.add(List.of(mend, authenticate)));
        }
        for (List<Step> plan : plans) {
            if (after(means, kind, plan, at).filter(suffices).isPresent()) {
                return Optional.of(plan);
            }
        }
        return procedure.whenUnmet().contains(Remedy.ANOTHER_MEANS)
                ? substitute(kind, procedure, at, suffices)
                : Optional.empty();
    }

    private Optional<List<Step>> substitute(
            MeansKind kind, Procedure procedure, Instant at, Predicate<Means> suffices) {
        for (String id : procedure.substitutes()) {
            MeansKind other = catalogue.means(id).orElseThrow();
            boolean helps = !id.equals(kind.id())
                    && other.authenticators().stream().anyMatch(with -> suffices.test(fresh(other, with, at)));
            if (helps) {
                return Optional.of(List.of(step(Remedy.ANOTHER_MEANS, id)));
            }
        }
        return Optional.empty();
    }

    /** A means just presented, with everything about it fresh. */
    static Means fresh(MeansKind kind, @Nullable String authenticator, Instant at) {
        return Means.of(kind.id())
                .in(MeansState.STANDS)
                .checked(at)
                .proofed(at)
                .attributes(null, at)
                .authenticated(authenticator, at);
    }

    /** The means after these steps; empty where one of them is not possible. */
    static Optional<Means> after(Means means, MeansKind kind, List<Step> plan, Instant at) {
        Means changed = means;
        for (Step step : plan) {
            boolean over = changed.state() == MeansState.ENDED;
            switch (step.remedy()) {
                case RECHECK -> {
                    if (changed.state() != MeansState.STANDS && changed.state() != MeansState.UNKNOWN) {
                        return Optional.empty();
                    }
                    changed = changed.in(MeansState.STANDS).checked(at);
                }
                case REFRESH -> {
                    if (changed.state() != MeansState.STANDS && changed.state() != MeansState.REISSUE_REQUIRED) {
                        return Optional.empty();
                    }
                    changed = changed.in(MeansState.STANDS).checked(at).attributes(REGISTER, at);
                }
                case REISSUE -> {
                    if (over) {
                        return Optional.empty();
                    }
                    changed = changed.in(MeansState.STANDS)
                            .checked(at)
                            .proofed(at)
                            .attributes(kind.attributeSource(), at);
                }
                case AUTHENTICATE -> changed = changed.authenticated(step.with(), at);
                case ANOTHER_MEANS -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(changed);
    }

    private Step step(Remedy remedy, @Nullable String with) {
        Sentence none = Sentence.both("-");
        Sentence name = with == null
                ? none
                : remedy == Remedy.ANOTHER_MEANS
                        ? catalogue.means(with).orElseThrow().name()
                        : catalogue.authenticator(with).orElseThrow().name();
        return new Step(remedy, with, remedy.words().with(Map.of("authenticator", name, "means", name)));
    }
}
