package dev.musubi.assurance.assess;

import dev.musubi.assurance.Selection;
import dev.musubi.assurance.assess.Wizard.Assessed;
import dev.musubi.assurance.catalogue.Framework;
import dev.musubi.assurance.catalogue.Impact;
import dev.musubi.assurance.catalogue.Procedure;
import dev.musubi.assurance.catalogue.Sentence;
import dev.musubi.assurance.page.Block;
import dev.musubi.assurance.page.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The acceptance statement of a procedure: the five things NIST SP 800-63-3 section 5.5 asks for, and what the draft of SP
 * 800-63-4 section 5.3.4 adds (results of the impact assessment, supplemental controls).
 */
public final class AcceptanceStatement {

    private static final Sentence NONE = new Sentence("なし", "none");

    private final Assessed assessed;

    /** Of an assessment. */
    public AcceptanceStatement(Assessed assessed) {
        this.assessed = assessed;
    }

    /** As Markdown. */
    public String markdown() {
        return Markup.markdown(blocks());
    }

    /** As an HTML page. */
    public String html() {
        return Markup.html(title(), blocks(), "");
    }

    private Sentence title() {
        Sentence name = assessed.answers().name();
        return new Sentence("受入れの声明: " + name.ja(), "Digital Identity Acceptance Statement: " + name.en());
    }

    private List<Block> blocks() {
        Answers answers = assessed.answers();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Heading(1, title()));
        blocks.add(new Block.Paragraph(answers.description()));
        blocks.add(new Block.Paragraph(new Sentence(
                "評価した者: " + answers.assessedBy().ja() + "。評価した日: " + answers.assessedOn(),
                "Assessed by " + answers.assessedBy().en() + " on " + answers.assessedOn() + ".")));
        heading(blocks, "1. 影響の評価", "1. Results of the impact assessment");
        assessed.needed().keySet().forEach(framework -> impacts(blocks, framework));
        heading(blocks, "2. 評価した水準", "2. Assessed levels");
        assessed.needed().forEach((framework, needed) -> levels(blocks, framework, needed));
        heading(blocks, "3. 実装する水準と、異なる場合の理由", "3. Implemented levels, and the rationale where they differ");
        implemented(blocks);
        heading(blocks, "4. 代替策とその同等性", "4. Compensating controls and their comparability");
        blocks.add(new Block.Bullets(
                answers.compensatingControls().isEmpty()
                        ? List.of(NONE)
                        : answers.compensatingControls().stream()
                                .map(each -> new Sentence(
                                        each.control().ja() + " — "
                                                + each.comparability().ja(),
                                        each.control().en() + " — "
                                                + each.comparability().en()))
                                .toList()));
        heading(blocks, "5. 追加策", "5. Supplemental controls");
        blocks.add(new Block.Bullets(
                answers.supplementalControls().isEmpty() ? List.of(NONE) : answers.supplementalControls()));
        heading(blocks, "6. 連携したIDの受入れ", "6. Federated identities");
        blocks.add(new Block.Paragraph(federation(answers.federation())));
        heading(blocks, "付録: 水準に至った道筋", "Appendix: how the levels were arrived at");
        assessed.needed().forEach((framework, needed) -> paths(blocks, framework, needed));
        return blocks;
    }

    private static void heading(List<Block> blocks, String japanese, String english) {
        blocks.add(new Block.Heading(2, new Sentence(japanese, english)));
    }

    private static void title(List<Block> blocks, Framework framework) {
        blocks.add(new Block.Heading(
                3,
                new Sentence(
                        framework.document().ja() + "（" + framework.version() + "）",
                        framework.document().en() + " (" + framework.version() + ")")));
    }

    private void impacts(List<Block> blocks, Framework framework) {
        Procedure.Assessment assessment = assessment(framework);
        title(blocks, framework);
        blocks.add(new Block.Paragraph(framework.note()));
        List<List<Sentence>> rows = framework.categories().stream()
                .map(category -> List.of(
                        category.name(),
                        assessment
                                .impacts()
                                .getOrDefault(category.id(), Impact.NONE)
                                .words()))
                .toList();
        blocks.add(new Block.Table(List.of(new Sentence("区分", "Category"), new Sentence("影響", "Impact")), rows));
    }

    private static void levels(List<Block> blocks, Framework framework, List<Selection.Needed> needed) {
        title(blocks, framework);
        blocks.add(new Block.Table(
                List.of(new Sentence("軸", "Axis"), new Sentence("水準", "Level"), new Sentence("付記", "Notes")),
                needed.stream()
                        .map(each -> List.of(
                                framework.axis(each.axis()).orElseThrow().name(),
                                level(each.level()),
                                each.notes().isEmpty()
                                        ? Sentence.both("-")
                                        : each.notes().getFirst()))
                        .toList()));
    }

    private void implemented(List<Block> blocks) {
        List<List<Sentence>> rows = new ArrayList<>();
        assessed.needed()
                .forEach((framework, needed) -> needed.forEach(each -> {
                    Optional<Procedure.Tailoring> tailoring =
                            assessed.procedure().tailored(framework.id(), each.axis());
                    rows.add(List.of(
                            Sentence.both(framework.id()),
                            framework.axis(each.axis()).orElseThrow().name(),
                            level(each.level()),
                            level(tailoring.map(Procedure.Tailoring::level).orElse(each.level())),
                            tailoring
                                    .map(Procedure.Tailoring::rationale)
                                    .orElse(new Sentence("評価のとおり", "as assessed"))));
                }));
        blocks.add(new Block.Table(
                List.of(
                        new Sentence("枠組み", "Framework"),
                        new Sentence("軸", "Axis"),
                        new Sentence("評価", "Assessed"),
                        new Sentence("実装", "Implemented"),
                        new Sentence("理由", "Rationale")),
                rows));
    }

    private static Sentence federation(Answers.@Nullable Federation federation) {
        if (federation == null) {
            return new Sentence("未記入。63-3の5.5節は記載を求めている。", "Not stated; section 5.5 of 63-3 asks for it.");
        }
        if (federation.accepted()) {
            return new Sentence("受け入れる。", "Accepted.");
        }
        Sentence rationale = federation.rationale() == null
                ? new Sentence("理由は未記入。", "No rationale is given.")
                : federation.rationale();
        return new Sentence("受け入れない。" + rationale.ja(), "Not accepted. " + rationale.en());
    }

    private static void paths(List<Block> blocks, Framework framework, List<Selection.Needed> needed) {
        title(blocks, framework);
        for (Selection.Needed each : needed) {
            blocks.add(new Block.Paragraph(
                    framework.axis(each.axis()).orElseThrow().name()));
            blocks.add(new Block.Bullets(each.path().stream()
                    .map(passed -> new Sentence(
                            passed.question().ja() + " → " + passed.answer().ja() + "（"
                                    + passed.source().clause() + "）",
                            passed.question().en() + " → " + passed.answer().en() + " ("
                                    + passed.source().clause() + ")"))
                    .toList()));
        }
    }

    private Procedure.Assessment assessment(Framework framework) {
        return assessed.answers().assessments().stream()
                .filter(each -> each.framework().equals(framework.id()))
                .findFirst()
                .orElseThrow();
    }

    private static Sentence level(@Nullable String level) {
        return level == null ? new Sentence("要らない", "not needed") : Sentence.both(level);
    }
}
