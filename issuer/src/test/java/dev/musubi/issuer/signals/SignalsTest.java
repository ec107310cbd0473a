package dev.musubi.issuer.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.time.MachineClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;

/** Clients, streams and events for tests of the transmitter. */
abstract class SignalsTest extends IssuerTest {

    @Autowired
    protected EventQueue queue;

    @Autowired
    protected WaitingEvents waiting;

    @Autowired
    protected EventOutcomes outcomes;

    @Autowired
    protected Streams streams;

    @Autowired
    protected ClientRegistry clients;

    @Autowired
    protected Refusals refusals;

    @Autowired
    protected SignalSweep mender;

    @Autowired
    protected MachineClock machine;

    @AfterEach
    void forgetWork() {
        jdbc.sql("delete from work_item where kind like 'signal%'").update();
    }

    /** A relying party of its own, and a client of it. */
    protected OpenIdClient register() {
        String id = "rp-" + UUID.randomUUID().toString().substring(0, 8);
        operator("POST", "/operator/relying-parties", """
                {"id": "%s", "name": "試験銀行", "sector": "%s.example", "law": "JP_AML"}""".formatted(id, id), 201);
        operator("PUT", "/operator/openid-clients/" + id, """
                {"relying_party": "%s", "profile": "BASIC", "metadata": {"redirect_uris": ["https://%s.example/callback"],
                 "grant_types": ["authorization_code", "client_credentials"]}}""".formatted(id, id), 200);
        return clients.find(id).orElseThrow();
    }

    /** A stream that is polled. */
    protected EventStream polled(OpenIdClient client) {
        return streams.make(client, null, new Delivery.Poll(), null).orElseThrow();
    }

    protected static String operator(String method, String path, String body, int expected) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(OPERATOR_DOOR + path))
                            .header("Authorization", "Bearer " + Files.readString(FOLDER.resolve("operator-token")))
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(expected);
            return response.body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An event of this id. */
    protected static EventQueue.New event(String jti, String subject) {
        return new EventQueue.New(jti, "txn", subject, EventType.ACCOUNT_DISABLED, Map.of(), null, null);
    }

    /** What of a stream may go out now, in order. */
    protected List<String> waitingIn(EventStream stream) {
        return waiting.first(stream.id(), 100).stream().map(QueuedEvent::jti).toList();
    }

    /** What an operator sees that this client refused. */
    protected List<String> letters(EventStream stream) {
        return jdbc.sql("""
                        select outcome from work_item
                        where kind = 'signal_refused' and dead_at is not null and about = ?""")
                .param(stream.clientId())
                .query((row, n) -> String.valueOf(row.getString("outcome")))
                .list();
    }

    /** How many events of a stream are kept at all. */
    protected long kept(EventStream stream) {
        return jdbc.sql("select count(*) from signal_event where stream_id = ?")
                .param(stream.id())
                .query(Long.class)
                .single();
    }
}
