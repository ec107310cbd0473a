package dev.musubi.issuer.paper;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import dev.musubi.issuer.message.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * A letter on one sheet of A4, as PDF, to be folded in three for an envelope 長形3号 (120 × 235 mm) with a window at the upper
 * left. In the first third is the address and nothing besides, so that a window shows no more than an envelope does.
 *
 * @param language in which it is written
 * @param at when
 * @param to whom it is for
 * @param from who writes
 * @param title what it is about
 * @param paragraphs what it says, above the address of a page
 * @param link that page, in letters and as a QR code (ISO/IEC 18004)
 * @param notes what it says below, in small type
 */
public record Letter(
        Language language,
        Instant at,
        Recipient to,
        String from,
        String title,
        List<String> paragraphs,
        String link,
        List<String> notes) {

    /** Points in a millimetre. */
    private static final float MM = 72 / 25.4f;

    /** The block that shows in the window, wherever the sheet slips to: from the left and upper edges of the sheet. */
    private static final float WINDOW_LEFT = 22 * MM;

    private static final float WINDOW_TOP = 18 * MM;
    private static final float WINDOW_WIDTH = 76 * MM;
    private static final float WINDOW_HEIGHT = 38 * MM;

    private static final float MARGIN = 25 * MM;
    private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;

    /** Below the first fold, at 99 mm. */
    private static final float BODY_TOP = 108 * MM;

    private static final float CODE = 32 * MM;

    /** Around a QR code nothing stands for four of its modules (ISO/IEC 18004). */
    private static final float QUIET = 5 * MM;

    private static final float TEXT = 10.5f;
    private static final float SMALL = 8.5f;

    /** Of address and name: the largest in which both fit. Certificates hold addresses of up to 200 characters. */
    private static final float[] SIZES = {TEXT, 9, 7.5f, 6.5f};

    /** Keeps its lists. */
    public Letter {
        paragraphs = List.copyOf(paragraphs);
        notes = List.copyOf(notes);
    }

    /** Whom a letter is for. */
    public record Recipient(String name, String address) {
        /** It is somebody's. */
        @Override
        public String toString() {
            return "Recipient[…]";
        }
    }

    /** The PDF. Its title does not say whom it is for. */
    public byte[] write() {
        try (PDDocument document = new PDDocument()) {
            Paper.describe(document, language, title, at);
            PDPage page = new PDPage(PDRectangle.A4);
            document.addPage(page);
            Typeface font = new Typeface(document);
            try (PDPageContentStream on = new PDPageContentStream(document, page)) {
                Pen pen = new Pen(on, font);
                pen.to(WINDOW_LEFT, WINDOW_TOP, WINDOW_WIDTH);
                pen.fit(to.address(), to.name() + " 様", WINDOW_HEIGHT);
                pen.to(MARGIN, BODY_TOP, WIDTH);
                pen.say(from, SMALL);
                pen.space(6);
                pen.say(title, 14);
                pen.space(6);
                for (String paragraph : paragraphs) {
                    pen.say(paragraph, TEXT);
                    pen.space(4);
                }
                pen.say(link, TEXT);
                pen.space(QUIET);
                pen.code(link);
                pen.space(QUIET);
                for (String note : notes) {
                    pen.say(note, SMALL);
                }
                if (!font.missing().isEmpty()) {
                    pen.say(font.missing(), SMALL);
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a letter in memory could not be written", e);
        }
    }

    /** Writes downwards. */
    private static final class Pen {

        private final PDPageContentStream on;
        private final Typeface font;
        private float x;
        private float y;
        private float width;

        Pen(PDPageContentStream on, Typeface font) {
            this.on = on;
            this.font = font;
        }

        /** Begins anew so far from the left and upper edges. */
        void to(float left, float top, float wide) {
            x = left;
            y = PDRectangle.A4.getHeight() - top;
            width = wide;
        }

        void space(float height) {
            y -= height;
        }

        void say(String text, float size) throws IOException {
            for (String line : font.lines(text, size, width)) {
                y -= size * Typeface.LEADING;
                font.write(on, line, x, y, size);
            }
        }

        /** Two texts below each other, as large as the height allows. */
        void fit(String first, String second, float height) throws IOException {
            for (float size : SIZES) {
                int lines = font.lines(first, size, width).size()
                        + font.lines(second, size, width).size();
                if (lines * size * Typeface.LEADING <= height || size == SIZES[SIZES.length - 1]) {
                    say(first, size);
                    say(second, size);
                    return;
                }
            }
        }

        void code(String text) throws IOException {
            ByteMatrix modules = modules(text);
            float module = CODE / modules.getWidth();
            y -= CODE;
            for (int row = 0; row < modules.getHeight(); row++) {
                for (int column = 0; column < modules.getWidth(); column++) {
                    if (modules.get(column, row) == 1) {
                        on.addRect(x + column * module, y + CODE - (row + 1) * module, module, module);
                    }
                }
            }
            on.fill();
        }

        private static ByteMatrix modules(String text) {
            try {
                return Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
            } catch (WriterException e) {
                throw new IllegalArgumentException("longer than a QR code holds", e);
            }
        }
    }
}
