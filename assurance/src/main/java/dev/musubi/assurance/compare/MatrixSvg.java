package dev.musubi.assurance.compare;

import static dev.musubi.assurance.page.Markup.escape;

import dev.musubi.assurance.Decision;
import dev.musubi.assurance.Outcome;
import dev.musubi.assurance.catalogue.Procedure;
import dev.musubi.assurance.catalogue.Remedy;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Draws the matrix. A sign and a word say what a colour says, so it can be read without colours. */
public final class MatrixSvg {

    private static final int LEFT = 286;
    private static final int TOP = 200;
    private static final int WIDE = 66;
    private static final int HIGH = 38;
    private static final int FOOT = 74;
    private static final int RIGHT = 150;

    private MatrixSvg() {}

    /** The drawing, as an SVG document. */
    public static String draw(Matrix matrix) {
        int width = LEFT + matrix.procedures().size() * WIDE + RIGHT;
        int height = TOP + matrix.rows().size() * HIGH + FOOT;
        StringBuilder out = new StringBuilder();
        out.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="title desc" font-family="'Noto Sans JP','Noto Sans CJK JP',sans-serif">
                <title id="title">受入れの一覧: どの本人確認手段が、どの手続に足りるか / Acceptance matrix: which means suffices for which procedure</title>
                <desc id="desc">行は手段、列は手続。○は受入れ、△は追加の手順で受入れ、→は別の手段が要る、×は不可。</desc>
                <rect width="%d" height="%d" fill="#ffffff"/>
                """.formatted(width, height, width, height));
        columns(out, matrix.procedures());
        int y = TOP;
        for (Matrix.Row row : matrix.rows()) {
            label(out, row, y);
            int x = LEFT;
            for (int i = 0; i < row.decisions().size(); i++) {
                cell(out, row, matrix.procedures().get(i), row.decisions().get(i), x, y);
                x += WIDE;
            }
            y += HIGH;
        }
        foot(out, matrix, y + 24);
        return out.append("</svg>\n").toString();
    }

    private static void columns(StringBuilder out, List<Procedure> procedures) {
        int x = LEFT + WIDE / 2;
        for (Procedure procedure : procedures) {
            out.append("""
                    <g transform="translate(%d %d) rotate(-55)"><text font-size="13" fill="#1a1a1c">%s</text><text y="14" font-size="10" fill="#595959">%s</text></g>
                    """.formatted(
                            x,
                            TOP - 10,
                            escape(procedure.name().ja()),
                            escape(procedure.name().en())));
            x += WIDE;
        }
    }

    private static void label(StringBuilder out, Matrix.Row row, int y) {
        out.append("""
                <text x="%d" y="%d" font-size="13" text-anchor="end" fill="#1a1a1c">%s</text><text x="%d" y="%d" font-size="10" text-anchor="end" fill="#595959">%s</text>
                """.formatted(
                        LEFT - 8,
                        y + 17,
                        escape(row.sample().name().ja()),
                        LEFT - 8,
                        y + 31,
                        escape(row.sample().name().en())));
    }

    private static void cell(StringBuilder out, Matrix.Row row, Procedure procedure, Decision decision, int x, int y) {
        out.append("""
                <g><title>%s / %s: %s</title><rect x="%d" y="%d" width="%d" height="%d" rx="4" fill="%s" stroke="%s"/>""".formatted(
                        escape(row.sample().name().ja()),
                        escape(procedure.name().ja()),
                        escape(said(decision)),
                        x + 2,
                        y + 2,
                        WIDE - 4,
                        HIGH - 4,
                        fill(decision.outcome()),
                        line(decision.outcome())));
        int middle = x + WIDE / 2;
        out.append("""
                <text x="%d" y="%d" font-size="15" text-anchor="middle" fill="#1a1a1c">%s</text>""".formatted(
                middle, decision.outcome() instanceof Outcome.StepUp ? y + 18 : y + 24, sign(decision.outcome())));
        if (decision.outcome() instanceof Outcome.StepUp up) {
            out.append("""
                    <text x="%d" y="%d" font-size="9" text-anchor="middle" fill="#1a1a1c">%s</text>""".formatted(middle, y + 31, escape(steps(up))));
        }
        out.append("</g>\n");
    }

    private static void foot(StringBuilder out, Matrix matrix, int y) {
        LocalDate day = LocalDate.ofInstant(matrix.at(), ZoneId.of("Asia/Tokyo"));
        out.append("""
                <text x="16" y="%d" font-size="12" fill="#1a1a1c">○ 受入れ accept　△ 書かれた手順のあとで受入れ step up　→ この手段では足りず、別の手段による another means is needed　× 不可 refuse</text>
                <text x="16" y="%d" font-size="10" fill="#595959">%s時点、利用事業者が署名検証者である場合。データ %s版。評価は結びプロジェクトの判断で、公式の認定ではない。 As of that day, at a relying party that is a signature verifier; the ratings are this project's own judgement and no accreditation.</text>
                """.formatted(y, y + 20, day, matrix.edition()));
    }

    static String said(Decision decision) {
        return switch (decision.outcome()) {
            case Outcome.Accept accept -> "受入れ accept";
            case Outcome.StepUp up ->
                String.join(
                        "＋", up.steps().stream().map(each -> each.text().ja()).toList());
            case Outcome.Refuse refuse -> "不可 refuse";
        };
    }

    static String steps(Outcome.StepUp up) {
        return String.join(
                "＋", up.steps().stream().map(each -> each.remedy().sign()).toList());
    }

    static String sign(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accept accept -> "○";
            case Outcome.StepUp up -> another(up) ? "→" : "△";
            case Outcome.Refuse refuse -> "×";
        };
    }

    private static boolean another(Outcome.StepUp up) {
        return up.steps().getFirst().remedy() == Remedy.ANOTHER_MEANS;
    }

    private static String fill(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accept accept -> "#cfeedd";
            case Outcome.StepUp up -> another(up) ? "#ececf0" : "#fff0c2";
            case Outcome.Refuse refuse -> "#fbd9d7";
        };
    }

    private static String line(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accept accept -> "#2c8a57";
            case Outcome.StepUp up -> another(up) ? "#8c8c8c" : "#a58000";
            case Outcome.Refuse refuse -> "#c74700";
        };
    }
}
