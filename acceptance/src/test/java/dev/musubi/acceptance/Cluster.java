package dev.musubi.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * The PostgreSQL an issuer runs for itself, seen from outside, as its operator would.
 *
 * @param folder where it lies
 */
record Cluster(Path folder) {

    static Cluster of(World world) {
        return new Cluster(world.platform.data().resolve("issuer/postgresql"));
    }

    String url(String database) throws IOException {
        String port =
                Files.readAllLines(folder.resolve("data/postmaster.pid")).get(3).strip();
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    Connection connect() throws IOException, SQLException {
        return DriverManager.getConnection(
                url("postgres"),
                "musubi",
                Files.readString(folder.resolve("password")).strip());
    }
}
