package dev.musubi.issuer.paper;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The type documents are set in: Noto Sans JP, of which a document holds the characters it uses, so that it reads the same
 * everywhere. Made for one document.
 */
final class Typeface {

    /** From one line to the next, in sizes of the type. */
    static final float LEADING = 1.6f;

    private static final String FONT = "/fonts/NotoSansJP-Regular.ttf";

    /** Stands for a character that the font does not have (JIS X 0208, 2-14). */
    private static final String MISSING = "〓";

    /** These hang over the end of a line rather than begin one (行頭禁則, JIS X 4051). */
    private static final String HANGING = "、。」』）";

    private final PDType0Font font;
    private final TreeSet<Integer> unknown = new TreeSet<>();

    Typeface(PDDocument document) throws IOException {
        try (InputStream file = Objects.requireNonNull(Typeface.class.getResourceAsStream(FONT))) {
            this.font = PDType0Font.load(document, file, true);
        }
    }

    /** Which characters the font does not have, so that nobody takes the sign for one; empty if it has all. */
    String missing() {
        if (unknown.isEmpty()) {
            return "";
        }
        StringBuilder said = new StringBuilder(MISSING).append(" =");
        unknown.forEach(each -> said.append(String.format(Locale.ROOT, " U+%04X", each)));
        return said.toString();
    }

    /** Writes a line that {@link #lines} made. */
    void write(PDPageContentStream on, String line, float x, float y, float size) throws IOException {
        on.beginText();
        on.setFont(font, size);
        on.newLineAtOffset(x, y);
        on.showText(line);
        on.endText();
    }

    /** Lines of at most this width: broken between words of letters, and anywhere in Japanese. */
    List<String> lines(String text, float size, float width) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        float filled = 0;
        int lastSpace = -1;
        for (int c = 0; c < text.length(); ) {
            int codePoint = text.codePointAt(c);
            c += Character.charCount(codePoint);
            String shown = shown(codePoint);
            float wide = font.getStringWidth(shown) / 1000 * size;
            if (filled + wide > width && !line.isEmpty() && HANGING.indexOf(codePoint) < 0) {
                boolean inWord = lastSpace > 0 && codePoint < 0x2000;
                String rest = inWord ? line.substring(lastSpace + 1) : "";
                lines.add(inWord ? line.substring(0, lastSpace) : line.toString());
                line.setLength(0);
                line.append(rest);
                filled = font.getStringWidth(rest) / 1000 * size;
                lastSpace = -1;
            }
            if (codePoint == ' ') {
                lastSpace = line.length();
            }
            line.append(shown);
            filled += wide;
        }
        lines.add(line.toString());
        return lines;
    }

    private String shown(int codePoint) throws IOException {
        if (Character.isISOControl(codePoint)) {
            return " ";
        }
        String text = Character.toString(codePoint);
        try {
            font.encode(text);
            return text;
        } catch (IllegalArgumentException notInTheFont) {
            unknown.add(codePoint);
            return MISSING;
        }
    }
}
