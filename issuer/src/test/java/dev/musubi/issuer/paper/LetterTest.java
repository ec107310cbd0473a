package dev.musubi.issuer.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.fixture.PdfSheet;
import dev.musubi.issuer.message.Language;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LetterTest {

    private static final Instant AT = Instant.parse("2026-11-29T03:00:00Z");
    private static final String LINK = "https://id.example.jp/enrol?to=/home";

    private static Letter letter(String name, String address, String link) {
        return new Letter(
                Language.JAPANESE,
                AT,
                new Letter.Recipient(name, address),
                "結び 民間ID　令和8年11月29日",
                "民間IDの再発行が必要になりました。",
                List.of("新しい電子証明書を受け取り、再発行してください。", "次のリンク先を開いてください。"),
                link,
                List.of("この手紙は、同意された方にお送りしています。"));
    }

    private static String without(String text) {
        return text.replaceAll("[\\s　]", "");
    }

    @Test
    void whenALetterIsWrittenThenItSaysWhatItIsToAndTheCodeLeadsToTheSamePage() {
        PdfSheet sheet = new PdfSheet(letter("髙橋　花子", "東京都千代田区丸の内一丁目１番１号", LINK).write());
        assertThat(sheet.sheets()).isEqualTo(1);
        assertThat(without(sheet.text())).contains("髙橋花子様", "民間IDの再発行が必要になりました。", "再発行してください。", LINK, "同意された方に");
        assertThat(sheet.code()).isEqualTo(LINK);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 94, 200})
    void whenItIsFoldedThenTheWindowShowsNameAndAddressAndTheFirstThirdNothingElse(int length) {
        String address = "北海道札幌市中央区北一条西二丁目１番地とても長い名前のマンション札幌駅前アネックス".repeat(6).substring(0, length);
        PdfSheet sheet = new PdfSheet(letter("山田　花子", address, LINK).write());
        // A window of 90 by 45 mm, 20 mm from the left and 12 mm from the upper edge of the envelope; the sheet slips.
        String window = without(sheet.text(20, 14, 82, 43));
        assertThat(window).isEqualTo(without(address + "山田花子様"));
        assertThat(without(sheet.text(0, 0, 210, 99))).as("above the fold").isEqualTo(window);
    }

    @Test
    void whenAPdfIsLookedAtFromOutsideThenItDoesNotSayWhomItIsFor() throws IOException {
        try (PDDocument document = Loader.loadPDF(letter("山田　花子", "東京都", LINK).write())) {
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("民間IDの再発行が必要になりました。");
            assertThat(document.getDocumentInformation().getAuthor()).isNull();
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("ja");
        }
        assertThat(letter("山田　花子", "東京都", LINK).to().toString()).doesNotContain("花子", "東京都");
    }

    @Test
    void whenTheFontHasNoSuchCharacterThenTheLetterSaysWhichItWas() {
        PdfSheet sheet = new PdfSheet(letter("𠮷田󠄀花子", "東京都", LINK).write());
        assertThat(sheet.text()).contains("花子");
        PdfSheet unknown = new PdfSheet(letter("\uE000田花子", "東京都", LINK).write());
        assertThat(unknown.text()).contains("〓", "U+E000");
    }

    @Test
    void whenAnAddressIsLongerThanACodeHoldsThenThereIsNoLetter() {
        Letter letter = letter("花子", "東京都", "https://id.example.jp/" + "a".repeat(4000));
        assertThatThrownBy(letter::write).isInstanceOf(IllegalArgumentException.class);
    }
}
