package dev.musubi.issuer.status;

import com.zaxxer.hikari.HikariDataSource;
import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.KeyedHash;
import dev.musubi.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** What lists and places cost with a real PostgreSQL, by the issuer's own code over its own tables. */
public final class StatusDatabaseMeasures implements AutoCloseable {

    /** Of the entries of a list, those that people are dealt. */
    public static final int PLACES = StatusBits.ENTRIES - Decoys.PLACES;

    private final EmbeddedPostgres server;
    private final HikariDataSource pool;
    private final AnnotationConfigApplicationContext issuer = new AnnotationConfigApplicationContext();

    /** With an empty database of its own in that folder. */
    public StatusDatabaseMeasures(Path folder, Path binaries, TokenSigner signer, StatusSettings settings) {
        try {
            server = EmbeddedPostgres.start(folder, binaries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pool = new HikariDataSource();
        pool.setJdbcUrl(server.jdbcUrl());
        pool.setUsername(server.user());
        pool.setPassword(server.password());
        Flyway.configure().dataSource(pool).load().migrate();
        issuer.registerBean(DataSource.class, () -> pool);
        issuer.registerBean(PlatformTransactionManager.class, () -> new JdbcTransactionManager(pool));
        issuer.registerBean(JdbcClient.class, () -> JdbcClient.create(pool));
        issuer.registerBean(MachineClock.class, () -> new MachineClock());
        issuer.registerBean(KeyedHash.class, () -> new KeyedHash(new SecretKeySpec(new byte[32], "HmacSHA256")));
        issuer.registerBean(TokenSigner.class, () -> signer);
        issuer.registerBean(StatusSettings.class, () -> settings);
        issuer.register(
                Findings.class,
                StatusKey.class,
                Decoys.class,
                StatusLists.class,
                StatusEntries.class,
                StatusFolder.class,
                StatusCheck.class,
                StatusTokens.class,
                StatusCwts.class,
                KeptTokens.class,
                StatusPublisher.class,
                Places.class);
        issuer.refresh();
    }

    /** Fills so many lists: each place is somebody's, of whom some have ended and of some a re-issue is required. */
    public void fill(int lists, double ended, double reissueRequired) throws SQLException, IOException {
        StatusPublisher publisher = issuer.getBean(StatusPublisher.class);
        Decoys decoys = issuer.getBean(Decoys.class);
        try (Connection connection = pool.getConnection();
                var sql = connection.createStatement()) {
            // Rows that refer to each other are written in whole tables, and the index comes after them.
            sql.execute("set session_replication_role = replica");
            sql.execute("drop index status_entry_list");
            for (int list = 0; list < lists; list++) {
                publisher.open(list);
                Permutation permutation = decoys.permutation(list);
                Random random = new Random(list);
                long number = list;
                copy(connection, "holder (holder_id, created_at)", place -> id(number, place) + "\t2026-04-01\n");
                copy(
                        connection,
                        "private_id (holder_id, state, cause, since, generation, valid_until)",
                        place -> id(number, place) + "\t" + state(random.nextDouble(), ended, reissueRequired)
                                + "\tISSUED\t2026-04-01\t1\t2031-04-01\n");
                copy(
                        connection,
                        "status_entry (holder_id, sector, generation, list, idx)",
                        place -> id(number, place) + "\tbank.example\t1\t" + number + "\t"
                                + permutation.index(Decoys.PLACES + place) + "\n");
            }
            sql.execute("create index status_entry_list on status_entry (list)");
            sql.execute("set session_replication_role = origin");
            sql.execute("vacuum analyze");
        }
    }

    private static String state(double chance, double ended, double reissueRequired) {
        return chance < ended ? "ENDED" : chance < ended + reissueRequired ? "REISSUE_REQUIRED" : "ACTIVE";
    }

    /** Anybody's, as random to look at as the issuer's own. */
    private static UUID id(long list, int place) {
        return UUID.nameUUIDFromBytes((list + " " + place).getBytes(StandardCharsets.US_ASCII));
    }

    private static void copy(Connection connection, String table, java.util.function.IntFunction<String> row)
            throws SQLException, IOException {
        int each = 4096;
        Enumeration<InputStream> parts = Collections.enumeration(IntStream.range(0, (PLACES + each - 1) / each)
                                        .boxed()
                                        .toList())
                                .asIterator()
                        instanceof java.util.Iterator<Integer> numbers
                ? new Enumeration<>() {
                    @Override
                    public boolean hasMoreElements() {
                        return numbers.hasNext();
                    }

                    @Override
                    public InputStream nextElement() {
                        int from = numbers.next() * each;
                        StringBuilder rows = new StringBuilder();
                        for (int place = from; place < Math.min(from + each, PLACES); place++) {
                            rows.append(row.apply(place));
                        }
                        return new java.io.ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.US_ASCII));
                    }
                }
                : Collections.emptyEnumeration();
        try (InputStream rows = new SequenceInputStream(parts)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table + " from stdin", rows);
        }
    }

    /** Makes all lists anew from what the database says of everybody, as after a list was stopped; how many. */
    public int makeAnew(int threads) throws InterruptedException {
        StatusPublisher publisher = issuer.getBean(StatusPublisher.class);
        issuer.getBean(JdbcClient.class)
                .sql("update status_list set stopped_at = now(), stopped_why = 'DIFFERS_FROM_DATABASE'")
                .update();
        java.util.List<java.util.concurrent.Callable<Boolean>> all = publisher.states().stream()
                .map(each -> (java.util.concurrent.Callable<Boolean>) () -> publisher.accept(each.list()))
                .toList();
        try (ExecutorService each = Executors.newFixedThreadPool(threads)) {
            return (int) each.invokeAll(all).stream()
                    .filter(one -> one.state() == java.util.concurrent.Future.State.SUCCESS && one.resultNow())
                    .count();
        }
    }

    /** Deals this many places, one after the other, as a sector is told of somebody for the first time; what is written down is left out. */
    public long deal(int count) {
        Places places = issuer.getBean(Places.class);
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += places.next().index();
        }
        return sum;
    }

    @Override
    public void close() {
        issuer.close();
        pool.close();
        server.close();
    }
}
