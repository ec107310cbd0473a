package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.assurance.AssuranceCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code musubi assurance}, which starts no server. */
class AssuranceCommandTest {

    @TempDir
    Path folder;

    private record Run(int code, String said) {}

    private static Run run(String... arguments) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        int code = new AssuranceCommand(
                        () -> Instant.parse("2026-11-25T00:00:00Z"),
                        new PrintStream(told, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
        return new Run(code, told.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whenNothingIsAskedThenItSaysWhatThereIs() {
        assertThat(run().said()).contains("decide", "matrix", "assess", "diff", "replay");
        assertThat(run("list").said()).contains("bank-account", "private-id", "nist-sp-800-63-4", "カ=jpki-signature");
    }

    @Test
    void whenDecidedThenTheExitCodeAndTheWordsSaySo() {
        String[] question = {"decide", "--means", "private-id", "--procedure", "childcare-application"};
        Run refused = run(question);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.said()).contains("△", "なぜなら", "[");
        Run accepted = run(
                "decide",
                "--means",
                "private-id",
                "--procedure",
                "childcare-application",
                "--authenticator",
                "passkey-synced",
                "--checked",
                "PT1H");
        assertThat(accepted.code()).isZero();
        assertThat(accepted.said()).contains("○ 受け入れる");
    }

    @Test
    void whenTheCalendarMovesThenTheLawDecidesOtherwise() {
        for (String day : List.of("2027-03-31", "2027-04-01")) {
            Run run = run(
                    "decide",
                    "--means",
                    "image-ekyc",
                    "--authenticator",
                    "face",
                    "--procedure",
                    "bank-account",
                    "--at",
                    day);
            assertThat(run.code()).as(day).isEqualTo(day.equals("2027-03-31") ? 0 : 1);
        }
    }

    @Test
    void whenTheMatrixIsDrawnThenBothFilesAreWellFormed() throws Exception {
        assertThat(run("matrix", "--out", folder.toString(), "--at", "2026-11-25")
                        .code())
                .isZero();
        for (String file : List.of("matrix.html", "matrix.svg")) {
            assertThat(DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(folder.resolve(file).toFile())
                            .getDocumentElement())
                    .isNotNull();
        }
        assertThat(Files.readString(folder.resolve("matrix.svg")))
                .as("the picture of the docs is the one the command draws")
                .isEqualTo(Files.readString(Path.of("../docs/explanation/assurance-matrix.svg")));
    }

    @Test
    void whenAProcedureIsAssessedThenTheCatalogueTakesItAndAStatementIsWritten() throws IOException {
        Path answers = folder.resolve("answers.json");
        Files.writeString(
                answers, run("assess", "--questions", "jp-guideline-2019").said());
        Run assessed =
                run("assess", answers.toString(), "--out", folder.resolve("out").toString());
        assertThat(assessed.code()).isZero();
        assertThat(assessed.said()).contains("身元確認: 身元1");
        assertThat(folder.resolve("out/my-procedure-statement.html")).exists();
        assertThat(Files.readString(folder.resolve("out/my-procedure-statement.md")))
                .contains("受入れの声明");
        assertThat(run(
                                "decide",
                                "--data",
                                folder.resolve("out").toString(),
                                "--means",
                                "private-id",
                                "--authenticator",
                                "app-token",
                                "--procedure",
                                "my-procedure")
                        .code())
                .isZero();
    }

    @Test
    void whenARuleChangesThenThoseWhoFallOutAreCounted() {
        Run diff = run("diff", "--at", "2027-03-31", "--then", "2027-04-01", "--verifier", "--invented", "500");
        assertThat(diff.code()).isZero();
        assertThat(diff.said())
                .contains("500 holders", "bank-account", "image-ekyc, face, STANDS: ACCEPT → STEP_UP ANOTHER_MEANS")
                .doesNotContain("mobile-line");
        assertThat(run("diff", "--then", "2026-11-26", "--invented", "50").said())
                .contains("Nobody");
    }

    @Test
    void whenARecordIsKeptThenItCanBeTakenAgain() {
        Path record = folder.resolve("record.json");
        run("decide", "--means", "mail", "--procedure", "library-card", "--record", record.toString());
        assertThat(run("replay", record.toString()).said()).contains("The same");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "decide",
                "decide --means",
                "decide --means nothing --procedure loyalty-card",
                "decide --means mail --procedure nothing",
                "decide --means mail --procedure loyalty-card --state FINE",
                "decide --means mail --procedure loyalty-card --checked yesterday",
                "decide --means mail --procedure loyalty-card --at someday",
                "decide --means mail --procedure loyalty-card --data /nowhere",
                "matrix --colour red",
                "assess",
                "assess --questions nothing",
                "assess nowhere.json",
                "diff",
                "diff --then 2027-01-01 --invented 0",
                "diff --then 2027-01-01 --invented many",
                "diff --then 2027-01-01 --population nowhere.jsonl",
                "replay",
                "replay nowhere.json"
            })
    void whenItIsNotUnderstoodThenOneLineSaysWhatIsWrong(String line) {
        Run run = run(line.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.said().lines()).hasSize(1).allMatch(each -> each.startsWith("musubi assurance: "));
    }
}
