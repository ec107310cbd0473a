package dev.musubi.bench;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Operator;
import dev.musubi.app.client.RelyingParty;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.client.Tls;
import dev.musubi.app.demo.Await;
import dev.musubi.app.process.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * From a published revocation list to the state of the private IDs, to the signed status list, and to the acknowledged event,
 * with 10,000 relying parties who have a stream each that is pushed to, and people who are each watched by ten of them. Twice a
 * list comes out: with ten of them, as in a minute of a whole country, and with a hundred. Sandbox, issuer, database and
 * receivers share the machine; the receivers are addresses of one server, so connections to it are used again. Streams, and who is in them, are written into the database;
 * all else goes by the doors.
 */
public final class SignalLoad {

    private static final int RECEIVERS = 10_000;
    private static final int[] PEOPLE = {10, 100};
    private static final int EACH = 10;

    /** A re-issue is required, and the level has changed. */
    private static final int EVENTS = 2;

    private final Platform platform;
    private final Sandbox sandbox;
    private final EventReceivers receivers;
    private final Table table = new Table(
            "From a published list to the acknowledged event, with 10,000 receivers",
            SignalLoad.class,
            "What",
            "Cases",
            "p50, s",
            "p99, s",
            "Worst, s");

    private SignalLoad(Platform platform, EventReceivers receivers) {
        this.platform = platform;
        this.sandbox = new Sandbox(platform.sandboxUri(), platform.holdersUri());
        this.receivers = receivers;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Platform prepared = BenchPlatform.prepare(2_000);
        Files.createDirectories(prepared.data());
        try (EventReceivers receivers =
                        new EventReceivers(prepared.data(), prepared.data().resolve("relying-parties/receivers.pem"));
                Platform platform = prepared) {
            platform.start();
            new SignalLoad(platform, receivers).measure();
        }
    }

    private void measure() throws Exception {
        List<HolderApp> people = people(IntStream.of(PEOPLE).sum());
        RelyingParty bank = bank();
        try (Connection database = database();
                Statement sql = database.createStatement()) {
            // Each has an entry in a status list.
            for (HolderApp each : people) {
                bank.redeem(each.allow("bench", "bench", List.of("ADDRESS"))
                                .expect(201)
                                .text("code"))
                        .expect(200);
            }
            streams(sql);
            watch(sql);
            int from = 0;
            for (int count : PEOPLE) {
                tell(count + " people", people.subList(from, from + count), count * EACH * EVENTS, sql);
                from += count;
            }
        }
        table.print(System.out);
    }

    private RelyingParty bank() {
        KeyStore key = Tls.relyingPartyKey(platform.data().resolve("bench.p12"), "Bench");
        Operator operator = new Operator(platform.operatorsUri(), platform.operatorToken());
        operator.register("bench", "Bench", "JP_AML", key, List.of()).expect(201);
        operator.send(
                        "PUT",
                        "/operator/openid-clients/bench",
                        Map.of(
                                "relying_party",
                                "bench",
                                "profile",
                                "BASIC",
                                "metadata",
                                Map.of(
                                        "redirect_uris",
                                        List.of("https://bench.example/callback"),
                                        "grant_types",
                                        List.of("authorization_code", "client_credentials"))))
                .expect(200);
        return new RelyingParty("bench", platform.relyingPartiesUri(), platform.serverCertificate(), key);
    }

    private List<HolderApp> people(int count) {
        List<HolderApp> people = new ArrayList<>();
        for (int i = 1; people.size() < count; i++) {
            String id = String.format(Locale.ROOT, "R%06d", i);
            if (BenchPlatform.canEnrol(sandbox, id)) {
                HolderApp holder = new HolderApp(platform.holdersUri(), platform.serverCertificate(), sandbox, id);
                holder.enrol(false).expect(201);
                people.add(holder);
            }
        }
        return people;
    }

    private Connection database() throws Exception {
        Path folder = platform.data().resolve("issuer/postgresql");
        String port =
                Files.readAllLines(folder.resolve("data/postmaster.pid")).get(3).strip();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "musubi",
                Files.readString(folder.resolve("password")).strip());
    }

    /** Relying parties, clients and streams, after the one that came by the door. */
    private void streams(Statement sql) throws SQLException {
        sql.execute("""
                insert into relying_party (relying_party_id, name, sector, law, return_uris, verifier, registered_at)
                select 'r' || n, 'r' || n, 'r' || n || '.example', law, return_uris, verifier, registered_at
                from relying_party, generate_series(0, %d) n where relying_party_id = 'bench'""".formatted(RECEIVERS - 1));
        sql.execute("""
                insert into openid_client (client_id, relying_party_id, profile, metadata, pkce_optional, registered_at)
                select 'r' || n, 'r' || n, profile, metadata, pkce_optional, registered_at
                from openid_client, generate_series(0, %d) n where client_id = 'bench'""".formatted(RECEIVERS - 1));
        sql.execute("""
                insert into signal_stream (stream_id, client_id, relying_party_id, push_endpoint, created_at)
                select md5('stream' || n)::uuid, 'r' || n, 'r' || n, 'https://localhost:%d/' || n, now()
                from generate_series(0, %d) n""".formatted(receivers.port(), RECEIVERS - 1));
        sql.execute("insert into signal_queue (stream_id, status) select stream_id, 'ENABLED' from signal_stream");
        sql.execute("analyze");
    }

    /** Each by ten, one after the other. */
    private void watch(Statement sql) throws SQLException {
        sql.execute("""
                create temporary table watched as
                select h.holder_id, (h.n * %1$d + k) %% %2$d as r from
                  (select holder_id, row_number() over (order by begun) - 1 as n
                   from (select holder_id, min(began_at) as begun from generation group by holder_id) g) h,
                  generate_series(0, %1$d - 1) k""".formatted(EACH, RECEIVERS));
        sql.execute("""
                insert into consent (holder_id, consent_id, kind, recipient, purpose, items, given_at, starts_at, ends_at)
                select holder_id, gen_random_uuid(), 'MONITORING', 'r' || r, 'bench', '{}', now() - interval '1 minute',
                  now() - interval '1 minute', now() + interval '1 year' from watched""");
        sql.execute("""
                insert into signal_subject (holder_id, stream_id, added_at)
                select holder_id, md5('stream' || r)::uuid, now() from watched""");
    }

    /** These people move, one list after the other comes out, and all of that is told. */
    private void tell(String what, List<HolderApp> people, int events, Statement sql) throws SQLException {
        receivers.drain();
        sql.execute("update anchor set noted_at = null");
        sql.execute("delete from status_change");
        for (HolderApp each : people) {
            sandbox.event(each.residentId(), "MOVE_WITHIN", Map.of()).expect(201);
        }
        double published;
        try (ResultSet now = sql.executeQuery("select extract(epoch from clock_timestamp())::double precision")) {
            now.next();
            published = now.getDouble(1);
        }
        long begun = System.nanoTime();
        sandbox.publish();
        Await.until(what, Duration.ofMinutes(5), () -> receivers.count() >= events);
        Await.until("status list", Duration.ofMinutes(1), () -> listed(sql) >= people.size());
        long[] taken = receivers.drain();
        row(
                what + ": to the state",
                seconds(sql, "select extract(epoch from noted_at) from anchor where noted_at is not null", published));
        row(
                what + ": to the signed status list",
                seconds(sql, "select extract(epoch from listed_at) from status_change", published));
        double[] acknowledged = new double[taken.length];
        for (int i = 0; i < taken.length; i++) {
            acknowledged[i] = (taken[i] - begun) / 1e9;
        }
        row(what + ": to the acknowledged event", acknowledged);
    }

    private static int listed(Statement sql) {
        try (ResultSet count = sql.executeQuery("select count(*) from status_change where listed_at is not null")) {
            count.next();
            return count.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double[] seconds(Statement sql, String query, double from) throws SQLException {
        List<Double> all = new ArrayList<>();
        try (ResultSet rows = sql.executeQuery(query)) {
            while (rows.next()) {
                all.add(rows.getDouble(1) - from);
            }
        }
        return all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private void row(String what, double[] sorted) {
        table.row(what, Integer.toString(sorted.length), at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static String at(double[] sorted, double share) {
        return sorted.length == 0
                ? "-"
                : String.format(Locale.ROOT, "%.2f", sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)]);
    }
}
