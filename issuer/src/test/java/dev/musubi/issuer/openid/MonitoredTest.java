package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.signals.SignalLoops;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** From the box on the consent page to the event that a relying party reads, over real doors. */
class MonitoredTest extends OpenIdTest {

    private static final Map<String, String> ASKING = Map.of("scope", "openid monitoring");

    @Autowired
    private BeanFactory beans;

    /** A relying party that watches a holder, by its own name for the holder. */
    private record Watch(SignalClient client, String stream, String subject, String scope) {}

    private Plain party() {
        return plain(SignalClient.metadata(), false);
    }

    /** The holder signs in and says yes or no to being watched. */
    private Watch signIn(TestBrowser browser, Plain plain, boolean agrees) {
        browser.go(start(plain, ASKING));
        URI back = browser.press("consent-allow", agrees ? Map.of("monitoring", "1") : Map.of("none", ""));
        HttpResponse<String> tokens = redeem(plain, code(back));
        SignalClient client = SignalClient.of(plain);
        return new Watch(
                client, client.polled(), claims(member(tokens, "id_token")).getSubject(), member(tokens, "scope"));
    }

    private Watch watch(TestBrowser browser) {
        Watch watch = signIn(browser, party(), true);
        assertThat(watch.client().add(watch.stream(), watch.subject()).statusCode())
                .isEqualTo(200);
        return watch;
    }

    /** What a stream says, in order: kind and members of each event. */
    private List<Map.Entry<String, Map<String, Object>>> told(Watch watch) {
        new SignalLoops(beans).run();
        List<Map.Entry<String, Map<String, Object>>> told = new ArrayList<>();
        watch.client().fetch(watch.stream()).values().forEach(set -> {
            assertThat(claims(set).getClaims().get("sub_id"))
                    .isEqualTo(Map.of("format", "iss_sub", "iss", ISSUER, "sub", watch.subject()));
            told.add(Map.entry(SignalClient.kind(set), SignalClient.said(set)));
        });
        return told;
    }

    private List<String> kinds(Watch watch) {
        return told(watch).stream().map(Map.Entry::getKey).toList();
    }

    private void apply(HolderId holderId, Cause cause) {
        holders.locking(holderId, () -> privateIds.apply(holderId, cause, clock.instant(), "test"));
    }

    @Test
    void whenTheClientAsksThenThereIsABoxOfItsOwnThatIsNotTicked() {
        TestBrowser browser = signedIn(person(), false);
        browser.go(start(party(), ASKING));
        Element box = Objects.requireNonNull(browser.page().getElementById("monitoring"));
        assertThat(box.hasAttr("checked")).isFalse();
        assertThat(browser.text("monitoring-asked")).contains("任意", "理由", "いつでもやめられます");
        TestBrowser other = signedIn(person(), false);
        other.go(start(party(), Map.of()));
        assertThat(other.shows("monitoring")).as("who does not ask").isFalse();
    }

    @Test
    void whenTheHolderSaysNothingThenTheSignInGoesOnAndNobodyIsWatched() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Watch watch = signIn(browser, party(), false);
        assertThat(watch.scope()).isEqualTo("openid");
        assertThat(watch.client().add(watch.stream(), watch.subject()).statusCode())
                .as("told no more than for whoever agreed")
                .isEqualTo(200);
        apply(holderOf(person), Cause.ANCHOR_CONTENT_CHANGED);
        assertThat(kinds(watch)).isEmpty();
    }

    @Test
    void whenTheHolderAgreesThenTheClientIsToldOfTheScopeAndOfWhatHappens() throws Exception {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Watch watch = watch(browser);
        assertThat(watch.scope()).isEqualTo("openid monitoring");
        apply(holderOf(person), Cause.ANCHOR_CONTENT_CHANGED);
        new SignalLoops(beans).run();
        Map<String, String> sets = watch.client().fetch(watch.stream());
        assertThat(sets).hasSize(2);
        HttpResponse<String> keys = send(HttpRequest.newBuilder(URI.create(ISSUER + "/openid/jwks")));
        JWKSet published = JWKSet.parse(keys.body());
        long midnight = LocalDate.ofInstant(clock.instant(), ZoneId.of("Asia/Tokyo"))
                .atStartOfDay(ZoneId.of("Asia/Tokyo"))
                .toEpochSecond();
        for (Map.Entry<String, String> each : sets.entrySet()) {
            SignedJWT set = SignedJWT.parse(each.getValue());
            assertThat(set.getHeader().getType()).hasToString("secevent+jwt");
            assertThat(set.getHeader().getAlgorithm())
                    .as("CAEP Interoperability Profile section 2.6")
                    .hasToString("RS256");
            RSAKey key = published.getKeyByKeyId(set.getHeader().getKeyID()).toRSAKey();
            assertThat(set.verify(new RSASSAVerifier(key))).isTrue();
            JWTClaimsSet claims = set.getJWTClaimsSet();
            assertThat(claims.getClaims().keySet())
                    .containsExactlyInAnyOrder("iss", "jti", "iat", "aud", "txn", "sub_id", "events");
            assertThat(claims.getJWTID()).isEqualTo(each.getKey());
            assertThat(claims.getIssuer()).isEqualTo(ISSUER);
            assertThat(claims.getAudience())
                    .containsExactly(watch.client().client().id());
            assertThat(claims.getIssueTime().toInstant()).isBeforeOrEqualTo(Instant.now());
            assertThat(SignalClient.said(each.getValue())).containsEntry("event_timestamp", midnight);
        }
        List<String> tokens = List.copyOf(sets.values());
        assertThat(SignalClient.kind(tokens.get(0))).isEqualTo(SignalClient.OURS + "reissue-required");
        assertThat(SignalClient.said(tokens.get(0))).containsOnlyKeys("event_timestamp");
        assertThat(SignalClient.kind(tokens.get(1))).isEqualTo(SignalClient.CAEP + "assurance-level-change");
        assertThat(SignalClient.said(tokens.get(1)))
                .containsEntry("change_direction", "decrease")
                .containsEntry("previous_level", "current")
                .containsEntry("current_level", "stale")
                .containsEntry("namespace", "urn:musubi:standing");
    }

    @Test
    void whenTheIdIsIssuedAnewThenThatIsToldAndWhetherAnythingChanged() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Watch watch = watch(browser);
        apply(holderOf(person), Cause.ANCHOR_SUPERSEDED);
        kinds(watch);
        enrol(person, false);
        List<Map.Entry<String, Map<String, Object>>> told = told(watch);
        assertThat(told.getFirst().getKey()).isEqualTo(SignalClient.OURS + "reissued");
        assertThat(told.getFirst().getValue()).containsEntry("attributes_changed", false);
        assertThat(told.stream().map(Map.Entry::getKey))
                .contains(SignalClient.CAEP + "assurance-level-change", SignalClient.CAEP + "session-revoked")
                .doesNotContain(SignalClient.RISC + "account-enabled");
        assertThat(told.stream()
                        .filter(each -> each.getKey().endsWith("credential-change"))
                        .map(Map.Entry::getValue)
                        .distinct()
                        .count())
                .as("how many there were of a kind is not told")
                .isEqualTo(told.stream()
                        .filter(each -> each.getKey().endsWith("credential-change"))
                        .count());
    }

    @Test
    void whenTheHolderPausesAndGoesOnThenNeitherWhyIsTold() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Watch watch = watch(browser);
        apply(holderOf(person), Cause.PAUSED);
        assertThat(told(watch)).containsExactly(Map.entry(SignalClient.RISC + "account-disabled", Map.of()));
        holders.locking(holderOf(person), () -> privateIds.resume(holderOf(person), clock.instant()));
        assertThat(told(watch)).containsExactly(Map.entry(SignalClient.RISC + "account-enabled", Map.of()));
    }

    @Test
    void whenTheIdEndsThenThatIsToldLastOfAll() {
        TestCertificate person = person();
        HolderId holderId;
        TestBrowser browser = signedIn(person, false);
        holderId = holderOf(person);
        Watch watch = watch(browser);
        apply(holderId, Cause.CESSATION);
        assertThat(kinds(watch)).containsExactly(SignalClient.RISC + "account-disabled");
        assertThat(value(
                        "select count(*) from consent where holder_id = ? and kind = 'MONITORING' and cancelled_at is null",
                        holderId.value()))
                .isEqualTo(0L);
        watch.client().add(watch.stream(), watch.subject());
        assertThat(kinds(watch)).isEmpty();
    }

    @Test
    void whenEverythingIsErasedThenTheAccountIsToldToBePurged() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Watch watch = watch(browser);
        browser.go(URI.create(ISSUER + "/home/withdrawal?erase=true"));
        browser.submit(Objects.requireNonNull(browser.page().selectFirst("main form[method=post]")));
        assertThat(kinds(watch))
                .containsExactly(SignalClient.RISC + "account-disabled", SignalClient.RISC + "account-purged");
    }

    @Test
    void whenTheHolderLooksAtHomeThenTheConsentIsThereWithItsEndAndEndsByOneButton() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Watch watch = watch(browser);
        // What waits when the holder says so is not told either.
        apply(holderOf(person), Cause.PAUSED);
        holders.locking(holderOf(person), () -> privateIds.resume(holderOf(person), clock.instant()));
        browser.go(URI.create(ISSUER + "/home/consents"));
        Element line = browser.page().select("#agreed > li").stream()
                .filter(each -> each.text().contains("民間IDの状態を知らせることへの同意"))
                .findFirst()
                .orElseThrow();
        assertThat(line.text()).contains("試験店", "いつまで", "理由、氏名、住所などは含みません");
        browser.submit(Objects.requireNonNull(line.selectFirst("form")));
        assertThat(browser.page().select("#over > li").text()).contains("民間IDの状態を知らせることへの同意");
        apply(holderOf(person), Cause.ANCHOR_CONTENT_CHANGED);
        assertThat(kinds(watch)).isEmpty();
        watch.client().add(watch.stream(), watch.subject());
        apply(holderOf(person), Cause.KEY_IN_DOUBT);
        assertThat(kinds(watch)).as("nor later").isEmpty();
    }

    @Test
    void whenWhatCameIsNotFetchedAndTheHolderTakesItBackThenItIsGone() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Watch watch = watch(browser);
        apply(holderOf(person), Cause.ANCHOR_CONTENT_CHANGED);
        new SignalLoops(beans).run();
        browser.go(URI.create(ISSUER + "/home/consents"));
        Element line = browser.page().select("#agreed > li").stream()
                .filter(each -> each.text().contains("民間IDの状態を知らせることへの同意"))
                .findFirst()
                .orElseThrow();
        browser.submit(Objects.requireNonNull(line.selectFirst("form")));
        assertThat(kinds(watch)).isEmpty();
    }

    @Test
    void whenTheConsentsTimeIsOverThenNobodyIsTold() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Watch watch = watch(browser);
        pass(Duration.ofDays(366));
        apply(holderOf(person), Cause.PAUSED);
        assertThat(kinds(watch)).isEmpty();
    }

    @Test
    void whenTheConsentsTimeIsOverWhileItsStreamIsPausedThenWhatWaitedIsNotToldEither() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Watch watch = watch(browser);
        status(watch, "paused");
        apply(holderOf(person), Cause.ANCHOR_CONTENT_CHANGED);
        new SignalLoops(beans).run();
        pass(Duration.ofDays(366));
        status(watch, "enabled");
        assertThat(kinds(watch)).isEmpty();
        new SignalLoops(beans).sweep();
        assertThat(value(
                        "select count(*) from signal_event where stream_id = ?",
                        java.util.UUID.fromString(watch.stream())))
                .as("nor kept")
                .isEqualTo(0L);
    }

    private static void status(Watch watch, String status) {
        assertThat(watch.client()
                        .call("POST", "/signals/status", Map.of("stream_id", watch.stream(), "status", status))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whenTheHolderHasAgreedThenNobodyIsAskedAgainAndANewOneTakesThePlaceOfTheOld() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Plain plain = party();
        Watch watch = signIn(browser, plain, true);
        watch.client().add(watch.stream(), watch.subject());
        URI back = browser.go(start(plain, ASKING));
        assertThat(back.toString()).as("no page").startsWith(REDIRECT);
        assertThat(member(redeem(plain, code(back)), "scope")).isEqualTo("openid monitoring");
        Map<String, String> anew = new LinkedHashMap<>(ASKING);
        anew.put("prompt", "consent");
        pass(Duration.ofDays(1));
        browser.go(start(plain, anew));
        browser.press("consent-allow", Map.of("monitoring", "1"));
        HolderId holderId = holderOf(person);
        assertThat(value("select count(*) from consent where holder_id = ? and kind = 'MONITORING'", holderId.value()))
                .isEqualTo(2L);
        assertThat(value(
                        "select count(*) from consent where holder_id = ? and kind = 'MONITORING' and cancelled_at is null",
                        holderId.value()))
                .isEqualTo(1L);
        apply(holderId, Cause.PAUSED);
        assertThat(kinds(watch)).as("through the change").containsExactly(SignalClient.RISC + "account-disabled");
    }

    @Test
    void whenNobodyCanBeAskedThenTheSignInGoesOnWithoutTheScope() {
        TestBrowser browser = signedIn(person(), false);
        Plain plain = party();
        agreeing(browser, start(plain, Map.of()));
        Map<String, String> silent = new LinkedHashMap<>(ASKING);
        silent.put("prompt", "none");
        URI back = browser.go(start(plain, silent));
        assertThat(member(redeem(plain, code(back)), "scope")).isEqualTo("openid");
    }

    @Test
    void whenTwoRelyingPartiesAreToldOfTheSameThenNothingInItIsTheSameButTheDay() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Watch bank = watch(browser);
        Watch shop = watch(browser);
        apply(holderOf(person), Cause.ANCHOR_CONTENT_CHANGED);
        new SignalLoops(beans).run();
        Set<Object> atBank = marks(bank);
        Set<Object> atShop = marks(shop);
        assertThat(atBank).hasSizeGreaterThan(4);
        assertThat(atBank).doesNotContainAnyElementsOf(atShop);
        assertThat(bank.client().fetch(bank.stream())).isEmpty();
    }

    /** What is each one's own in the events of a stream. */
    private static Set<Object> marks(Watch watch) {
        Set<Object> marks = new HashSet<>();
        watch.client().fetch(watch.stream()).values().forEach(set -> {
            JWTClaimsSet claims = claims(set);
            marks.add(claims.getJWTID());
            marks.add(String.valueOf(claims.getClaim("txn")));
            marks.add(String.valueOf(claims.getClaim("sub_id")));
            marks.addAll(claims.getAudience());
        });
        return marks;
    }

    @Test
    void whenAnotherSectorKnowsTheNameThenItWatchesNobodyByIt() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Watch bank = watch(browser);
        Watch shop = signIn(browser, party(), true);
        shop.client().add(shop.stream(), bank.subject());
        apply(holderOf(person), Cause.PAUSED);
        assertThat(kinds(shop)).isEmpty();
        assertThat(kinds(bank)).hasSize(1);
    }

    @Test
    void whenAReceiverTakesASubjectOutThenItIsToldNoMore() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Watch watch = watch(browser);
        assertThat(watch.client()
                        .call(
                                "POST",
                                "/signals/subjects/remove",
                                Map.of("stream_id", watch.stream(), "subject", SignalClient.subject(watch.subject())))
                        .statusCode())
                .isEqualTo(204);
        apply(holderOf(person), Cause.PAUSED);
        assertThat(kinds(watch)).isEmpty();
    }

    @Test
    void whenAStreamWantsSomeEventsThenItGetsNoOthers() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Watch watch = watch(browser);
        watch.client()
                .call(
                        "PATCH",
                        "/signals/streams",
                        Map.of(
                                "stream_id",
                                watch.stream(),
                                "events_requested",
                                List.of(SignalClient.OURS + "reissue-required")));
        apply(holderOf(person), Cause.ANCHOR_EXPIRED);
        assertThat(kinds(watch)).containsExactly(SignalClient.OURS + "reissue-required");
    }
}
