package dev.musubi.assurance.compare;

import static dev.musubi.assurance.page.Markup.both;
import static dev.musubi.assurance.page.Markup.escape;

import dev.musubi.assurance.Decision;
import dev.musubi.assurance.Reason;
import dev.musubi.assurance.catalogue.Procedure;
import dev.musubi.assurance.catalogue.Sentence;
import dev.musubi.assurance.page.Block;
import dev.musubi.assurance.page.Markup;
import java.util.List;

/** The matrix as a page: the drawing, and the because of every cell. */
public final class MatrixPage {

    private static final Sentence TITLE = new Sentence("受入れの一覧", "Acceptance matrix");

    private MatrixPage() {}

    /** The page, as HTML that fetches nothing. */
    public static String write(Matrix matrix) {
        List<Block> blocks = List.of(
                new Block.Heading(1, TITLE),
                new Block.Paragraph(
                        new Sentence(
                                "どの本人確認手段が、どの手続に足りるか。一つ一つの判定の理由は、図の下にすべて書いてある。",
                                "Which means of identification suffices for which procedure. The because of every decision stands below.")));
        StringBuilder body = new StringBuilder(MatrixSvg.draw(matrix));
        for (int i = 0; i < matrix.procedures().size(); i++) {
            Procedure procedure = matrix.procedures().get(i);
            body.append("<h2 id=\"")
                    .append(escape(procedure.id()))
                    .append("\">")
                    .append(both(procedure.name()))
                    .append("</h2>\n<p>")
                    .append(both(procedure.description()))
                    .append("</p>\n");
            for (Matrix.Row row : matrix.rows()) {
                decision(body, row.sample().name(), row.decisions().get(i));
            }
        }
        return Markup.html(TITLE, blocks, body.toString());
    }

    private static void decision(StringBuilder out, Sentence means, Decision decision) {
        out.append("<details><summary>")
                .append(MatrixSvg.sign(decision.outcome()))
                .append(' ')
                .append(escape(means.ja()))
                .append(": ")
                .append(escape(MatrixSvg.said(decision)))
                .append("</summary>\n<ul>\n");
        for (Reason reason : decision.because()) {
            out.append("<li class=\"")
                    .append(reason.verdict().name())
                    .append("\">")
                    .append(both(reason.text()))
                    .append(" <small>")
                    .append(escape(reason.source().document().ja()))
                    .append(' ')
                    .append(escape(reason.source().version()))
                    .append(' ')
                    .append(escape(reason.source().clause()))
                    .append(" — ")
                    .append(escape(reason.source().judgement().words().ja()))
                    .append("、")
                    .append(escape(reason.source().confidence().words().ja()))
                    .append("</small></li>\n");
        }
        out.append("</ul></details>\n");
    }
}
