package dev.musubi.assurance.page;

import dev.musubi.assurance.catalogue.Sentence;
import java.util.List;

/** Writes pages. The HTML is well-formed XML, needs no script and fetches nothing. */
public final class Markup {

    private Markup() {}

    /** As Markdown. */
    public static String markdown(List<Block> page) {
        StringBuilder out = new StringBuilder();
        for (Block block : page) {
            if (!out.isEmpty()) {
                out.append('\n');
            }
            switch (block) {
                case Block.Heading heading ->
                    out.append("#".repeat(heading.level()))
                            .append(' ')
                            .append(oneLine(heading.text(), " / "))
                            .append('\n');
                case Block.Paragraph paragraph ->
                    out.append(oneLine(paragraph.text(), "  \n")).append('\n');
                case Block.Bullets bullets ->
                    bullets.items()
                            .forEach(each -> out.append("- ")
                                    .append(oneLine(each, "  \n  "))
                                    .append('\n'));
                case Block.Table table -> {
                    row(out, table.head());
                    out.append("|---".repeat(table.head().size())).append("|\n");
                    table.rows().forEach(each -> row(out, each));
                }
            }
        }
        return out.toString();
    }

    private static void row(StringBuilder out, List<Sentence> cells) {
        cells.forEach(cell -> out.append("| ")
                .append(oneLine(cell, "<br>").replace("|", "\\|"))
                .append(' '));
        out.append("|\n");
    }

    private static String oneLine(Sentence text, String between) {
        String japanese = text.ja().strip();
        String english = text.en().strip();
        return japanese.equals(english) ? japanese : japanese + between + english;
    }

    /**
     * As an HTML page.
     *
     * @param body markup to put after the blocks, such as a picture
     */
    public static String html(Sentence title, List<Block> page, String body) {
        StringBuilder out = new StringBuilder("""
                <!DOCTYPE html>
                <html xmlns="http://www.w3.org/1999/xhtml" lang="ja">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>%s</title>
                <style>
                body { font-family: "Noto Sans JP", "Noto Sans CJK JP", sans-serif; line-height: 1.7; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: #1a1a1c; }
                .en { color: #595959; font-size: 0.875em; display: block; }
                table { border-collapse: collapse; } th, td { border: 1px solid #b3b3b3; padding: 0.4rem 0.6rem; text-align: left; vertical-align: top; }
                summary { cursor: pointer; } svg { max-width: 100%%; height: auto; }
                .FOR { color: #115a36; } .AGAINST { color: #a90000; } .NOTE { color: #595959; }
                </style>
                </head>
                <body>
                """.formatted(escape(title.ja())));
        page.forEach(block -> block(out, block));
        return out.append(body).append("</body>\n</html>\n").toString();
    }

    private static void block(StringBuilder out, Block block) {
        switch (block) {
            case Block.Heading heading -> element(out, "h" + heading.level(), heading.text());
            case Block.Paragraph paragraph -> element(out, "p", paragraph.text());
            case Block.Bullets bullets -> {
                out.append("<ul>\n");
                bullets.items().forEach(each -> element(out, "li", each));
                out.append("</ul>\n");
            }
            case Block.Table table -> {
                out.append("<table>\n<thead><tr>");
                table.head().forEach(each -> element(out, "th", each));
                out.append("</tr></thead>\n<tbody>\n");
                table.rows().forEach(row -> {
                    out.append("<tr>");
                    row.forEach(each -> element(out, "td", each));
                    out.append("</tr>\n");
                });
                out.append("</tbody>\n</table>\n");
            }
        }
    }

    private static void element(StringBuilder out, String name, Sentence text) {
        out.append('<')
                .append(name)
                .append('>')
                .append(both(text))
                .append("</")
                .append(name)
                .append(">\n");
    }

    /** Both languages, the English one smaller. */
    public static String both(Sentence text) {
        return text.ja().equals(text.en())
                ? escape(text.ja())
                : escape(text.ja()) + "<span class=\"en\" lang=\"en\">" + escape(text.en()) + "</span>";
    }

    /** Text within XML. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(each -> {
            switch (each) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> {
                    if (each >= 0x20 || each == '\n' || each == '\t') {
                        out.appendCodePoint(each);
                    }
                }
            }
        });
        return out.toString();
    }
}
