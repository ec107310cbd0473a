package dev.musubi.issuer.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the mailing house finds. */
class LetterFolderTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private static final String NAME = "0123456789abcdef0123456789abcdef";
    private static final byte[] PDF = {1, 2, 3};

    @TempDir
    private Path outside;

    private Path folder() {
        return outside.resolve("letters");
    }

    private LetterFolder letters() {
        return new LetterFolder(folder());
    }

    private List<String> manifest(LocalDate day) throws IOException {
        return Files.readAllLines(folder().resolve("manifest-" + day + ".jsonl"));
    }

    @Test
    void whenALetterIsLaidThenItsManifestNamesItAndOursAloneIsTheFolder() throws IOException {
        letters().lay(NAME, PDF, TODAY);
        Path file = folder().resolve(NAME + ".pdf");
        assertThat(file).hasBinaryContent(PDF);
        assertThat(manifest(TODAY))
                .containsExactly("{\"file\":\"" + NAME
                        + ".pdf\",\"written\":\"2026-11-22\",\"sheets\":1,\"envelope\":\"長形3号\"}");
        try (Stream<Path> all = Files.list(folder())) {
            assertThat(all)
                    .allSatisfy(each -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                            .as(each.toString())
                            .isEqualTo("rw-------"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void whenItIsLaidAgainOnceThePostHasItThenItIsNotPostedTwice() throws IOException {
        letters().lay(NAME, PDF, TODAY);
        Files.delete(folder().resolve(NAME + ".pdf"));
        letters().lay(NAME, PDF, TODAY.plusDays(3));
        assertThat(folder().resolve(NAME + ".pdf")).doesNotExist();
        assertThat(folder().resolve("manifest-2026-11-25.jsonl")).doesNotExist();
    }

    @Test
    void whenACrashLeftAFileThatNoManifestNamesThenItIsWrittenAnew() throws IOException {
        Files.createDirectories(folder());
        Files.write(folder().resolve(NAME + ".pdf"), new byte[] {9});
        letters().lay(NAME, PDF, TODAY);
        assertThat(folder().resolve(NAME + ".pdf")).hasBinaryContent(PDF);
        assertThat(manifest(TODAY)).hasSize(1);
    }

    @Test
    void whenACrashLeftHalfALineThenTheNextIsALineOfItsOwn() throws IOException {
        Files.createDirectories(folder());
        Path manifest = folder().resolve("manifest-" + TODAY + ".jsonl");
        byte[] cut = "{\"envelope\":\"長".getBytes(StandardCharsets.UTF_8);
        Files.write(manifest, Arrays.copyOf(cut, cut.length - 1));
        letters().lay(NAME, PDF, TODAY);
        letters().lay(NAME, PDF, TODAY);
        assertThat(Files.readAllLines(manifest, StandardCharsets.ISO_8859_1))
                .hasSize(2)
                .last()
                .asString()
                .contains(NAME + ".pdf");
    }

    @Test
    void whenManyWriteAtOnceThenNoLineIsLost() throws Exception {
        List<Callable<String>> writers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String name = NAME.substring(2) + String.format(Locale.ROOT, "%02d", i % 20);
            writers.add(() -> {
                letters().lay(name, PDF, TODAY);
                return name;
            });
        }
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> each : all.invokeAll(writers)) {
                assertThat(each.get()).hasSize(NAME.length());
            }
        }
        assertThat(manifest(TODAY)).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void whenTheFolderCannotBeMadeThenItIsSaid() throws IOException {
        Files.writeString(folder(), "a file");
        assertThatThrownBy(() -> letters().lay(NAME, PDF, TODAY)).isInstanceOf(IOException.class);
    }
}
