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
        // The first handle is never closed: as after a kill -9 of the issuer, the server is still there.
        EmbeddedPostgres orphan = EmbeddedPostgres.start(folder.resolve("pg"), BINARIES);
        run(orphan, "create table kept (n int); insert into kept values (1)");
        long pid = pid();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder.resolve("pg"), BINARIES)) {
            assertThat(pid()).isEqualTo(pid);
            assertThat(count(server)).isEqualTo(1);
        }
    }

    @Test
    void whenTheServerItselfIsKilledThenItRecovers() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        EmbeddedPostgres killed = EmbeddedPostgres.start(folder.resolve("pg"), BINARIES);
        run(killed, "create table kept (n int); insert into kept values (1), (2), (3)");
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
