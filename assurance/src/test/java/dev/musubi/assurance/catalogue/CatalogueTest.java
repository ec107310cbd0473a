package dev.musubi.assurance.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files are read strictly: what is not as it should be is refused with the file's name. */
class CatalogueTest {

    private static final Catalogue STANDARD = Catalogue.standard();
    private static final Path FOLDER = Path.of("src/main/resources/dev/musubi/assurance");

    private static String file(String name) {
        return String.valueOf(STANDARD.files().get(name));
    }

    @Test
    void whenTheFolderIsListedThenTheIndexNamesEveryFile() throws IOException {
        try (Stream<Path> paths = Files.walk(FOLDER)) {
            List<String> there = paths.filter(each -> each.toString().endsWith(".json"))
                    .map(each -> FOLDER.relativize(each).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
            assertThat(STANDARD.files().keySet()).containsExactlyElementsOf(there);
        }
    }

    @Test
    void whenAnyFileChangesThenTheDigestDoes() {
        String policy = file("procedures/loyalty-card.json");
        Catalogue changed = STANDARD.with(Map.of(
                "procedures/loyalty-card.json", policy.replace("\"version\": \"2026-11-25\"", "\"version\": \"2\"")));
        assertThat(changed.digest()).isNotEqualTo(STANDARD.digest());
        assertThat(Catalogue.of(changed.files()).digest()).isEqualTo(changed.digest());
        assertThat(STANDARD.digest()).matches("[0-9a-f]{64}");
    }

    @Test
    void whenARevisionIsAddedAsAFileThenItIsThereWithoutCode() {
        String next = file("frameworks/nist-sp-800-63-4.json")
                .replace("\"id\": \"nist-sp-800-63-4\"", "\"id\": \"nist-sp-800-63-5\"")
                .replace("\"LOW\": 1, \"MODERATE\": 2", "\"LOW\": 2, \"MODERATE\": 2");
        Catalogue with = STANDARD.with(Map.of("frameworks/nist-sp-800-63-5.json", next));
        assertThat(with.framework("nist-sp-800-63-5")).isPresent();
        assertThat(with.frameworks()).hasSize(STANDARD.frameworks().size() + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frameworks/nist-sp-800-63-3.json | \"deciding\": true | \"decidng\": true | decidng",
                "frameworks/nist-sp-800-63-3.json | \"has\": \"auth.hardware\" | \"has\": \"auth.hardwear\" | auth.hardwear",
                "frameworks/nist-sp-800-63-3.json | \"no\": \"IAL1\" | \"no\": \"nowhere\" | nowhere",
                "frameworks/nist-sp-800-63-3.json | \"yes\": \"2\", \"no\": \"IAL1\" | \"yes\": \"1\", \"no\": \"IAL1\" | in a circle",
                "frameworks/nist-sp-800-63-3.json | \"financial\": {\"LOW\": 1, | \"financial\": {\"LOW\": 3, | lower level",
                "frameworks/nist-sp-800-63-3.json | \"financial\": {\"LOW\": 1, \"MODERATE\": 2, | \"financial\": {\"LOW\": 1, | cell is missing",
                "frameworks/nist-sp-800-63-3.json | \"financial\": {\"LOW\" | \"finance\": {\"LOW\" | other categories",
                "frameworks/nist-sp-800-63-3.json | \"leaf\": \"IAL1\" | \"leaf\": \"IAL9\" | ends at no level",
                "frameworks/nist-sp-800-63-3.json | \"table\": \"6-1\" | \"table\": \"6-7\" | no table 6-7",
                "frameworks/nist-sp-800-63-3.json | \"by\": \"nist-sp-800-63-4\" | \"by\": \"nist-sp-800-63-9\" | not here",
                "frameworks/nist-sp-800-63-3.json | \"id\": \"nist-sp-800-63-3\" | \"id\": \"nist\" | name of its id",
                "frameworks/nist-sp-800-63-3.json | \"when\": {\"personal_data_accessible\": true} | \"when\": {\"sensitive\": true} | nothing asks sensitive",
                "frameworks/nist-sp-800-63-3.json | \"level\": \"IAL3\", \"when\": {}, \"with\": \"AAL\", \"allowed\": [\"AAL2\", \"AAL3\"] | \"level\": \"IAL3\", \"when\": {}, \"with\": \"AAL\", \"allowed\": [\"AAL2\"] | not even the highest",
                "laws/jp-aml.json | \"from\": \"2027-04-01\" | \"from\": \"1 April\" | jp-aml",
                "means/private-id.json | \"passkey-synced\" | \"passkey-sinked\" | passkey-sinked",
                "means/private-id.json | \"UNKNOWN\": [ | \"ENDED\": [ | worth nothing",
                "means/private-id.json | \"presentation\": \"back-channel\", | | presentation is missing",
                "procedures/bank-account.json | \"law\": \"jp-aml\" | \"law\": \"jp-oml\" | jp-oml",
                "procedures/bank-account.json | \"financial\": \"MODERATE\" | \"financial\": \"GRAVE\" | GRAVE",
                "procedures/bank-account.json | \"validation_needed\" | \"valuation_needed\" | asks for validation_needed",
                "procedures/bank-account.json | \"financial\": \"MODERATE\", | | asks for the impact on financial",
                "procedures/bank-account.json | \"jpki-signature-card\" | \"seal\" | no means seal",
                "vocabulary.json | \"ja\": \"結びプロジェクト\" | \"ja\": \"\" | Japanese and in English",
                "samples.json | \"means\": \"mail\" | \"means\": \"pigeon\" | pigeon"
            })
    void whenAWordIsWrongThenTheFileIsRefusedByName(String name, String right, String wrong, String told) {
        assertThat(file(name)).contains(right);
        String changed = file(name).replace(right, wrong == null ? "" : wrong);
        assertThatThrownBy(() -> STANDARD.with(Map.of(name, changed)))
                .isInstanceOf(CatalogueException.class)
                .hasMessageStartingWith(name)
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource({"'',", "'null',", "'{',", "'[]',", "'{} {}',"})
    void whenAFileIsNoJsonObjectThenItIsRefused(String text) {
        assertThatThrownBy(() -> STANDARD.with(Map.of("vocabulary.json", text)))
                .isInstanceOf(CatalogueException.class)
                .hasMessageStartingWith("vocabulary.json");
    }

    @Test
    void whenThereIsNoWordForNotThenNoFileCanAskForTheAbsenceOfSomething() {
        String changed = file("frameworks/musubi-acr.json").replace("\"all\":", "\"none\":");
        assertThatThrownBy(() -> STANDARD.with(Map.of("frameworks/musubi-acr.json", changed)))
                .isInstanceOf(CatalogueException.class);
    }

    @Test
    void whenAStateIsWorseThenAMeansIsWorthNoMore() {
        for (MeansKind kind : STANDARD.means().values()) {
            for (MeansState state : MeansState.values()) {
                for (MeansState worse : MeansState.values()) {
                    if (worse.compareTo(state) > 0) {
                        assertThat(kind.worth(state)).containsAll(kind.worth(worse));
                    }
                }
            }
            assertThat(kind.worth(MeansState.SUSPENDED)).isEmpty();
            assertThat(kind.worth(MeansState.ENDED)).isEmpty();
        }
    }

    @Test
    void whenAProcedureIsWrittenThenItIsReadAgainAsItWas() {
        for (Procedure procedure : STANDARD.procedures().values()) {
            assertThat(DataJson.read("again", DataJson.write(procedure), Procedure.class))
                    .isEqualTo(procedure);
        }
    }
}
