package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The streams of all clients. What a receiver wants to read in its header {@code Authorization} is kept sealed. */
@Component
public class Streams {

    private static final String HEADER = "signal-authorization";

    /** So many rows a statement: whoever changes one of them hardly waits for it. */
    private static final int BATCH = 1000;

    /** So many of these while a receiver waits for its answer; what is left is forgotten with what else is over. */
    private static final int BATCHES_AT_ONCE = 10;

    private final JdbcClient jdbc;
    private final SealedTokens tokens;
    private final SignalSettings settings;
    private final MachineClock machine;
    private final TransactionTemplate transaction;

    Streams(
            JdbcClient jdbc,
            SealedTokens tokens,
            SignalSettings settings,
            MachineClock machine,
            PlatformTransactionManager manager) {
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.settings = settings;
        this.machine = machine;
        this.transaction = new TransactionTemplate(manager);
    }

    /** Makes one; empty where the client has as many as it may. */
    public Optional<EventStream> make(
            OpenIdClient client, @Nullable List<String> requested, Delivery delivery, @Nullable String description) {
        return transaction.execute(status -> {
            // Those of one client are made one after the other, so that of two at once none is one too many.
            jdbc.sql("select 1 from openid_client where client_id = ? for update")
                    .param(client.id())
                    .query(Integer.class)
                    .optional();
            if (of(client).size() >= settings.streams()) {
                return Optional.empty();
            }
            EventStream made = new EventStream(
                    StreamId.random(),
                    client.id(),
                    client.party().id(),
                    requested,
                    delivery,
                    description,
                    machine.instant());
            jdbc.sql("""
                            insert into signal_stream (stream_id, client_id, relying_party_id, requested, push_endpoint,
                                                       push_authorization, description, created_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?)""")
                    .params(Sql.values(
                            made.id(),
                            made.clientId(),
                            made.relyingPartyId(),
                            requested == null ? null : requested.toArray(String[]::new),
                            endpoint(delivery),
                            sealed(delivery),
                            description,
                            Sql.time(made.createdAt())))
                    .update();
            jdbc.sql("insert into signal_queue (stream_id, status) values (?, 'ENABLED')")
                    .param(made.id())
                    .update();
            return Optional.of(made);
        });
    }

    /** Configures one otherwise: by {@link EventQueue#configure}, which holds its row. */
    void store(EventStream stream) {
        List<String> requested = stream.requested();
        jdbc.sql("""
                        update signal_stream set requested = ?, push_endpoint = ?, push_authorization = ?, description = ?
                        where stream_id = ?""")
                .params(Sql.values(
                        requested == null ? null : requested.toArray(String[]::new),
                        endpoint(stream.delivery()),
                        sealed(stream.delivery()),
                        stream.description(),
                        stream.id()))
                .update();
    }

    /** Ends one, and whatever waits in it; and then forgets who was in it. */
    public void remove(StreamId id) {
        transaction.executeWithoutResult(status -> {
            // Its row in the queue first, which whoever adds an event holds: none is added to what is gone.
            for (String table : List.of("signal_queue", "signal_event", "signal_stream")) {
                jdbc.sql("delete from " + table + " where stream_id = ?")
                        .param(id)
                        .update();
            }
        });
        forgetSubjects(id, BATCHES_AT_ONCE);
    }

    /** Forgets who was in streams that are gone: of much, and of what was added in the moment in which one went. */
    void forgetSubjectsOfNone() {
        jdbc.sql("""
                        select distinct stream_id from signal_subject s
                        where not exists (select 1 from signal_stream t where t.stream_id = s.stream_id)""")
                .query((row, n) -> StreamId.in(row, "stream_id"))
                .list()
                .forEach(gone -> forgetSubjects(gone, Integer.MAX_VALUE));
    }

    /**
     * Rows of a stream that is gone say nothing of their holders any more, and no holder's transaction reads them. So they
     * are deleted across holders, as nothing else is: in batches, each a statement that is committed by itself and never part
     * of a holder's transaction. On a distributed database it goes to the shards of the holders it names.
     */
    private void forgetSubjects(StreamId gone, int batches) {
        int found = BATCH;
        for (int batch = 0; batch < batches && found == BATCH; batch++) {
            UUID[] holders = jdbc.sql("select holder_id from signal_subject where stream_id = ? limit ?")
                    .params(gone, BATCH)
                    .query(UUID.class)
                    .list()
                    .toArray(UUID[]::new);
            found = holders.length;
            jdbc.sql("delete from signal_subject where stream_id = ? and holder_id = any(?)")
                    .params(gone, holders)
                    .update();
        }
    }

    /** One of a client's. */
    public Optional<EventStream> find(StreamId id, OpenIdClient client) {
        return find(id).filter(each -> each.isOf(client));
    }

    /** One, whosever it is. */
    Optional<EventStream> find(StreamId id) {
        return jdbc.sql("select * from signal_stream where stream_id = ?")
                .param(id)
                .query(this::stream)
                .optional();
    }

    /** All of a client's, the oldest first. */
    public List<EventStream> of(OpenIdClient client) {
        return jdbc
                .sql("select * from signal_stream where client_id = ? order by created_at, stream_id")
                .param(client.id())
                .query(this::stream)
                .list()
                .stream()
                .filter(each -> each.isOf(client))
                .toList();
    }

    private static @Nullable String endpoint(Delivery delivery) {
        return delivery instanceof Delivery.Push push ? push.endpoint().toString() : null;
    }

    private @Nullable String sealed(Delivery delivery) {
        return delivery instanceof Delivery.Push(URI endpoint, String authorization) && authorization != null
                ? tokens.seal(HEADER, authorization.getBytes(StandardCharsets.US_ASCII))
                : null;
    }

    private EventStream stream(ResultSet row, int n) throws SQLException {
        String endpoint = row.getString("push_endpoint");
        java.sql.Array requested = row.getArray("requested");
        return new EventStream(
                StreamId.in(row, "stream_id"),
                row.getString("client_id"),
                row.getString("relying_party_id"),
                requested == null ? null : List.of((String[]) requested.getArray()),
                endpoint == null
                        ? new Delivery.Poll()
                        : new Delivery.Push(URI.create(endpoint), opened(row.getString("push_authorization"))),
                row.getString("description"),
                Sql.instant(row, "created_at"));
    }

    private @Nullable String opened(@Nullable String sealed) {
        return sealed == null
                ? null
                : new String(
                        tokens.open(HEADER, sealed)
                                .orElseThrow(() -> new IllegalStateException("a stream's header does not open")),
                        StandardCharsets.US_ASCII);
    }
}
