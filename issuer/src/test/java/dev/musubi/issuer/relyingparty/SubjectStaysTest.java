package dev.musubi.issuer.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.anchor.CertificateOwner;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.ClientTls;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.fixture.NodeProcess;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.refresh.LatestAttributesSource.Answer;
import dev.musubi.issuer.refresh.Refresh;
import dev.musubi.issuer.web.ClientKey;
import dev.musubi.jpki.certificate.JpkiCertificate;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestResidents;
import dev.musubi.jpki.revocation.RevocationReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The subject stays: the same holder is known to a relying party by the same name, whatever becomes of certificates, devices,
 * keys and machines. Twelve things that happen, and what ends it.
 */
class SubjectStaysTest extends IssuerTest {

    private static final ClientKey BANK = ClientKey.make(-1, 1);

    @Autowired
    private PairwiseSubjects subjects;

    @Autowired
    private RelyingParties parties;

    @Autowired
    private Anchors anchors;

    @Autowired
    private Refresh refresh;

    @Autowired
    private DataSource dataSource;

    /** What happens in somebody's life, and how J-LIS tells of it. */
    enum Event {
        MOVE_WITHIN_A_MUNICIPALITY(RevocationReason.AFFILIATION_CHANGED),
        MOVE_TO_ANOTHER_MUNICIPALITY(RevocationReason.AFFILIATION_CHANGED),
        MARRIAGE(RevocationReason.AFFILIATION_CHANGED),
        RENEWAL(RevocationReason.SUPERSEDED),
        LOSS(RevocationReason.CERTIFICATE_HOLD),
        ABROAD_AND_BACK(RevocationReason.AFFILIATION_CHANGED);

        private final RevocationReason reason;

        Event(RevocationReason reason) {
            this.reason = reason;
        }
    }

    private HolderId holderOf(TestCertificate person) {
        return ((CertificateOwner.One)
                        anchors.ownerOf(List.of(person.read(AUTHORITY.profile()).id())))
                .holderId();
    }

    private String subjectOf(TestCertificate person) {
        return subjects.of(holderOf(person), "bank");
    }

    /** Another certificate of the same person, as the counter gives it. */
    private TestCertificate successorOf(TestCertificate before, boolean elsewhere) {
        TestCertificate after = elsewhere ? person() : person(municipality(before));
        jlis.samePerson(
                before.read(AUTHORITY.profile()).id(),
                after.read(AUTHORITY.profile()).id());
        return after;
    }

    private void revoke(TestCertificate person, RevocationReason reason) {
        publish(municipality(person), 1, Map.of(person, reason));
        assertThat(sweep.all().revoked()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whenTheCertificateDiesAndTheHolderSignsWithTheNextThenTheSubjectStays(Event event) {
        TestCertificate before = person();
        holder(before, false);
        String subject = subjectOf(before);
        revoke(before, event.reason);
        assertThat(subjectOf(before)).as("while it waits").isEqualTo(subject);
        TestCertificate after = successorOf(before, event != Event.MOVE_WITHIN_A_MUNICIPALITY);
        assertThat(enrol(after, false).privateId().generation()).isEqualTo(2);
        assertThat(subjectOf(after)).isEqualTo(subject);
        if (event == Event.ABROAD_AND_BACK) {
            // Back again: another address, another certificate.
            revoke(after, event.reason);
            TestCertificate back = successorOf(after, true);
            enrol(back, false);
            assertThat(subjectOf(back)).isEqualTo(subject);
        }
    }

    @Test
    void whenTheHolderSignsAgainWithTheSameCertificateThenTheSubjectStays() {
        TestCertificate person = person();
        holder(person, false);
        String subject = subjectOf(person);
        assertThat(enrol(person, false).privateId().generation()).isEqualTo(2);
        assertThat(subjectOf(person)).isEqualTo(subject);
    }

    @Test
    void whenItIsRefreshedWithConsentThenTheSubjectStays() throws InterruptedException {
        TestCertificate before = person();
        holder(before, true);
        registerConsents();
        String subject = subjectOf(before);
        revoke(before, RevocationReason.AFFILIATION_CHANGED);
        TestCertificate after = person();
        JpkiCertificate read = after.read(AUTHORITY.profile());
        jlis.latest = new Answer.Provided(
                TestResidents.hanakoMoved(),
                read.id(),
                read.kind(),
                read.notAfter(),
                read.crlPartition().prefecture(),
                read.crlPartition().municipality(),
                clock.instant());
        assertThat(refresh.due()).isEqualTo(1);
        assertThat(subjectOf(after)).isEqualTo(subject);
    }

    @Test
    void whenTheHolderHasAnotherPhoneThenTheSubjectStays() {
        TestCertificate card = person();
        TestCertificate phone = successorOf(card, true);
        holder(card, false);
        String subject = subjectOf(card);
        // The phone's certificate signs; the app of before ends with that.
        enrol(phone, false);
        assertThat(subjectOf(phone)).isEqualTo(subject);
    }

    @Test
    void whenItIsPausedAndResumedThenTheSubjectStays() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        String subject = subjectOf(person);
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.PAUSED, clock.instant(), "holder"));
        assertThat(privateIds.find(holderId).orElseThrow().state()).isEqualTo(State.SUSPENDED);
        assertThat(subjectOf(person)).isEqualTo(subject);
        holders.locking(holderId, () -> privateIds.resume(holderId, clock.instant()));
        assertThat(privateIds.find(holderId).orElseThrow().state()).isEqualTo(State.ACTIVE);
        assertThat(subjectOf(person)).isEqualTo(subject);
    }

    @Test
    void whenAClientMovesWithinItsSectorThenEveryHolderIsWhoTheyWere() {
        TestCertificate person = person();
        holder(person, false);
        parties.register(party("bank-web", "one-sector"), null);
        parties.register(party("bank-app", "one-sector"), null);
        assertThat(subjects.of(holderOf(person), sectorOf("bank-web")))
                .isEqualTo(subjects.of(holderOf(person), sectorOf("bank-app")))
                .isNotEqualTo(subjectOf(person));
        parties.register(party("bank-web", "another-sector"), null);
        assertThat(sectorOf("bank-web")).as("a sector is for good").isEqualTo("one-sector");
    }

    private static RelyingParty party(String id, String sector) {
        return new RelyingParty(id, "銀行", sector, RelyingParty.Law.JP_AML, List.of(), false, null);
    }

    private String sectorOf(String id) {
        return parties.find(id).orElseThrow().sector();
    }

    @Test
    void whenTheMetadataPromiseItThenEachOfThePromisesIsOneOfTheseTests() {
        assertThat(SubjectPermanence.STAYS_THROUGH)
                .containsExactly(
                        "move_within_municipality",
                        "move_between_municipalities",
                        "marriage",
                        "certificate_renewal",
                        "card_loss",
                        "new_phone",
                        "abroad_and_back",
                        "reissue",
                        "refresh",
                        "pause",
                        "key_rotation",
                        "node_change",
                        "restore");
        assertThat(SubjectPermanence.ENDS_WITH).containsExactly("term_over", "withdrawal", "holder_gone");
    }

    @ParameterizedTest
    @EnumSource(names = {"ID_EXPIRED", "WITHDRAWN", "CESSATION"})
    void whenItEndsThenWhoeverBeginsAnewIsSomebodyElse(Cause end) {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        String subject = subjectOf(person);
        holders.locking(holderId, () -> privateIds.apply(holderId, end, clock.instant(), "system"));
        assertThat(subjects.of(enrol(person, false).privateId().holderId(), "bank"))
                .isNotEqualTo(subject);
    }

    /** Asks another issuer how the holder of this name stands. */
    private static int standing(NodeProcess node, Path folder, String subject) throws Exception {
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(ClientTls.trusting(
                        folder.resolve("tls/server.pem"), BANK.pair().getPrivate(), BANK.certificate()))
                .build()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(
                                            "https://localhost:" + node.relyingParties() + "/v1/standing/" + subject))
                                    .build(),
                            BodyHandlers.ofString())
                    .statusCode();
        }
    }

    private NodeProcess.Database database() {
        HikariDataSource pool = (HikariDataSource) dataSource;
        return new NodeProcess.Database(
                pool.getJdbcUrl(), String.valueOf(pool.getUsername()), String.valueOf(pool.getPassword()));
    }

    @Test
    void whenKeysAreRotatedOnAnotherNodeThenTheNameIsKnownThereAsBefore() throws Exception {
        TestCertificate person = person();
        holder(person, false);
        parties.register(party("stays-bank", "bank"), BANK.certificate());
        String subject = subjectOf(person);
        try (NodeProcess node = NodeProcess.launch(database(), FOLDER, Map.of()).ready()) {
            assertThat(standing(node, FOLDER, subject)).isEqualTo(200);
            assertThat(standing(node, FOLDER, subjects.of(holderOf(person), "telco")))
                    .as("another sector's name")
                    .isEqualTo(404);
            assertThat(node.operator("POST", "/operator/key-rotations", "").statusCode())
                    .isEqualTo(200);
            assertThat(standing(node, FOLDER, subject)).isEqualTo(200);
        }
        assertThat(subjectOf(person)).isEqualTo(subject);
    }

    @Test
    void whenDatabaseAndKeysAreRestoredOnAnotherMachineThenTheNameIsKnownThere() throws Exception {
        TestCertificate person = person();
        holder(person, false);
        parties.register(party("stays-bank", "bank"), BANK.certificate());
        String subject = subjectOf(person);
        Path folder = Files.createTempDirectory("musubi-restored");
        for (String key : List.of("keys.p12", "keys.password")) {
            Files.copy(FOLDER.resolve(key), folder.resolve(key));
        }
        jdbc.sql("drop database if exists restored").update();
        jdbc.sql("create database restored").update();
        NodeProcess.Database restored = database().at(database().url().replaceFirst("/postgres$", "/restored"));
        // The first start makes the tables; what it wrote into them goes.
        NodeProcess.launch(restored, folder, Map.of()).ready().close();
        copy(restored);
        try (NodeProcess node = NodeProcess.launch(restored, folder, Map.of()).ready()) {
            assertThat(standing(node, folder, subject)).isEqualTo(200);
        }
    }

    /** Everything there is, of one moment, into tables that are there already. */
    private void copy(NodeProcess.Database to) throws Exception {
        try (Connection source = dataSource.getConnection();
                Connection target = DriverManager.getConnection(to.url(), to.user(), to.password());
                Statement read = source.createStatement();
                Statement write = target.createStatement()) {
            source.setAutoCommit(false);
            read.execute("set transaction isolation level repeatable read");
            write.execute("set session_replication_role = replica");
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = read.executeQuery(
                    "select tablename from pg_tables where schemaname = 'public' and tablename <> 'flyway_schema_history'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            write.execute("truncate " + String.join(", ", tables) + " cascade");
            for (String table : tables) {
                ByteArrayOutputStream rows = new ByteArrayOutputStream();
                source.unwrap(PGConnection.class).getCopyAPI().copyOut("copy " + table + " to stdout", rows);
                target.unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy " + table + " from stdin", new ByteArrayInputStream(rows.toByteArray()));
            }
            source.rollback();
        }
    }
}
