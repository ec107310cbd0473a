package dev.musubi.issuer.status;

import com.zaxxer.hikari.HikariDataSource;
import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.KeyedHash;
import dev.musubi.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
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
    public StatusDatabaseMeasures(Path folder, Path binaries, StatusListMeasures of) {
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
        MachineClock clock = new MachineClock();
        issuer.registerBean(MachineClock.class, () -> clock);
        issuer.registerBean(KeyedHash.class, () -> new KeyedHash(new SecretKeySpec(new byte[32], "HmacSHA256")));
        issuer.registerBean(TokenSigner.class, of::signer);
        issuer.registerBean(StatusSettings.class, of::settings);
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
    public void fill(int lists, double ended, double reissueRequired) {
        StatusPublisher publisher = issuer.getBean(StatusPublisher.class);
        JdbcClient jdbc = issuer.getBean(JdbcClient.class);
        // An index is made quicker once its rows are there, and rows that are made for each other need not be looked
        // up.
        jdbc.sql("drop index status_entry_list").update();
        jdbc.sql("alter table private_id disable trigger all").update();
        jdbc.sql("alter table status_entry disable trigger all").update();
        for (long list = 0; list < lists; list++) {
            publisher.open(list);
            Permutation permutation = issuer.getBean(Decoys.class).permutation(list);
            Integer[] indices = IntStream.range(Decoys.PLACES, StatusBits.ENTRIES)
                    .map(permutation::index)
                    .boxed()
                    .toArray(Integer[]::new);
            jdbc.sql("insert into holder select md5(? || ' ' || n)::uuid, now() from generate_series(1, ?) n")
                    .params(list, indices.length)
                    .update();
            jdbc.sql("""
                            insert into private_id (holder_id, state, cause, since, outward_since, generation, valid_until)
                            select md5(? || ' ' || n)::uuid,
                              case when c < ? then 'ENDED' when c < ? then 'REISSUE_REQUIRED' else 'ACTIVE' end, 'ISSUED',
                              now(), now(), 1, now() + interval '5 years'
                            from (select n, random() as c from generate_series(1, ?) n) r""")
                    .params(list, ended, ended + reissueRequired, indices.length)
                    .update();
            jdbc.sql("""
                            insert into status_entry (holder_id, sector, generation, list, idx)
                            select md5(? || ' ' || n)::uuid, 'bank.example', 1, ?, idx
                            from unnest(?::integer[]) with ordinality as dealt (idx, n)""").params(list, list, indices).update();
        }
        jdbc.sql("alter table private_id enable trigger all").update();
        jdbc.sql("alter table status_entry enable trigger all").update();
        jdbc.sql("create index status_entry_list on status_entry (list)").update();
        jdbc.sql("analyze").update();
    }

    /** Makes all lists anew from what the database says of everybody, as after a list was stopped; how many. */
    public int makeAnew(int threads) throws InterruptedException {
        StatusPublisher publisher = issuer.getBean(StatusPublisher.class);
        issuer.getBean(JdbcClient.class)
                .sql("update status_list set stopped_at = now(), stopped_why = 'DIFFERS_FROM_DATABASE'")
                .update();
        List<Callable<Boolean>> all = publisher.states().stream()
                .map(each -> (Callable<Boolean>) () -> publisher.accept(each.list()))
                .toList();
        try (ExecutorService each = Executors.newFixedThreadPool(threads)) {
            return (int) each.invokeAll(all).stream()
                    .filter(one -> one.state() == Future.State.SUCCESS && one.resultNow())
                    .count();
        }
    }

    /** Signs all lists anew from the state that is kept of them, as twice a day; how many. */
    public int signAnew() {
        issuer.getBean(JdbcClient.class)
                .sql("update status_list set published_at = published_at - interval '13 hours', checked_at = now()")
                .update();
        return issuer.getBean(StatusPublisher.class).due();
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
