package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Dumps the issuer's whole database and its logs, and looks for everything that may not be there: names, addresses,
 * dates of birth, numbers of certificates and certificates, of every resident there is, as text, in hexadecimal and in
 * Base64.
 */
final class Leaks {

    /**
     * A DER certificate's first eight bytes in Base64, {@code 30 82 xx xx 30 82}: two sequences, one in the other. The
     * first four characters alone are found by chance in a story's worth of keys and sealed bytes.
     */
    static final Pattern CERTIFICATE = Pattern.compile("MII[A-P][A-Za-z0-9+/_-][DTjz]CC");

    private Leaks() {}

    static void assertNone(World world) throws IOException, SQLException {
        String dump = dump(Cluster.of(world));
        String logs = logs(world.platform.data());
        assertThat(dump).as("the dump holds the tables").contains("table private_id", "ACTIVE", "ENDED");
        assertThat(logs).as("there are logs").contains("sweep.done");
        for (String secret : secrets(world)) {
            if (dump.contains(secret)) {
                throw new AssertionError("the database holds in clear: " + secret);
            }
            if (logs.contains(secret)) {
                throw new AssertionError("a log holds in clear: " + secret);
            }
        }
        // The beginning of every DER certificate of this size, and of its Base64.
        assertThat(dump.toLowerCase(Locale.ROOT)).doesNotContainPattern("\\\\\\\\x3082[0-9a-f]{4}3082");
        assertThat(dump + logs).doesNotContainPattern(CERTIFICATE).doesNotContain("BEGIN CERTIFICATE");
    }

    private static Set<String> secrets(World world) {
        Set<String> secrets = new TreeSet<>();
        for (int i = 1; i <= 60; i++) {
            JsonNode resident =
                    world.sandbox.resident("R%06d".formatted(i)).expect(200).body();
            add(secrets, resident.path("name").path("value").asString());
            add(secrets, resident.path("address").path("value").asString());
            secrets.add(resident.path("dateOfBirth").asString());
            for (JsonNode certificate : resident.path("certificates")) {
                BigInteger serial =
                        new BigInteger(certificate.path("issueNumber").asString(), 16);
                // Shorter numbers would be found by chance in random bytes.
                if (serial.bitLength() > 28) {
                    secrets.add(serial.toString());
                    secrets.add(serial.toString(16));
                }
            }
        }
        return secrets;
    }

    private static void add(Set<String> secrets, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        secrets.add(text);
        secrets.add(HexFormat.of().formatHex(bytes));
        secrets.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    }

    private static String dump(Cluster cluster) throws IOException, SQLException {
        StringBuilder dump = new StringBuilder();
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery("select tablename from pg_tables where schemaname = 'public' order by 1")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                dump.append("table ").append(table).append('\n');
                try (ResultSet rows = statement.executeQuery("select t::text from " + table + " t")) {
                    while (rows.next()) {
                        dump.append(rows.getString(1)).append('\n');
                    }
                }
            }
        }
        return dump.toString();
    }

    private static String logs(Path data) throws IOException {
        StringBuilder logs = new StringBuilder();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".log")).toList()) {
                logs.append(Files.readString(file)).append('\n');
            }
        }
        return logs.toString();
    }
}
