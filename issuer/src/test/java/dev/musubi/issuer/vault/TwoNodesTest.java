package dev.musubi.issuer.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.fixture.NodeProcess;
import dev.musubi.issuer.fixture.NodeProcess.Database;
import dev.musubi.issuer.openid.keys.SigningKeys;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Issuers in processes of their own, on one database and one key store. */
class TwoNodesTest extends IssuerTest {

    private static final byte[] CLEAR = "山田　花子".getBytes(StandardCharsets.UTF_8);

    @Autowired
    private Vault vault;

    @Autowired
    private KeyEncryptionKeys keys;

    @Autowired
    private SigningKeys signingKeys;

    @Autowired
    private DataSource dataSource;

    private Database database() {
        HikariDataSource pool = (HikariDataSource) dataSource;
        return new Database(pool.getJdbcUrl(), String.valueOf(pool.getUsername()), String.valueOf(pool.getPassword()));
    }

    /** A database of its own on the same server. */
    private Database freshDatabase(String name) {
        jdbc.sql("create database " + name).update();
        return database().at(database().url().replaceFirst("/postgres$", "/" + name));
    }

    private static Path freshFolder() throws Exception {
        return Files.createTempDirectory(
                "musubi-nodes", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    private record Kept(HolderId holderId, ItemId item) {}

    private Kept keep() {
        HolderId holderId = HolderId.random();
        holders.creating(holderId, clock.instant(), () -> vault.admit(holderId));
        return new Kept(
                holderId,
                holders.locking(
                        holderId, () -> vault.of(holderId).put(ItemKind.FOUR_ATTRIBUTES, CLEAR, clock.instant())));
    }

    private void everythingOpens(List<Kept> kept) {
        for (Kept each : kept) {
            assertThat(vault.of(each.holderId()).get(ItemKind.FOUR_ATTRIBUTES, each.item()))
                    .isEqualTo(CLEAR);
        }
        jdbc.sql("select key_id, kek_id, wrapped from signing_key")
                .query((row, n) -> assertThat(keys.unwrap(
                                row.getString("kek_id"),
                                row.getBytes("wrapped"),
                                ("signing-key:" + row.getString("key_id")).getBytes(StandardCharsets.UTF_8)))
                        .isNotEmpty())
                .list();
    }

    @Test
    void whenTwoNodesRotateInTurnsAndAtOnceThenNothingSealedIsLost() throws Exception {
        List<Kept> kept = new ArrayList<>(List.of(keep(), keep(), keep()));
        try (NodeProcess one = NodeProcess.launch(database(), FOLDER, Map.of());
                NodeProcess other = NodeProcess.launch(database(), FOLDER, Map.of());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            one.ready();
            other.ready();
            // So that there are signing keys; they are not rotated, since other tests share this database.
            assertThat(signingKeys.published().getKeys()).isNotEmpty();
            for (int turn = 0; turn < 3; turn++) {
                rotated(one.operator("POST", "/operator/key-rotations", ""));
                kept.add(keep());
                rotated(other.operator("POST", "/operator/key-rotations", ""));
                kept.add(keep());
                List<Future<HttpResponse<String>>> atOnce = new ArrayList<>();
                for (NodeProcess each : List.of(one, other, one, other)) {
                    atOnce.add(threads.submit(() -> each.operator("POST", "/operator/key-rotations", "")));
                }
                kept.add(keep());
                for (Future<HttpResponse<String>> each : atOnce) {
                    rotated(each.get());
                }
                everythingOpens(kept);
            }
            assertThat(value("select count(*) from signing_key")).isNotEqualTo(0L);
            // What is in memory does not count: a node that starts now finds it all too.
            try (NodeProcess late = NodeProcess.launch(database(), FOLDER, Map.of())) {
                rotated(late.ready().operator("POST", "/operator/key-rotations", ""));
                everythingOpens(kept);
            }
        }
    }

    private static void rotated(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"failed\":0");
    }

    @Test
    void whenTwoStartForTheFirstTimeTogetherThenTheyHaveOneCertificateAndOneKeyStoreBetweenThem() throws Exception {
        Database fresh = freshDatabase("first_start");
        Path folder = freshFolder();
        try (NodeProcess one = NodeProcess.launch(fresh, folder, Map.of());
                NodeProcess other = NodeProcess.launch(fresh, folder, Map.of())) {
            one.ready();
            other.ready();
            rotated(one.operator("POST", "/operator/key-rotations", ""));
            rotated(other.operator("POST", "/operator/key-rotations", ""));
            assertThat(NodeProcess.certificateAt(one.holders()))
                    .as("one certificate, the one that clients are given to trust")
                    .isEqualTo(NodeProcess.certificateAt(other.holders()));
        }
    }

    @Test
    void whenTwoStartOnOneDatabaseWithAKeyStoreEachThenOneIsRefusedAndTellsWhatToDo() throws Exception {
        Database fresh = freshDatabase("two_key_stores");
        try (NodeProcess one = NodeProcess.launch(fresh, freshFolder(), Map.of());
                NodeProcess other = NodeProcess.launch(fresh, freshFolder(), Map.of())) {
            boolean oneServes = one.becomesReady();
            boolean otherServes = other.becomesReady();
            assertThat(oneServes).isNotEqualTo(otherServes);
            assertThat((oneServes ? other : one).output())
                    .contains("the database was begun with another key store")
                    .contains("musubi.keys.file");
        }
    }
}
