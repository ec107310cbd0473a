package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.client.HolderApp;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** An issuer on a PostgreSQL that it was given, with a role that owns its own database and nothing else. */
class OwnPostgresTest {

    private static long count(String url, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "issuer", "secret");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String database(World server) throws IOException, SQLException {
        try (Connection connection = Cluster.of(server).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create role issuer login password 'secret'");
            statement.execute("create database own owner issuer encoding 'UTF8' template template0");
        }
        return Cluster.of(server).url("own");
    }

    @Test
    void whenADatabaseIsGivenThenTheIssuerKeepsAllThereAndRunsNone() throws Exception {
        try (World server = World.begin("own-server")) {
            String url = database(server);
            try (World world = World.begin(
                    "own",
                    "--spring.datasource.url=" + url,
                    "--spring.datasource.username=issuer",
                    "--spring.datasource.password=secret",
                    "--spring.datasource.hikari.maximum-pool-size=3")) {
                HolderApp holder = world.holder(false);
                assertThat(count(url, "select count(*) from private_id")).isEqualTo(1);
                assertThat(Cluster.of(world).folder()).doesNotExist();
                assertThat(count(
                                url,
                                "select count(*) from pg_stat_activity where datname = 'own'"
                                        + " and pid <> pg_backend_pid()"))
                        .as("connections, of which 3 were allowed")
                        .isBetween(1L, 3L);

                world.platform.issuer().kill();
                world.platform.issuer().launch();
                world.platform.issuer().awaitReady();
                assertThat(holder.state().text("state")).isEqualTo("ACTIVE");
            }
        }
    }
}
