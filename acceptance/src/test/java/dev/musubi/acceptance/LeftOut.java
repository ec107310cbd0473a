package dev.musubi.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;

/**
 * The one place where tests are left out: those for which this machine lacks a program. {@code ./musubi test} then says so,
 * and what to install. Where {@code CI=true} they fail instead.
 */
final class LeftOut {

    private static final Path LINES = Path.of("target", "left-out.txt");

    private LeftOut() {}

    /** Leaves the test out that is running; the line says which, and what is missing. */
    static void because(String line) {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(line);
        }
        try {
            Files.writeString(
                    LINES, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Assumptions.abort(line);
    }
}
