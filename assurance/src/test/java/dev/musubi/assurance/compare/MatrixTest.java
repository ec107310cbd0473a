package dev.musubi.assurance.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.assurance.AssuranceEngine;
import dev.musubi.assurance.Outcome;
import dev.musubi.assurance.RelyingPartyFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * The matrix, as data and as pictures. Holds the picture in the docs against the code; with {@code
 * -Dmusubi.write-docs=true} it writes the picture instead.
 */
class MatrixTest {

    private static final Path PICTURE = Path.of("../docs/explanation/assurance-matrix.svg");
    private static final Instant DAY = Instant.parse("2026-11-25T03:00:00Z");
    private static final Matrix MATRIX = Matrix.of(AssuranceEngine.standard(), new RelyingPartyFacts(true), DAY);

    private static Document parse(String text) throws Exception {
        // An XHTML page has a document type without a location; nothing is fetched.
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://javax.xml.XMLConstants/feature/secure-processing", true);
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whenItIsDrawnThenItIsWellFormedAndHasEveryCell() throws Exception {
        Document svg = parse(MatrixSvg.draw(MATRIX));
        assertThat(svg.getDocumentElement().getLocalName()).isEqualTo("svg");
        int cells = MATRIX.rows().size() * MATRIX.procedures().size();
        NodeList boxes = svg.getElementsByTagNameNS("*", "rect");
        assertThat(boxes.getLength()).as("a box a cell, and the ground").isEqualTo(cells + 1);
        assertThat(svg.getElementsByTagNameNS("*", "title").getLength()).isEqualTo(cells + 1);
    }

    @Test
    void whenThePageIsWrittenThenItIsWellFormedFetchesNothingAndSaysWhyOfEveryCell() throws Exception {
        String page = MatrixPage.write(MATRIX);
        Document html = parse(page);
        assertThat(html.getElementsByTagNameNS("*", "details").getLength())
                .isEqualTo(MATRIX.rows().size() * MATRIX.procedures().size());
        assertThat(html.getElementsByTagNameNS("*", "script").getLength()).isZero();
        assertThat(html.getElementsByTagNameNS("*", "link").getLength()).isZero();
        assertThat(html.getElementsByTagNameNS("*", "img").getLength()).isZero();
        assertThat(page).doesNotContain("src=").contains("lang=\"ja\"").contains("6条1項1号カ");
    }

    @Test
    void whenTheDocsShowThePictureThenItIsTheOneTheCodeDraws() throws IOException {
        String drawn = MatrixSvg.draw(MATRIX);
        if (Boolean.getBoolean("musubi.write-docs")) {
            Files.writeString(PICTURE, drawn);
        }
        assertThat(Files.readString(PICTURE)).isEqualTo(drawn);
    }

    @Test
    void whenItIsReadThenItSaysWhatTheExplanationSays() {
        assertThat(outcome("民間ID＋パスキー（端末固定）", "childcare-application")).isEqualTo("ACCEPT");
        assertThat(outcome("民間ID＋パスキー（端末固定）", "bank-account")).isEqualTo("STEP_UP");
        assertThat(outcome("公的個人認証の署名（カード）", "bank-account")).isEqualTo("ACCEPT");
        assertThat(outcome("民間ID: 再発行が必要", "age-check")).isEqualTo("ACCEPT");
        assertThat(outcome("民間ID: 再発行が必要", "bank-address-change")).isEqualTo("STEP_UP");
        assertThat(outcome("書類の画像＋容貌", "bank-account")).isEqualTo("ACCEPT");
        assertThat(MATRIX.rows().getFirst().decisions())
                .as("a signature with the card suffices for everything")
                .allSatisfy(each -> assertThat(each.outcome()).isEqualTo(new Outcome.Accept()));
    }

    private static String outcome(String sample, String procedure) {
        int column =
                MATRIX.procedures().stream().map(each -> each.id()).toList().indexOf(procedure);
        return MATRIX.rows().stream()
                .filter(each -> each.sample().name().ja().equals(sample))
                .findFirst()
                .orElseThrow()
                .decisions()
                .get(column)
                .outcome()
                .code();
    }
}
