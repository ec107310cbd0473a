package dev.musubi.issuer.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.ClientTls;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.fixture.PublishedList;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.time.TestClocks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;

/** A list in which something came back to life, or is missing, is not published; the last good one is served. */
class NeverWorseTest extends IssuerTest {

    @BeforeAll
    static void freshLists(@Autowired ApplicationContext issuer) {
        FreshLists.begin(issuer);
    }

    @Autowired
    private StatusReferences references;

    @Autowired
    private StatusPublisher publisher;

    @Autowired
    private StatusFolder folder;

    @Autowired
    private Findings findings;

    @Autowired
    private Places places;

    @Autowired
    private StatusLists lists;

    @Autowired
    private StatusEntries entries;

    @Autowired
    private Decoys decoys;

    @Autowired
    private StatusCheck check;

    @Autowired
    private StatusTokens tokens;

    @Autowired
    private StatusCwts cwts;

    @Autowired
    private KeptTokens kept;

    @Autowired
    private StatusSettings settings;

    @Autowired
    private PlatformTransactionManager transactions;

    /** An entry that belongs to a holder of its own. */
    private record Told(HolderId holderId, long list, int index, URI uri) {}

    private Told told() {
        HolderId holderId = holder(person(), false);
        StatusReference entry = references.of(holderId, "bank.example", 1);
        URI uri = entry.uri().value();
        long list = Long.parseLong(uri.getPath().replaceFirst(".*/", ""));
        return new Told(holderId, list, entry.idx().value(), uri);
    }

    private StatusValue published(Told told) {
        return PublishedList.fetch(ClientTls.trusting(FOLDER.resolve("tls/server.pem")), told.uri())
                .get(told.index());
    }

    private void apply(Told told, Cause cause) {
        holders.locking(told.holderId(), () -> privateIds.apply(told.holderId(), cause, clock.instant(), "test"));
        publisher.due();
    }

    private void check(Told told) {
        jdbc.sql("update status_list set checked_at = checked_at - interval '2 days' where list = ?")
                .param(told.list())
                .update();
        publisher.due();
    }

    private @Nullable StatusFault stopped(Told told) {
        return publisher.states().stream()
                .filter(each -> each.list() == told.list())
                .findFirst()
                .orElseThrow()
                .stopped();
    }

    private void isReported(Told told, StatusFault fault) {
        assertThat(stopped(told)).isEqualTo(fault);
        assertThat(findings.open()).anySatisfy(each -> {
            assertThat(each.kind()).isEqualTo(Findings.Kind.STATUS_LIST_STOPPED);
            assertThat(each.about()).isEqualTo("list " + told.list() + " " + fault);
        });
    }

    private static HttpResponse<String> operator(String method, String path) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(OPERATOR_DOOR + path))
                            .header("Authorization", "Bearer " + Files.readString(FOLDER.resolve("operator-token")))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void accept(Told told) {
        assertThat(operator("POST", "/operator/status-lists/" + told.list() + "/accepted")
                        .statusCode())
                .isEqualTo(204);
        assertThat(stopped(told)).isNull();
        check(told);
        assertThat(stopped(told)).as("what was accepted holds").isNull();
    }

    @Test
    void whenAllIsWellThenTheCheckFindsNothing() {
        Told one = told();
        Told two = told();
        apply(one, Cause.ANCHOR_CONTENT_CHANGED);
        // Not yet published, which is no fault.
        holders.locking(
                two.holderId(), () -> privateIds.apply(two.holderId(), Cause.WITHDRAWN, clock.instant(), "test"));
        check(one);
        assertThat(stopped(one)).isNull();
        assertThat(published(two)).isEqualTo(StatusValue.INVALID);
    }

    @Test
    void whenAnEntryCameBackToLifeThenTheListIsStoppedAndTheLastOneServed() {
        Told told = told();
        apply(told, Cause.WITHDRAWN);
        assertThat(published(told)).isEqualTo(StatusValue.INVALID);
        set(told, "ACTIVE");
        jdbc.sql("""
                        insert into status_change (holder_id, sector, generation, list, mark)
                        select holder_id, sector, generation, list, gen_random_uuid() from status_entry
                        where holder_id = ?
                        on conflict (holder_id, sector, generation) do update set mark = excluded.mark, listed_at = null""").param(told.holderId()).update();
        publisher.due();
        isReported(told, StatusFault.CAME_BACK_TO_LIFE);
        assertThat(published(told)).isEqualTo(StatusValue.INVALID);
        // Nothing else of the list goes out either, until somebody has looked.
        Told other = told();
        apply(other, Cause.PAUSED);
        if (other.list() == told.list()) {
            assertThat(published(other)).isEqualTo(StatusValue.VALID);
        }
        assertThat(operator("GET", "/operator/status-lists").body()).contains("CAME_BACK_TO_LIFE");
        set(told, "ENDED");
        accept(told);
        publisher.due();
        assertThat(published(told)).isEqualTo(StatusValue.INVALID);
        assertThat(published(other)).isEqualTo(StatusValue.SUSPENDED);
    }

    /** The database has forgotten who was dealt the place. */
    private void lose(Told told) {
        jdbc.sql("delete from status_change where holder_id = ?")
                .param(told.holderId())
                .update();
        jdbc.sql("delete from status_entry where holder_id = ?")
                .param(told.holderId())
                .update();
    }

    private void set(Told told, String state) {
        jdbc.sql("update private_id set state = ? where holder_id = ?")
                .params(state, told.holderId())
                .update();
    }

    @Test
    void whenTheDatabaseSaysOtherwiseAndNoChangeDoesThenTheListIsStopped() {
        Told told = told();
        set(told, "REISSUE_REQUIRED");
        publisher.due();
        assertThat(stopped(told)).as("nobody said so").isNull();
        check(told);
        isReported(told, StatusFault.DIFFERS_FROM_DATABASE);
        accept(told);
        assertThat(published(told)).isEqualTo(StatusValue.REISSUE_REQUIRED);
    }

    @Test
    void whenAnEntryIsMissingThenTheListIsStopped() {
        Told told = told();
        apply(told, Cause.PAUSED);
        assertThat(published(told)).isEqualTo(StatusValue.SUSPENDED);
        lose(told);
        check(told);
        isReported(told, StatusFault.MISSING_ENTRY);
        assertThat(published(told)).isEqualTo(StatusValue.SUSPENDED);
        jdbc.sql("insert into status_entry (holder_id, sector, generation, list, idx) values (?, ?, 1, ?, ?)")
                .params(told.holderId(), "bank.example", told.list(), told.index())
                .update();
        accept(told);
        assertThat(published(told)).isEqualTo(StatusValue.SUSPENDED);
    }

    @Test
    void whenOnePlaceWasDealtTwiceThenTheListIsStopped() {
        Told told = told();
        HolderId other = holder(person(), false);
        jdbc.sql("insert into status_entry (holder_id, sector, generation, list, idx) values (?, ?, 1, ?, ?)")
                .params(other, "bank.example", told.list(), told.index())
                .update();
        check(told);
        isReported(told, StatusFault.DIFFERS_FROM_DATABASE);
        jdbc.sql("delete from status_entry where holder_id = ?").param(other).update();
        accept(told);
    }

    @Test
    void whenAnEntryStaysMissingThenItSaysWhatItSaidAlsoAfterTheListIsAccepted() {
        Told told = told();
        apply(told, Cause.WITHDRAWN);
        assertThat(published(told)).isEqualTo(StatusValue.INVALID);
        lose(told);
        check(told);
        isReported(told, StatusFault.MISSING_ENTRY);
        accept(told);
        assertThat(published(told)).as("nothing comes back to life").isEqualTo(StatusValue.INVALID);
        check(told);
        assertThat(stopped(told)).isNull();
    }

    @Test
    void whenAPlaceStaysDealtTwiceThenItEndsAndBothAreDealtOthers() {
        Told told = told();
        HolderId other = holder(person(), false);
        jdbc.sql("insert into status_entry (holder_id, sector, generation, list, idx) values (?, ?, 1, ?, ?)")
                .params(other, "bank.example", told.list(), told.index())
                .update();
        check(told);
        isReported(told, StatusFault.DIFFERS_FROM_DATABASE);
        accept(told);
        assertThat(published(told)).isEqualTo(StatusValue.INVALID);
        StatusReference one = references.of(told.holderId(), "bank.example", 1);
        StatusReference two = references.of(other, "bank.example", 1);
        assertThat(one).isNotEqualTo(two);
        assertThat(one.idx().value()).isNotEqualTo(told.index());
    }

    @Test
    void whenANodeWhoseClockIsAheadPublishedThenTheCheckFindsNothing() {
        Told told = told();
        StatusPublisher ahead = new StatusPublisher(
                lists,
                entries,
                decoys,
                check,
                tokens,
                cwts,
                kept,
                folder,
                findings,
                settings,
                TestClocks.machine(() -> Instant.now().plus(Duration.ofDays(3))),
                transactions);
        ahead.due();
        apply(told, Cause.PAUSED);
        assertThat(published(told)).isEqualTo(StatusValue.SUSPENDED);
        assertThat((Timestamp) value("select published_at from status_list where list = ?", told.list()))
                .as("signed anew by the clock that is right")
                .isBefore(Timestamp.from(Instant.now().plusSeconds(60)));
        check(told);
        assertThat(stopped(told)).isNull();
    }

    @Test
    void whenTheDatabaseWasSetBackThenTheListIsStoppedAndItsNumbersGoOn() {
        Told told = told();
        apply(told, Cause.PAUSED);
        long number = number(told);
        jdbc.sql("update status_list set number = number - 1 where list = ?")
                .param(told.list())
                .update();
        publisher.stopWhatWasSetBack();
        isReported(told, StatusFault.OLDER_NUMBER);
        places.leaveWhatIsStopped();
        assertThat(told().list())
                .as("nobody is dealt a place that may be somebody's")
                .isGreaterThan(told.list());
        accept(told);
        assertThat(number(told)).isGreaterThan(number);
        assertThat(told().list()).isGreaterThan(told.list());
    }

    @Test
    void whenAFileRemembersALaterListThanTheDatabaseThenTheListIsStopped() {
        Told told = told();
        apply(told, Cause.PAUSED);
        folder.write();
        long number = number(told);
        // As after a restore of all of it.
        jdbc.sql("delete from status_list_token where list = ? and number = ?")
                .params(told.list(), number)
                .update();
        jdbc.sql("update status_list set number = number - 1 where list = ?")
                .param(told.list())
                .update();
        publisher.due();
        isReported(told, StatusFault.OLDER_NUMBER);
        accept(told);
        assertThat(number(told)).isGreaterThan(number);
        assertThat(published(told)).isEqualTo(StatusValue.SUSPENDED);
    }

    @Test
    void whenTheKeptListIsNotTheOneThatWasSignedThenItIsStopped() {
        Told told = told();
        apply(told, Cause.PAUSED);
        jdbc.sql("update status_list set bits = ? where list = ?")
                .params(StatusBits.fresh().compressed(), told.list())
                .update();
        check(told);
        isReported(told, StatusFault.DIFFERS_FROM_DATABASE);
        assertThat(published(told)).isEqualTo(StatusValue.SUSPENDED);
        accept(told);
        assertThat(published(told)).isEqualTo(StatusValue.SUSPENDED);
    }

    @Test
    void whenNothingIsStoppedThenNothingCanBeAccepted() {
        Told told = told();
        for (String list : new String[] {Long.toString(told.list()), "999999999", "x", "-1", "9999999999999999999"}) {
            HttpResponse<String> answer = operator("POST", "/operator/status-lists/" + list + "/accepted");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("status_list_not_stopped");
        }
    }

    private long number(Told told) {
        return (Long) Objects.requireNonNull(value("select number from status_list where list = ?", told.list()));
    }
}
