package dev.musubi.issuer.paper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.message.Language;
import java.io.IOException;
import java.time.Instant;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

final class PaperTest {

    private static final Instant AT = Instant.parse("2026-11-29T03:00:00Z");

    private static String text(PDDocument document) throws IOException {
        return new PDFTextStripper().getText(document);
    }

    @Test
    void whenJapaneseIsWrittenThenItReadsAsItWasAndItsFontComesAlong() throws IOException {
        byte[] pdf = Paper.of(Language.JAPANESE, "民間ID 登録内容", AT)
                .heading("登録されている情報")
                .row("氏名", "髙橋　花子")
                .paragraph("令和8年11月29日")
                .write();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(text(document)).contains("登録内容", "氏名", "髙橋", "花子", "令和8年11月29日", "1 / 1");
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("民間ID 登録内容");
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("ja");
            for (PDPage page : document.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
                }
            }
        }
        assertThat(pdf.length).as("of the font only what is used").isLessThan(200_000);
    }

    @Test
    void whenThereIsMuchToSayThenItGoesOnOverSheetsAndNothingIsLost() throws IOException {
        Paper paper = Paper.of(
                Language.ENGLISH, "A title that is so long that it does not fit into one line of the sheet", AT);
        String address = "神奈川県横浜市中区日本大通".repeat(8);
        for (int i = 0; i < 120; i++) {
            paper.row("label number " + i + " which is rather long", address);
        }
        try (PDDocument document = Loader.loadPDF(paper.write())) {
            assertThat(document.getNumberOfPages()).isGreaterThan(5);
            String said = text(document).replaceAll("\\s", "");
            assertThat(said).contains("labelnumber119", "1/" + document.getNumberOfPages());
            assertThat(said.chars().filter(each -> each == '奈')).hasSize(120 * 8);
        }
    }

    @Test
    void whenALineIsFullThenNoneBeginsWithAFullStop() throws IOException {
        for (int length = 40; length < 50; length++) {
            byte[] pdf = Paper.of(Language.JAPANESE, "題", AT)
                    .paragraph("民".repeat(length) + "。" + "間".repeat(length) + "、とあります。")
                    .write();
            try (PDDocument document = Loader.loadPDF(pdf)) {
                assertThat(text(document).lines())
                        .as("%d characters", length)
                        .noneMatch(line -> line.matches("[。、].*"));
            }
        }
    }

    @Test
    void whenTheFontHasNoSuchCharacterThenTheDocumentSaysWhichItWas() throws IOException {
        byte[] pdf = Paper.of(Language.JAPANESE, "表題", AT)
                .row("氏名", "\ud883\udc00花子\n\u0007")
                .write();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(text(document)).contains("〓花子", "U+30C00");
        }
    }
}
