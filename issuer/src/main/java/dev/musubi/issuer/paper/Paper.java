package dev.musubi.issuer.paper;

import dev.musubi.issuer.message.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;
import org.jspecify.annotations.Nullable;

/**
 * A document on A4 paper, as PDF: headings, paragraphs, and labels with what they say. Its font comes with it (Noto Sans JP,
 * of which it holds the characters it uses), so that it reads the same everywhere. Made for one document and used once.
 */
public final class Paper {

    /** In points, of which there are 72 to an inch. */
    private static final float MARGIN = 56;

    private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;
    private static final float LABEL = 130;
    private static final float TEXT = 10.5f;
    private static final float SMALL = 8.5f;
    private static final float LEADING = Typeface.LEADING;

    private final Language language;
    private final String title;
    private final Instant at;
    private final List<Part> parts = new ArrayList<>();

    private Paper(Language language, String title, Instant at) {
        this.language = language;
        this.title = title;
        this.at = at;
    }

    private sealed interface Part {
        record Heading(String text) implements Part {}

        record Paragraph(String text, float size) implements Part {}

        record Row(String label, String text) implements Part {}
    }

    /** An empty one. */
    public static Paper of(Language language, String title, Instant at) {
        return new Paper(language, title, at);
    }

    /** Adds a heading. */
    public Paper heading(String text) {
        parts.add(new Part.Heading(text));
        return this;
    }

    /** Adds a paragraph. */
    public Paper paragraph(String text) {
        parts.add(new Part.Paragraph(text, TEXT));
        return this;
    }

    /** Adds a paragraph in small type. */
    public Paper note(String text) {
        parts.add(new Part.Paragraph(text, SMALL));
        return this;
    }

    /** Adds a label and what it says. */
    public Paper row(String label, String text) {
        parts.add(new Part.Row(label, text));
        return this;
    }

    /** The PDF. */
    public byte[] write() {
        try (PDDocument document = new PDDocument()) {
            describe(document, language, title, at);
            Sheets sheets = new Sheets(document, new Typeface(document));
            sheets.paragraph(title, 18);
            sheets.space(6);
            for (Part part : parts) {
                switch (part) {
                    case Part.Heading(String text) -> {
                        sheets.space(12);
                        sheets.paragraph(text, 13);
                        sheets.space(2);
                    }
                    case Part.Paragraph(String text, float size) -> sheets.paragraph(text, size);
                    case Part.Row(String label, String text) -> sheets.row(label, text);
                }
            }
            sheets.missing();
            sheets.close();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a document in memory could not be written", e);
        }
    }

    /** What a PDF says of itself. */
    static void describe(PDDocument document, Language language, String title, Instant at) {
        Calendar time = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"), Locale.ROOT);
        time.setTimeInMillis(at.toEpochMilli());
        PDDocumentInformation about = document.getDocumentInformation();
        about.setTitle(title);
        about.setCreationDate(time);
        about.setModificationDate(time);
        document.getDocumentCatalog().setLanguage(language.tag());
        PDViewerPreferences shown =
                new PDViewerPreferences(document.getDocumentCatalog().getCOSObject());
        shown.setDisplayDocTitle(true);
        document.getDocumentCatalog().setViewerPreferences(shown);
    }

    /** The sheets that are being filled, from the top of each to its foot. */
    private static final class Sheets {

        private final PDDocument document;
        private final Typeface font;
        private @Nullable PDPageContentStream stream;
        private float y;

        Sheets(PDDocument document, Typeface font) {
            this.document = document;
            this.font = font;
        }

        void space(float height) {
            y -= height;
        }

        void paragraph(String text, float size) throws IOException {
            for (String line : font.lines(text, size, WIDTH)) {
                line(line, MARGIN, size);
            }
            space(3);
        }

        void row(String label, String text) throws IOException {
            List<String> labels = font.lines(label, TEXT, LABEL - 12);
            List<String> texts = font.lines(text, TEXT, WIDTH - LABEL);
            for (int i = 0; i < Math.max(labels.size(), texts.size()); i++) {
                PDPageContentStream on = room(TEXT);
                if (i < labels.size()) {
                    write(on, labels.get(i), MARGIN, TEXT);
                }
                if (i < texts.size()) {
                    write(on, texts.get(i), MARGIN + LABEL, TEXT);
                }
            }
            space(2);
        }

        /** Says which characters the font does not have, so that nobody takes the sign for one. */
        void missing() throws IOException {
            String said = font.missing();
            if (!said.isEmpty()) {
                space(10);
                paragraph(said, SMALL);
            }
        }

        void close() throws IOException {
            if (stream != null) {
                stream.close();
            }
            int count = document.getNumberOfPages();
            for (int i = 0; i < count; i++) {
                try (PDPageContentStream foot = new PDPageContentStream(
                        document, document.getPage(i), PDPageContentStream.AppendMode.APPEND, true, true)) {
                    font.write(foot, (i + 1) + " / " + count, PDRectangle.A4.getWidth() / 2 - 10, MARGIN / 2, SMALL);
                }
            }
        }

        private void line(String text, float x, float size) throws IOException {
            write(room(size), text, x, size);
        }

        /** Goes down a line, on to another sheet where this one is full. */
        private PDPageContentStream room(float size) throws IOException {
            PDPageContentStream on = stream;
            if (on == null || y - size * LEADING < MARGIN) {
                if (on != null) {
                    on.close();
                }
                PDPage page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                on = new PDPageContentStream(document, page);
                stream = on;
                y = PDRectangle.A4.getHeight() - MARGIN;
            }
            y -= size * LEADING;
            return on;
        }

        private void write(PDPageContentStream on, String text, float x, float size) throws IOException {
            font.write(on, text, x, y, size);
        }
    }
}
