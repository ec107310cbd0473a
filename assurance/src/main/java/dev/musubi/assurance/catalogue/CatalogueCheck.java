package dev.musubi.assurance.catalogue;

import dev.musubi.assurance.catalogue.Procedure.Assessment;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks what the files say of each other: whatever is named is there, and every tree ends at a level. */
final class CatalogueCheck {

    private final Catalogue catalogue;

    CatalogueCheck(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    void check() {
        Vocabulary words = catalogue.vocabulary();
        for (List<Component> components :
                List.of(words.authenticators(), words.attributeSources(), words.presentations())) {
            components.forEach(each -> features(CatalogueFiles.VOCABULARY, each.features()));
        }
        require(
                CatalogueFiles.VOCABULARY,
                catalogue
                        .framework(words.acr().framework())
                        .flatMap(each -> each.axis(words.acr().axis()))
                        .isPresent(),
                "the acr's axis is of no framework");
        catalogue.frameworks().values().forEach(this::framework);
        catalogue.laws().values().forEach(this::law);
        catalogue.means().values().forEach(this::means);
        catalogue.procedures().values().forEach(this::procedure);
        for (Sample sample : catalogue.samples()) {
            String file = CatalogueFiles.SAMPLES;
            require(file, catalogue.means(sample.means()).isPresent(), "no means " + sample.means());
            require(
                    file,
                    sample.authenticator() == null
                            || catalogue.authenticator(sample.authenticator()).isPresent(),
                    "no authenticator " + sample.authenticator());
        }
    }

    private void framework(Framework framework) {
        String file = "frameworks/" + framework.id() + ".json";
        for (Axis axis : framework.axes()) {
            for (Axis.Level level : axis.levels()) {
                condition(file, level.when());
            }
            for (String part : axis.lowestOf()) {
                require(file, framework.axis(part).isPresent(), "no axis " + part);
            }
        }
        Set<String> categories = new HashSet<>();
        framework.categories().forEach(each -> categories.add(each.id()));
        framework.tables().forEach((id, table) -> {
            require(file, categories.equals(table.cells().keySet()), "table " + id + " has other categories");
            table.cells().forEach((category, row) -> {
                require(
                        file,
                        row.keySet().equals(Set.of(Impact.LOW, Impact.MODERATE, Impact.HIGH)),
                        "table " + id + ", " + category + ": a cell is missing");
                require(
                        file,
                        table.rank(category, Impact.LOW) <= table.rank(category, Impact.MODERATE)
                                && table.rank(category, Impact.MODERATE) <= table.rank(category, Impact.HIGH),
                        "table " + id + ", " + category + ": a higher impact needs a lower level");
            });
        });
        framework.selection().forEach((axisId, tree) -> {
            Axis axis = framework
                    .axis(axisId)
                    .orElseThrow(() -> new CatalogueException(file, "a tree for no axis: " + axisId));
            walk(file, framework, axis, tree, tree.start(), new HashSet<>(), false);
        });
        for (Framework.Combination each : framework.combinations()) {
            Axis axis = framework
                    .axis(each.axis())
                    .orElseThrow(() -> new CatalogueException(file, "no axis " + each.axis()));
            Axis with = framework
                    .axis(each.with())
                    .orElseThrow(() -> new CatalogueException(file, "no axis " + each.with()));
            require(file, axis.rank(each.level()) > 0, "no level " + each.level());
            each.allowed().forEach(level -> require(file, with.rank(level) > 0, "no level " + level));
            require(
                    file,
                    each.allowed().contains(with.levels().getLast().id()),
                    "beside " + each.level() + " not even the highest level is allowed");
            each.when().keySet().forEach(ask -> require(file, asks(framework).contains(ask), "nothing asks " + ask));
        }
        if (framework.superseded() != null) {
            require(
                    file,
                    catalogue.framework(framework.superseded().by()).isPresent(),
                    "superseded by a framework that is not here");
        }
    }

    private static Set<String> asks(Framework framework) {
        Set<String> asks = new HashSet<>();
        for (Tree tree : framework.selection().values()) {
            for (Tree.Node node : tree.nodes().values()) {
                if (node instanceof Tree.Question question) {
                    asks.add(question.ask());
                }
            }
        }
        return asks;
    }

    /** Follows a tree with the answers of a procedure: what is asked on the way was answered, and each impact rated. */
    private static void answered(
            String file, Framework framework, String axis, Tree tree, String id, Assessment given) {
        switch (tree.node(id)) {
            case Tree.Question question -> {
                Boolean answer = given.answers().get(question.ask());
                require(file, answer != null, framework.id() + " asks for " + question.ask());
                boolean yes = Boolean.TRUE.equals(answer);
                answered(file, framework, axis, tree, yes ? question.yes() : question.no(), given);
            }
            case Tree.Risk risk -> {
                for (Framework.Category category : framework.categories()) {
                    require(
                            file,
                            given.impacts(axis).containsKey(category.id()),
                            framework.id() + " asks for the impact on " + category.id());
                }
                risk.then().values().forEach(next -> answered(file, framework, axis, tree, next, given));
            }
            case Tree.Leaf leaf -> {}
        }
    }

    private static void walk(
            String file, Framework framework, Axis axis, Tree tree, String id, Set<String> path, boolean rated) {
        require(file, path.add(id), "the tree of " + axis.id() + " goes in a circle at " + id);
        Tree.Node node = tree.nodes().get(id);
        switch (node) {
            case null -> throw new CatalogueException(file, "the tree of " + axis.id() + " has no node " + id);
            case Tree.Question question -> {
                walk(file, framework, axis, tree, question.yes(), new HashSet<>(path), rated);
                walk(file, framework, axis, tree, question.no(), new HashSet<>(path), rated);
            }
            case Tree.Risk risk -> {
                require(file, framework.tables().containsKey(risk.table()), "no table " + risk.table());
                for (Axis.Level level : axis.levels()) {
                    String next = risk.then().get(level.id());
                    require(file, next != null, "after table " + risk.table() + " nothing follows " + level.id());
                    walk(file, framework, axis, tree, next == null ? "" : next, new HashSet<>(path), true);
                }
            }
            case Tree.Leaf leaf ->
                require(
                        file,
                        leaf.leaf().equals("NONE")
                                || (leaf.leaf().equals("KEEP") && rated)
                                || axis.rank(leaf.leaf()) > 0,
                        "the tree of " + axis.id() + " ends at no level in " + id);
        }
    }

    private void law(Law law) {
        String file = "laws/" + law.id() + ".json";
        require(file, !law.revisions().isEmpty(), "has no revision");
        for (Law.Revision revision : law.revisions()) {
            revision.methods().forEach(each -> condition(file, each.when()));
        }
    }

    private void means(MeansKind kind) {
        String file = "means/" + kind.id() + ".json";
        kind.features().values().forEach(each -> features(file, each));
        require(
                file,
                kind.features().keySet().stream().noneMatch(state -> state.compareTo(MeansState.SUSPENDED) >= 0),
                "a means that is suspended or ended is worth nothing");
        require(
                file,
                catalogue.attributeSource(kind.attributeSource()).isPresent(),
                "no attribute source " + kind.attributeSource());
        require(
                file,
                catalogue.presentation(kind.presentation()).isPresent(),
                "no presentation " + kind.presentation());
        kind.authenticators()
                .forEach(each -> require(file, catalogue.authenticator(each).isPresent(), "no authenticator " + each));
    }

    private void procedure(Procedure procedure) {
        String file = "procedures/" + procedure.id() + ".json";
        if (procedure.law() != null) {
            require(file, catalogue.law(procedure.law()).isPresent(), "no law " + procedure.law());
        }
        require(file, !procedure.assessments().isEmpty(), "nothing is assessed");
        for (Assessment assessment : procedure.assessments()) {
            Framework framework = catalogue
                    .framework(assessment.framework())
                    .orElseThrow(() -> new CatalogueException(file, "no framework " + assessment.framework()));
            Set<String> categories = new HashSet<>();
            framework.categories().forEach(each -> categories.add(each.id()));
            require(
                    file,
                    categories.containsAll(assessment.impacts().keySet()),
                    framework.id() + " has no such category");
            for (Map<String, Impact> apart : assessment.impactsFor().values()) {
                require(file, categories.containsAll(apart.keySet()), framework.id() + " has no such category");
            }
            framework
                    .selection()
                    .forEach((axis, tree) -> answered(file, framework, axis, tree, tree.start(), assessment));
            for (Framework.Combination each : framework.combinations()) {
                for (String ask : each.when().keySet()) {
                    require(file, assessment.answers().containsKey(ask), framework.id() + " asks for " + ask);
                }
            }
            for (String axis : assessment.axes()) {
                require(file, framework.selection().containsKey(axis), framework.id() + " selects nothing on " + axis);
            }
        }
        for (Procedure.Tailoring tailoring : procedure.tailored()) {
            require(
                    file,
                    catalogue
                            .framework(tailoring.framework())
                            .flatMap(each -> each.axis(tailoring.axis()))
                            .flatMap(each -> each.level(tailoring.level()))
                            .isPresent(),
                    "no level " + tailoring.level());
        }
        procedure
                .substitutes()
                .forEach(each -> require(file, catalogue.means(each).isPresent(), "no means " + each));
    }

    private void condition(String file, Condition condition) {
        condition.visit(each -> {
            if (each instanceof Condition.Has has) {
                features(file, List.of(has.has()));
            }
        });
    }

    private void features(String file, Collection<String> features) {
        for (String each : features) {
            require(file, catalogue.vocabulary().features().containsKey(each), "the vocabulary has no " + each);
        }
    }

    private static void require(String file, boolean holds, String wrong) {
        if (!holds) {
            throw new CatalogueException(file, wrong);
        }
    }
}
