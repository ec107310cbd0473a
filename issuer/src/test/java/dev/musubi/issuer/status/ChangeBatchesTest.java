package dev.musubi.issuer.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.fixture.ClientTls;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.fixture.SchemaCheck;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.time.TestClocks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** That something changed is said to whoever knows the subject, and to nobody else. */
class ChangeBatchesTest extends IssuerTest {

    private static final Duration INTERVAL = Duration.ofMinutes(10);

    @Autowired
    private StatusReferences references;

    @Autowired
    private StatusEntries entries;

    @Autowired
    private PairwiseSubjects names;

    @Autowired
    private StatusTokens tokens;

    @Autowired
    private StatusSettings settings;

    @Autowired
    private ChangeSettings changes;

    @Autowired
    private Findings findings;

    /** So far from now on, since every test makes the batches of a time of its own. */
    private static Duration ahead = Duration.ZERO;

    private ChangeBatches batches;

    @BeforeEach
    void begin() {
        jdbc.sql("delete from change_batch").update();
        jdbc.sql("update status_change set batch = 0 where batch is null").update();
        ahead = ahead.plus(Duration.ofDays(1));
        batches = made(changes, Duration.ZERO);
        batches.due();
    }

    /** The machine's clock, so much later. */
    private static MachineClock at(Duration later) {
        return TestClocks.machine(() -> Instant.now().plus(ahead).plus(later));
    }

    private ChangeBatches made(ChangeSettings by, Duration later) {
        return new ChangeBatches(jdbc, entries, names, tokens, settings, by, findings, at(later));
    }

    private int after(Duration later) {
        return made(changes, later).due();
    }

    private HolderId known(String... sectors) {
        HolderId holder = holder(person(), false);
        for (String sector : sectors) {
            references.of(holder, sector, 1);
        }
        return holder;
    }

    private void apply(HolderId holder, Cause cause) {
        holders.locking(holder, () -> privateIds.apply(holder, cause, clock.instant(), "test"));
    }

    private static HttpResponse<String> get(String path) {
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(ClientTls.trusting(FOLDER.resolve("tls/server.pem")))
                .build()) {
            return http.send(HttpRequest.newBuilder(URI.create(ISSUER + path)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Of days to come, which the issuer's own door would not tell of. */
    private SignedJWT batch(long number) throws ParseException {
        return SignedJWT.parse(made(changes, Duration.ofDays(1)).find(number).orElseThrow());
    }

    private Map<?, ?> told(long number) throws ParseException {
        return (Map<?, ?>) batch(number).getJWTClaimsSet().getClaim("change_batch");
    }

    /** As the issuer's door has them: made by the true time. */
    private void now() {
        jdbc.sql("delete from change_batch").update();
        new ChangeBatches(jdbc, entries, names, tokens, settings, changes, findings, new MachineClock()).due();
    }

    private List<String> pseudonyms(long batch) throws ParseException {
        Map<?, ?> told = told(batch);
        byte[] together = new Base64URL((String) Objects.requireNonNull(told.get("pseudonyms"))).decode();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < together.length; i += 16) {
            all.add(HexFormat.of().formatHex(together, i, i + 16));
        }
        return all;
    }

    private boolean says(long batch, HolderId holder, String sector) throws Exception {
        return pseudonyms(batch)
                .contains(HexFormat.of().formatHex(ChangePseudonyms.of(names.of(holder, sector), batch)));
    }

    private long latest() {
        return batches.latest().orElseThrow();
    }

    @Test
    void whenSomethingChangedThenEachSectorFindsItInTheNextBatchAndInNoOther() throws Exception {
        HolderId moved = known("bank.example", "telco.example");
        HolderId other = known("bank.example");
        apply(moved, Cause.ANCHOR_CONTENT_CHANGED);
        assertThat(after(INTERVAL)).isEqualTo(1);
        long told = latest();
        assertThat(says(told, moved, "bank.example")).isTrue();
        assertThat(says(told, moved, "telco.example")).isTrue();
        assertThat(says(told, other, "bank.example")).isFalse();
        assertThat(says(told, moved, "elsewhere.example"))
                .as("who was never told of the holder")
                .isFalse();
        assertThat(after(INTERVAL.multipliedBy(2))).isEqualTo(1);
        assertThat(latest()).isEqualTo(told + 1);
        assertThat(says(told + 1, moved, "bank.example")).isFalse();
        apply(moved, Cause.WITHDRAWN);
        after(INTERVAL.multipliedBy(3));
        assertThat(says(told + 2, moved, "bank.example")).isTrue();
    }

    @Test
    void whenNothingHappensThenABatchLooksLikeAnyOther() throws Exception {
        after(INTERVAL);
        long nothing = latest();
        apply(known("bank.example"), Cause.PAUSED);
        after(INTERVAL.multipliedBy(2));
        List<String> empty = pseudonyms(nothing);
        List<String> one = pseudonyms(nothing + 1);
        assertThat(empty).hasSameSizeAs(one).hasSize(64).isSorted();
        assertThat(one).isSorted();
        Set<String> both = new HashSet<>(empty);
        both.retainAll(one);
        assertThat(both).as("of two batches no name is the same").isEmpty();
    }

    @Test
    void whenMoreChangedThanFewThenTheirNumberIsRoundedUp() throws Exception {
        for (int i = 0; i < 13; i++) {
            apply(known("a.example", "b.example", "c.example", "d.example", "e.example"), Cause.PAUSED);
        }
        after(INTERVAL);
        assertThat(pseudonyms(latest())).hasSize(128);
    }

    @Test
    void whenTheIssuerRestedThenTheBatchesBetweenAreMadeAndNothingIsLost() throws Exception {
        HolderId moved = known("bank.example");
        apply(moved, Cause.PAUSED);
        assertThat(after(INTERVAL.multipliedBy(4))).isEqualTo(4);
        boolean found = false;
        for (long batch = latest() - 3; batch <= latest(); batch++) {
            found |= says(batch, moved, "bank.example");
        }
        assertThat(found).isTrue();
        assertThat(after(INTERVAL.multipliedBy(4))).as("made once").isZero();
    }

    @Test
    void whenACrashKeepsABatchFromBeingWrittenDownThenItIsToldAgainAndNotLost() throws Exception {
        HolderId moved = known("bank.example");
        apply(moved, Cause.PAUSED);
        after(INTERVAL);
        jdbc.sql("update status_change set batch = null where holder_id = ?")
                .param(moved)
                .update();
        after(INTERVAL.multipliedBy(2));
        assertThat(says(latest(), moved, "bank.example")).isTrue();
    }

    @Test
    void whenSomebodyElseAsksOfAHolderForTheFirstTimeThenThatIsNoChange() throws Exception {
        HolderId holder = known("bank.example");
        apply(holder, Cause.PAUSED);
        after(INTERVAL);
        references.of(holder, "telco.example", 1);
        after(INTERVAL.multipliedBy(2));
        assertThat(says(latest(), holder, "bank.example"))
                .as("of whom nothing happened")
                .isFalse();
        assertThat(says(latest(), holder, "telco.example")).as("who asked").isFalse();
    }

    @Test
    void whenAKeyIsInDoubtDuringAPauseThenNobodyIsToldAnything() throws Exception {
        HolderId holder = known("bank.example");
        apply(holder, Cause.PAUSED);
        after(INTERVAL);
        apply(holder, Cause.KEY_IN_DOUBT);
        after(INTERVAL.multipliedBy(2));
        assertThat(says(latest(), holder, "bank.example")).isFalse();
    }

    @Test
    void whenTheIssuerRestedForAWeekendThenThereIsABatchOfEveryStretch() {
        assertThat(after(INTERVAL.multipliedBy(450))).isEqualTo(450);
        assertThat(jdbc.sql("select count(*) from change_batch")
                        .query(Long.class)
                        .single())
                .isEqualTo(latest() - batches.first().orElseThrow() + 1);
    }

    @Test
    void whenItRestedForLongerThanBatchesAreKeptThenNoneIsMissingBetween() {
        after(Duration.ofDays(31));
        assertThat(jdbc.sql("select count(*) from change_batch")
                        .query(Long.class)
                        .single())
                .isEqualTo(latest() - batches.first().orElseThrow() + 1);
    }

    @Test
    void whenAClockWasAheadThenWhatItSaidOfTimesToComeIsTakenBackAndToldInTime() throws Exception {
        HolderId moved = known("bank.example");
        apply(moved, Cause.PAUSED);
        long before = latest();
        after(Duration.ofHours(20));
        assertThat(latest()).isGreaterThan(before + 100);
        after(INTERVAL);
        assertThat(latest()).as("but for what may be two clocks' difference").isBetween(before + 1, before + 2);
        assertThat(says(before + 1, moved, "bank.example")).isTrue();
        assertThat(findings.open()).anyMatch(each -> each.kind() == Findings.Kind.CHANGE_BATCHES_TAKEN_BACK);
        apply(moved, Cause.WITHDRAWN);
        jdbc.sql("update status_change set batch = null, marked_at = ? where holder_id = ?")
                .params(Sql.time(Instant.now().plus(ahead).plus(INTERVAL.multipliedBy(2))), moved)
                .update();
        after(INTERVAL.multipliedBy(4));
        assertThat(says(latest(), moved, "bank.example") || says(latest() - 1, moved, "bank.example"))
                .isTrue();
    }

    @Test
    void whenBatchesAreOfAnotherLengthThenTheIssuerDoesNotStart() {
        ChangeBatches other = made(new ChangeSettings(Duration.ofHours(1), Duration.ofDays(30)), Duration.ZERO);
        assertThatThrownBy(other::afterPropertiesSet)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("musubi.changes.interval is PT1H, and batches of PT10M are kept");
        batches.afterPropertiesSet();
    }

    @Test
    void whenABatchIsOfAStretchThatIsNotOverThenTheDoorDoesNotTellIt() {
        assertThat(get("/changes/" + latest()).statusCode()).isEqualTo(404);
    }

    @Test
    void whenNoneIsMadeAnyMoreThenAnOperatorFindsIt() {
        made(changes, INTERVAL).watch();
        String missing = "batch " + (latest() + 1);
        assertThat(findings.open()).noneMatch(each -> each.about().equals(missing));
        made(changes, INTERVAL.multipliedBy(4)).watch();
        assertThat(findings.open()).anySatisfy(each -> {
            assertThat(each.kind()).isEqualTo(Findings.Kind.CHANGE_BATCHES_LATE);
            assertThat(each.about()).isEqualTo(missing);
        });
    }

    @Test
    void whenMoreChangedThanABatchHoldsThenItSaysThatOfEverybodyAndNothingWaits() throws Exception {
        HolderId holder = known("bank.example");
        // As after the withdrawal of an authority's key.
        jdbc.sql("""
                        insert into status_entry (holder_id, sector, generation, list, idx)
                        select ?, 's' || n || '.example', 1, 999998, n from generate_series(1, 8193) n""").param(holder).update();
        apply(holder, Cause.PAUSED);
        after(INTERVAL);
        assertThat(told(latest()).get("all")).isEqualTo(true);
        assertThat(told(latest()).get("pseudonyms")).isNull();
        assertThat(jdbc.sql("select count(*) from status_change where batch is null")
                        .query(Long.class)
                        .single())
                .isZero();
        jdbc.sql("delete from status_change where list = 999998").update();
        jdbc.sql("delete from status_entry where list = 999998").update();
    }

    @Test
    void whenAChangeStandsInNoBatchYetThenItIsNotForgottenHoweverLongAgoItWasListed() throws Exception {
        HolderId moved = known("bank.example");
        apply(moved, Cause.PAUSED);
        jdbc.sql("update status_change set listed_at = now() - interval '40 days' where holder_id = ?")
                .param(moved)
                .update();
        long list = (Long) Objects.requireNonNull(value("select list from status_entry where holder_id = ?", moved));
        entries.forget(list, Instant.now());
        after(INTERVAL);
        assertThat(says(latest(), moved, "bank.example")).isTrue();
        entries.forget(list, Instant.now());
        assertThat(value("select count(*) from status_change where holder_id = ?", moved))
                .isEqualTo(0L);
    }

    @Test
    void whenABatchIsServedThenItIsAsTheSchemaSays() throws Exception {
        SchemaCheck schema = SchemaCheck.of(Path.of("../docs/standards/something-changed.schema.json"));
        jdbc.sql("delete from change_batch").update();
        assertThat(schema.faults("which", json(get("/changes").body()))).isEmpty();
        now();
        assertThat(schema.faults("which", json(get("/changes").body()))).isEmpty();
        String claims = batch(latest()).getPayload().toString();
        assertThat(schema.faults("batch_claims", json(claims))).isEmpty();
        String pseudonyms = (String) Objects.requireNonNull(told(latest()).get("pseudonyms"));
        for (String wrong : List.of(
                claims.replace(pseudonyms, "A"),
                claims.replace(pseudonyms, pseudonyms.substring(1)),
                claims.replace("\"pseudonyms\"", "\"names\""),
                claims.replace("\"pseudonyms\"", "\"all\":true,\"pseudonyms\""),
                claims.replace("\"iss\"", "\"issuer\""))) {
            assertThat(schema.faults("batch_claims", json(wrong))).as(wrong).isNotEmpty();
        }
        String everybody = claims.replaceFirst("\"pseudonyms\":\"[^\"]+\"", "\"all\":true");
        assertThat(schema.faults("batch_claims", json(everybody))).isEmpty();
    }

    private static JsonNode json(String text) {
        return StoredJson.tree(text.getBytes(StandardCharsets.UTF_8), 1);
    }

    @Test
    void whenItIsFetchedThenItIsSignedAndCachedForEver() throws Exception {
        now();
        Map<String, Object> which = JSONObjectUtils.parse(get("/changes").body());
        assertThat(which).containsEntry("interval", 600L).containsKeys("first", "latest");
        HttpResponse<String> answer = get("/changes/" + which.get("latest"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/changes+jwt");
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("immutable", "public");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        SignedJWT jwt = SignedJWT.parse(answer.body());
        JWKSet keys = JWKSet.parse(get("/openid/jwks").body());
        assertThat(jwt.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey())))
                .isTrue();
        assertThat(jwt.getHeader().getType()).hasToString("changes+jwt");
        assertThat(jwt.getJWTClaimsSet().getClaims()).containsOnlyKeys("iss", "iat", "change_batch");
        for (String none : List.of("0", "x", "-1", "99999999999999999999", Long.toString(latest() + 1))) {
            assertThat(get("/changes/" + none).statusCode()).as(none).isEqualTo(404);
            assertThat(get("/changes/" + none).body()).contains("change_batch_unknown");
        }
    }

    @Test
    void whenVectorsArePublishedThenTheyAreOurs() throws Exception {
        Map<String, Object> vectors =
                JSONObjectUtils.parse(Files.readString(Path.of("../docs/standards/something-changed.vectors.json")));
        for (Object each : (List<?>) Objects.requireNonNull(vectors.get("pseudonyms"))) {
            Map<?, ?> vector = (Map<?, ?>) each;
            assertThat(HexFormat.of()
                            .formatHex(ChangePseudonyms.of(
                                    (String) Objects.requireNonNull(vector.get("sub")),
                                    Long.parseLong((String) Objects.requireNonNull(vector.get("batch"))))))
                    .isEqualTo(vector.get("pseudonym"));
        }
    }
}
