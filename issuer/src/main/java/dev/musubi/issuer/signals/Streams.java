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
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The streams of all clients. What a receiver wants to read in its header {@code Authorization} is kept sealed. */
@Component
public class Streams {

    private static final String HEADER = "signal-authorization";

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

    /** Configures one otherwise. */
    public void store(EventStream stream) {
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

    /** Ends one, and whatever waits in it; who was in it is forgotten when next looked at. */
    public void remove(StreamId id) {
        transaction.executeWithoutResult(status -> {
            for (String table : List.of("signal_event", "signal_queue", "signal_stream")) {
                jdbc.sql("delete from " + table + " where stream_id = ?")
                        .param(id)
                        .update();
            }
        });
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
