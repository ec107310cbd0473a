package dev.musubi.assurance;

import dev.musubi.assurance.catalogue.Axis;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.Framework;
import dev.musubi.assurance.catalogue.Procedure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The levels each procedure needs, derived once: a catalogue does not change. */
final class Requirements {

    private final Map<String, List<Required>> required = new HashMap<>();

    Requirements(Catalogue catalogue) {
        catalogue.procedures().forEach((id, procedure) -> {
            List<Required> all = new ArrayList<>();
            procedure.assessments().forEach(each -> all.addAll(required(catalogue, procedure, each)));
            required.put(id, List.copyOf(all));
        });
    }

    /** A level needed on an axis; none where the axis is not needed. */
    record Required(Framework framework, Axis axis, Optional<Axis.Level> level, boolean forInformation) {
        boolean deciding() {
            return framework.deciding() && !forInformation;
        }
    }

    List<Required> of(Procedure procedure) {
        return required.getOrDefault(procedure.id(), List.of());
    }

    private static List<Required> required(Catalogue catalogue, Procedure procedure, Procedure.Assessment assessment) {
        Framework framework = catalogue.framework(assessment.framework()).orElseThrow();
        Map<String, Selection.Needed> needed = Selection.of(framework, assessment);
        List<String> axes = assessment.axes().isEmpty() ? List.copyOf(needed.keySet()) : assessment.axes();
        List<Required> all = new ArrayList<>();
        for (String id : axes) {
            Axis axis = framework.axis(id).orElseThrow();
            Optional<String> derived =
                    Optional.ofNullable(needed.get(id)).flatMap(each -> Optional.ofNullable(each.level()));
            Optional<String> level = procedure
                    .tailored(framework.id(), id)
                    .map(Procedure.Tailoring::level)
                    .or(() -> derived);
            all.add(new Required(framework, axis, level.flatMap(axis::level), assessment.forInformation()));
        }
        return all;
    }
}
