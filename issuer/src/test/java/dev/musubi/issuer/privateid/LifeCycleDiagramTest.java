package dev.musubi.issuer.privateid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds the diagram in the docs against the table in the code. With {@code -Dmusubi.write-docs=true} it writes the
 * diagram instead.
 */
class LifeCycleDiagramTest {

    private static final Path PAGE = Path.of("../docs/explanation/life-cycle.md");
    private static final String BEGIN = "<!-- lifecycle:begin -->";
    private static final String END = "<!-- lifecycle:end -->";

    @Test
    void whenTheTableIsDrawnThenTheDocsShowThatVeryPicture() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(end).as("markers in " + PAGE).isGreaterThan(begin);
        if (Boolean.getBoolean("musubi.write-docs")) {
            page = page.substring(0, begin) + "\n" + diagram() + page.substring(end);
            Files.writeString(PAGE, page);
            end = page.indexOf(END);
        }
        assertThat(page.substring(begin, end).strip()).isEqualTo(diagram().strip());
    }

    private static String diagram() {
        StringBuilder out = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        for (LifeCycle.Transition row : LifeCycle.table()) {
            out.append("    %s --> %s : %s%n"
                    .formatted(
                            row.from().map(LifeState::name).orElse("[*]"),
                            row.to(),
                            row.onResume() ? "RESUMED after " + row.cause() : row.cause()));
        }
        return out.append("    ENDED --> [*]\n```\n").toString();
    }
}
