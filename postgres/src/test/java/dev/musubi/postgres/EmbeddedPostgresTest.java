package dev.musubi.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPostgresTest {

    private static final Path BINARIES = Path.of("target/postgresql-binaries");

    @TempDir
    Path folder;

    private static Connection connect(EmbeddedPostgres server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }

    private static int count(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from kept")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void run(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readAllLines(folder.resolve("pg/data/postmaster.pid"))
                .getFirst()
                .strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwx------"})
    void whenStoppedAndStartedAgainThenWhatWasCommittedIsThere(String permissions) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder.resolve("pg"), BINARIES)) {
            run(server, "create table kept (n int); insert into kept values (1), (2)");
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder.resolve("pg"), BINARIES)) {
            assertThat(count(server)).isEqualTo(2);
        }
    }

    @Test
    void whenWeWereKilledAndItRunsOnThenItIsFoundAgain() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        killedAfter("create table kept (n int); insert into kept values (1)");
        long pid = pid();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder.resolve("pg"), BINARIES)) {
            assertThat(pid()).isEqualTo(pid);
            assertThat(count(server)).isEqualTo(1);
        }
    }

    @Test
    void whenAnotherUsesTheFolderThenTheSecondIsRefusedAndToldWhatToDoAndTheFirstGoesOn() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder.resolve("pg"), BINARIES)) {
            run(server, "create table kept (n int); insert into kept values (1)");
            for (int twice = 0; twice < 2; twice++) {
                assertThatThrownBy(() -> EmbeddedPostgres.start(folder.resolve("pg"), BINARIES))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("musubi.database.folder")
                        .hasMessageContaining("spring.datasource.url");
            }
            // Having been refused here has not let go of the lock for others.
            Process other = program("select 1");
            assertThat(other.waitFor()).isEqualTo(Program.REFUSED);
            assertThat(count(server)).isEqualTo(1);
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder.resolve("pg"), BINARIES)) {
            assertThat(count(server)).isEqualTo(1);
        }
    }

    @Test
    void whenTwoStartForTheFirstTimeTogetherThenOneServesAndTheOtherIsRefused() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<Process> both = List.of(program("select 1"), program("select 1"));
        List<Integer> ends = new ArrayList<>();
        for (Process each : both) {
            ends.add(each.waitFor());
        }
        assertThat(ends).containsAnyOf(Program.KILLED).isSubsetOf(Program.KILLED, Program.REFUSED);
        EmbeddedPostgres.start(folder.resolve("pg"), BINARIES).close();
    }

    private void killedAfter(String sql) throws Exception {
        assertThat(program(sql).waitFor()).isEqualTo(Program.KILLED);
    }

    private Process program(String sql) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        folder.resolve("pg").toString(),
                        BINARIES.toString(),
                        sql)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Starts a server, has it do something, and ends as by {@code kill -9}: the server is still there. */
    static final class Program {

        static final int KILLED = 137;
        static final int REFUSED = 3;

        private Program() {}

        /** With folder, binaries and what to do. */
        public static void main(String[] arguments) throws Exception {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(arguments[0]), Path.of(arguments[1]));
                run(server, arguments[2]);
                Runtime.getRuntime().halt(KILLED);
            } catch (IOException refused) {
                Runtime.getRuntime().halt(REFUSED);
            }
        }
    }

    @Test
    void whenTheServerItselfIsKilledThenItRecovers() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        killedAfter("create table kept (n int); insert into kept values (1), (2), (3)");
        ProcessHandle.of(pid()).orElseThrow().destroyForcibly();
        ProcessHandle.of(pid()).ifPresent(process -> process.onExit().join());
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder.resolve("pg"), BINARIES)) {
            assertThat(count(server)).isEqualTo(3);
        }
    }

    @Test
    void whenThePasswordIsWrongThenNobodyGetsIn() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder.resolve("pg"), BINARIES)) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }
}
