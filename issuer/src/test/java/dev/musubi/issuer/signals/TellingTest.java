package dev.musubi.issuer.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.signals.ReleaseWork.Entry;
import dev.musubi.issuer.signals.ReleaseWork.Waiting;
import dev.musubi.issuer.time.MachineClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** When each receiver is told, and what is told once a day alone. */
class TellingTest extends IssuerTest {

    private static final SignalSettings APART =
            new SignalSettings(10, Duration.ZERO, Duration.ofHours(1), 100, Duration.ofDays(7), Duration.ZERO, 1);

    @Autowired
    private Subjects subjects;

    @Autowired
    private Streams streams;

    @Autowired
    private WorkQueue work;

    @Autowired
    private ClientRegistry clients;

    @Autowired
    private MachineClock machine;

    private Telling telling;
    private HolderId holderId;

    @BeforeEach
    void begin() {
        telling = new Telling(subjects, streams, work, APART, machine);
        holderId = holder(person(), false);
    }

    @AfterEach
    void forget() {
        jdbc.sql("delete from work_item where kind like 'signal%'").update();
    }

    private StreamId watched() throws Exception {
        String id = "rp-" + UUID.randomUUID().toString().substring(0, 8);
        operator("POST", "/operator/relying-parties", """
                {"id": "%s", "name": "試験銀行", "sector": "%s.example", "law": "JP_AML"}""".formatted(id, id));
        operator("PUT", "/operator/openid-clients/" + id, """
                {"relying_party": "%s", "profile": "BASIC", "metadata": {"redirect_uris": ["https://%s.example/callback"],
                 "grant_types": ["authorization_code", "client_credentials"]}}""".formatted(id, id));
        OpenIdClient client = clients.find(id).orElseThrow();
        StreamId stream = streams.make(client, null, new Delivery.Poll(), null)
                .orElseThrow()
                .id();
        jdbc.sql("insert into signal_subject (holder_id, stream_id, added_at) values (?, ?, now())")
                .params(holderId, stream)
                .update();
        return stream;
    }

    private static void operator(String method, String path, String body) throws Exception {
        int status = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(OPERATOR_DOOR + path))
                                .header("Authorization", "Bearer " + Files.readString(FOLDER.resolve("operator-token")))
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
        assertThat(status).isIn(200, 201);
    }

    private void tell(Signal... signals) {
        tell(clock.instant(), signals);
    }

    private void tell(Instant at, Signal... signals) {
        holders.locking(holderId, () -> {
            telling.tell(holderId, at, stream -> true, () -> List.of(signals));
            return true;
        });
    }

    private List<Entry> waiting(StreamId stream) {
        return work.payload(ReleaseWork.KIND, Waiting.key(holderId, stream))
                .map(Waiting::entries)
                .orElse(List.of());
    }

    @Test
    void whenTwoAreToldThenEachAtAMomentOfItsOwnWithIdsOfItsOwnAndTheDayAlone() throws Exception {
        Set<Instant> moments = new HashSet<>();
        Set<String> ids = new HashSet<>();
        List<StreamId> all = List.of(watched(), watched(), watched(), watched());
        Instant before = machine.instant();
        tell(Signal.of(EventType.ACCOUNT_DISABLED));
        for (StreamId each : all) {
            Entry entry = waiting(each).getFirst();
            moments.add(entry.due());
            ids.add(entry.jti());
            ids.add(String.valueOf(entry.txn()));
            assertThat(entry.day()).isEqualTo(LocalDate.ofInstant(clock.instant(), java.time.ZoneId.of("Asia/Tokyo")));
            assertThat(entry.due()).isBetween(before, machine.instant().plus(Duration.ofHours(1)));
        }
        assertThat(moments).hasSize(4);
        assertThat(ids).hasSize(8);
    }

    @Test
    void whenOneThingFollowsAnotherThenItIsNeverToldBefore() throws Exception {
        StreamId stream = watched();
        for (int i = 0; i < 20; i++) {
            tell(Signal.of(EventType.ACCOUNT_DISABLED), Signal.of(EventType.ACCOUNT_ENABLED));
        }
        List<Entry> entries = waiting(stream);
        assertThat(entries).hasSize(40);
        assertThat(entries).extracting(Entry::due).isSorted();
        assertThat(entries.subList(0, 2))
                .extracting(Entry::type)
                .containsExactly(EventType.ACCOUNT_DISABLED, EventType.ACCOUNT_ENABLED);
        assertThat(entries.get(0).txn())
                .as("one occurrence")
                .isEqualTo(entries.get(1).txn());
        assertThat(entries.get(1).txn()).isNotEqualTo(entries.get(2).txn());
    }

    @Test
    void whenSeveralWaysToSignInEndOnOneDayThenEachKindIsToldOnce() throws Exception {
        StreamId stream = watched();
        tell(Signal.credential("app", "revoke"));
        tell(Signal.credential("app", "revoke"), Signal.credential("app", "create"));
        tell(Signal.credential("app", "revoke"));
        assertThat(waiting(stream))
                .extracting(each -> each.said().get("change_type"))
                .containsExactly("revoke", "create");
        tell(clock.instant().plus(Duration.ofDays(1)), Signal.credential("app", "revoke"));
        assertThat(waiting(stream)).hasSize(3);
    }

    @Test
    void whenMuchHappensBeforeAnyOfItIsToldThenTheLatestIsKept() throws Exception {
        StreamId stream = watched();
        for (int i = 0; i < 101; i++) {
            tell(Signal.of(EventType.ACCOUNT_DISABLED));
        }
        assertThat(waiting(stream)).hasSize(100);
    }

    @Test
    void whenItIsStoredThenInTheFormatThatNeverChanges() {
        HolderId holder = HolderId.of("3f0b6a3e-6f5a-4c43-9d4a-0d6f1c1f7a01");
        StreamId stream = StreamId.of("5b1f5f6e-93a4-4f0e-8c0a-6a2a6f0c9b11");
        Waiting waiting = new Waiting(
                holder,
                stream,
                List.of(
                        new Entry(
                                "jti",
                                "txn",
                                EventType.REISSUED,
                                Map.of("attributes_changed", "true"),
                                LocalDate.parse("2026-11-29"),
                                Instant.parse("2026-11-29T01:02:01.004Z"),
                                Instant.parse("2026-11-29T01:02:03.004Z")),
                        new Entry(
                                "jti2",
                                null,
                                null,
                                Map.of(),
                                null,
                                Instant.parse("2026-11-29T01:02:03.004Z"),
                                Instant.parse("2026-11-29T01:02:03.004Z"))));
        String stored = """
                {"holder":"3f0b6a3e-6f5a-4c43-9d4a-0d6f1c1f7a01","stream":"5b1f5f6e-93a4-4f0e-8c0a-6a2a6f0c9b11","events":[\
                {"jti":"jti","txn":"txn","type":"REISSUED","said":{"attributes_changed":"true"},"day":"2026-11-29",\
                "since":1795914121004,"due":1795914123004},{"jti":"jti2","said":{},"since":1795914123004,"due":1795914123004}]}""";
        assertThat(ReleaseWork.KIND.write(waiting)).isEqualTo(stored);
        assertThat(ReleaseWork.KIND.read(1, stored)).isEqualTo(waiting);
    }
}
