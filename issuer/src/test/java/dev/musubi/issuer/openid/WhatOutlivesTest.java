package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.NewCredential;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.disclosure.Disclosures;
import dev.musubi.issuer.fixture.PostOffice;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.notice.Channels;
import dev.musubi.issuer.notice.EmailAddress;
import dev.musubi.issuer.notice.Postman;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.signin.passkey.ForgottenPasskeys;
import dev.musubi.issuer.vault.SealedTokens;
import dev.musubi.issuer.web.ProblemException;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What must not outlive what it rests on: a signature its moment, a way in its private ID, a name its erasure. */
class WhatOutlivesTest extends OpenIdTest {

    private static final String ORDER = "signing-order";

    @Autowired
    private SealedTokens tokens;

    @Autowired
    private ForgottenPasskeys forgotten;

    @Autowired
    private Channels channels;

    @Autowired
    private Disclosures disclosures;

    @Autowired
    private Postman postman;

    private TestBrowser atSignIn() {
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/signin?to=/home"));
        return browser;
    }

    /** The signatures that wait came so long ago. */
    private void growOld(Duration age) {
        record Kept(UUID id, String sealed) {}
        String then = Instant.now().minus(age).toString();
        jdbc.sql("select order_id, sealed from signing_order")
                .query((row, n) -> new Kept(row.getObject("order_id", UUID.class), row.getString("sealed")))
                .list()
                .forEach(each -> tokens.open(ORDER, each.sealed()).ifPresent(said -> {
                    String older = new String(said, StandardCharsets.UTF_8)
                            .replaceAll("(\"subject\":\"[^\"]*\",\"at\":\")[^\"]*", "$1" + then);
                    jdbc.sql("update signing_order set sealed = ? where order_id = ?")
                            .params(tokens.seal(ORDER, older.getBytes(StandardCharsets.UTF_8)), each.id())
                            .update();
                }));
    }

    private TestBrowser waitingApplication(TestCertificate person) {
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/enrol?to=/home"));
        browser.press("agree");
        browser.press("updates-no");
        mynaApp.lay(person);
        jlis.ocspDark = true;
        browser.press("sign-button");
        jlis.ocspDark = false;
        return browser;
    }

    @Test
    void whenASignatureWaitedLongThenItIssuesAndSignsNobodyIn() {
        TestCertificate person = person();
        TestBrowser browser = waitingApplication(person);
        growOld(Duration.ofMinutes(6));
        browser.press("go-on-button");
        assertThat(holderOf(person)).isNotNull();
        assertThat(browser.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/signin");
    }

    @Test
    void whenASignatureWaitedALittleThenTheSessionIsAsOldAsTheSignature() {
        TestCertificate person = person();
        TestBrowser browser = waitingApplication(person);
        growOld(Duration.ofMinutes(4));
        browser.press("go-on-button");
        Credential session = credentials.live(holderOf(person), Kind.SESSION).getFirst();
        assertThat(session.authenticatedAt()).isBefore(Instant.now().minus(Duration.ofMinutes(3)));
    }

    @Test
    void whenTheSignatureOfAnAppWaitedThenItsTokenIsNoFresher() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        Credential app = credentials.live(holderId, Kind.APP).getFirst();
        assertThat(app.authenticatedAt()).isBefore(app.madeAt());
    }

    @Test
    void whenACardSignedLongAgoThenItIsNotAddedAndTheHolderSignsOnceMore() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        mynaApp.lay(person);
        TestBrowser browser = atSignIn();
        browser.press("card");
        jlis.ocspDark = true;
        browser.press("sign-button");
        jlis.ocspDark = false;
        growOld(Duration.ofMinutes(6));
        browser.press("go-on-button");
        assertThat(browser.attribute("problem", "data-code")).isEqualTo("signature_too_old");
        assertThat(credentials.live(holderId, Kind.CARD)).isEmpty();
        browser.press("sign-button");
        assertThat(browser.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/home");
    }

    @Test
    void whenSomebodySetsOutTwiceThenTheSecondWayBackOpensNothing() {
        TestCertificate person = person();
        holder(person, false);
        mynaApp.lay(person);
        TestBrowser browser = atSignIn();
        URI first = leadsTo(browser.send(form(browser, "card", Map.of())));
        browser.go(first);
        URI second = leadsTo(browser.send(form(browser, "sign-button", Map.of())));
        URI third = leadsTo(browser.send(form(browser, "sign-button", Map.of())));
        browser.go(second);
        assertThat(browser.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/home");
        browser.press("sign-out");
        HttpResponse<String> again = browser.send(HttpRequest.newBuilder(third).GET());
        assertThat(again.statusCode()).isEqualTo(302);
        browser.go(third);
        assertThat(browser.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/signin");
    }

    private CredentialId passkey(HolderId holderId, String label) {
        return holders.locking(holderId, () -> {
            CredentialId id = credentials
                    .make(holderId, new NewCredential(Kind.PASSKEY, 1, label, null, null, null, null))
                    .id();
            byte[] credentialId = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
            jdbc.sql("insert into passkey_directory (credential_id, holder_id) values (?, ?)")
                    .params(credentialId, holderId)
                    .update();
            jdbc.sql("""
                            insert into passkey (holder_id, credential_id, lineage_id, label, public_key, sign_count,
                                                 backup_eligible, created_at)
                            values (?, ?, ?, ?, ?, 0, false, now())""").params(holderId, credentialId, id, label, new byte[0]).update();
            return id;
        });
    }

    private long rows(String table, HolderId holderId) {
        return (long) Objects.requireNonNull(value("select count(*) from " + table + " where holder_id = ?", holderId));
    }

    @Test
    void whenEverythingIsErasedThenPasskeysThatAReissueEndedAreToo() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        passkey(holderId, "山田のスマホ");
        enrol(person, false);
        assertThat(rows("passkey", holderId)).as("it might still be kept").isEqualTo(1);
        TestBrowser browser = atSignIn();
        byCard(browser, person);
        browser.go(URI.create(ISSUER + "/home/withdrawal"));
        browser.press("withdraw", Map.of("erase", "true"));
        assertThat(rows("passkey", holderId)).isZero();
        assertThat(rows("passkey_directory", holderId)).isZero();
        assertThat(value("select count(*) from credential where label like '%山田%' and holder_id = ?", holderId))
                .isEqualTo(0L);
        assertThat(value("select count(*) from notice where about like '%山田%' and holder_id = ?", holderId))
                .isEqualTo(0L);
    }

    @Test
    void whenAPasskeyIsNotKeptThenItIsForgotten() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        CredentialId id = passkey(holderId, "phone");
        enrol(person, false);
        forgotten.forgetNotKept();
        assertThat(rows("passkey", holderId)).isEqualTo(1);
        jdbc.sql("update credential set ended_at = ended_at - interval '61 minutes' where credential_id = ?")
                .param(id)
                .update();
        forgotten.forgetNotKept();
        assertThat(rows("passkey", holderId)).isZero();
        assertThat(rows("passkey_directory", holderId)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whenThePrivateIdHasEndedThenItTakesOnNoFurtherWayIn(boolean erase) {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        HolderId holderId = holderOf(person);
        browser.go(URI.create(ISSUER + "/home/withdrawal"));
        browser.press("withdraw", erase ? Map.of("erase", "true") : Map.of());

        mynaApp.lay(person);
        TestBrowser again = atSignIn();
        again.press("card");
        again.press("sign-button");
        again.go(URI.create(ISSUER + "/home"));
        assertThat(credentials.live(holderId, Kind.CARD)).isEmpty();
        assertThat(rows("card_subject", holderId)).isZero();
        for (Kind kind : List.of(Kind.PASSKEY, Kind.CARD, Kind.APP)) {
            assertThatThrownBy(() -> holders.locking(
                            holderId,
                            () -> credentials.make(holderId, new NewCredential(kind, 1, "", "key", null, null, null))))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("private_id_ended");
        }
        assertThatThrownBy(() -> holders.locking(
                        holderId,
                        () -> channels.ask(holderId, new EmailAddress("somebody@mail.example"), Language.JAPANESE)))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whenThePrivateIdIsGivenUpThenTheAddressIsToldALastTime(boolean erase) {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        HolderId holderId = holderOf(person);
        String address = UUID.randomUUID() + "@mail.example";
        postman.register(holderId, address, Language.JAPANESE);
        browser.go(URI.create(ISSUER + "/home/withdrawal"));
        browser.press("withdraw", erase ? Map.of("erase", "true") : Map.of());
        postman.round();
        assertThat(PostOffice.OPEN.to(address).getLast().subject()).contains("民間IDの利用が終了されました");
        assertThat(value("select count(*) from work_item where kind = ?", "notice_farewell"))
                .isEqualTo(0L);
    }

    @Test
    void whenTheMailServerIsAwayForADayThenTheLastMailIsThrownAwayWithItsAddress() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        String address = UUID.randomUUID() + "@mail.example";
        postman.register(holderOf(person), address, Language.JAPANESE);
        browser.go(URI.create(ISSUER + "/home/withdrawal"));
        browser.press("withdraw");
        assertThat(value("select count(*) from work_item where kind = ?", "notice_farewell"))
                .isEqualTo(1L);
        assertThat(String.valueOf(value("select payload from work_item where kind = ?", "notice_farewell")))
                .doesNotContain("mail.example");
        pass(Duration.ofHours(25));
        postman.round();
        assertThat(PostOffice.OPEN.to(address))
                .noneSatisfy(letter -> assertThat(letter.subject()).contains("利用が終了されました"));
        assertThat(value("select count(*) from work_item where kind = ?", "notice_farewell"))
                .isEqualTo(0L);
    }

    @Test
    void whenACodeIsMadeOrAPauseEndedThenTheHolderIsToldAndNoPartyIsNamed() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        String address = UUID.randomUUID() + "@mail.example";
        postman.register(holderId, address, Language.JAPANESE);
        assertThat(disclosures.allow(holderId, appOf(holderId), LineageTest.BANK, "口座開設", Set.of(Attribute.NAME)))
                .isPresent();
        for (Cause each : List.of(Cause.PAUSED, Cause.RESUMED)) {
            holders.locking(holderId, () -> privateIds.apply(holderId, each, clock.instant(), "holder"));
        }
        postman.round();
        List<PostOffice.Letter> letters = PostOffice.OPEN.to(address);
        assertThat(letters)
                .anySatisfy(letter -> assertThat(letter.subject()).contains("コードが作られました"))
                .anySatisfy(letter -> assertThat(letter.subject()).contains("再開されました"))
                .allSatisfy(letter ->
                        assertThat(letter.subject() + letter.text()).doesNotContain(LineageTest.BANK.name(), "口座開設"));
    }

    /** Both had the four digits of one card; the second's signature comes while the first's is not committed yet. */
    @Test
    void whenTwoHoldersAddOneCardAtOnceThenTheOtherHasNoCredentialOfIt() throws Exception {
        HolderId first = holder(person(), false);
        HolderId second = holder(person(), false);
        String subject = UUID.randomUUID().toString();
        CompletableFuture<Boolean> other = new CompletableFuture<>();
        holders.locking(first, () -> {
            assertThat(cards.add(first, 1, subject)).isTrue();
            Thread.ofVirtual()
                    .start(() -> other.complete(holders.locking(second, () -> cards.add(second, 1, subject))));
            while (Objects.equals(value("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"), 0L)) {
                Thread.onSpinWait();
            }
            return true;
        });
        assertThat(other.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(credentials.live(first, Kind.CARD)).hasSize(1);
        assertThat(credentials.live(second, Kind.CARD)).isEmpty();
    }

    @Test
    void whenAReissueEndsEarlierWaysInThenTheHolderIsToldWhereNoticesGo() {
        TestCertificate person = person();
        signedIn(person, false);
        HolderId holderId = holderOf(person);
        String address = UUID.randomUUID() + "@mail.example";
        postman.register(holderId, address, Language.JAPANESE);
        enrol(person, false);
        postman.round();
        assertThat(PostOffice.OPEN.to(address))
                .anySatisfy(letter -> assertThat(letter.subject()).contains("以前のアプリ・ブラウザー・パスキーが使えなくなりました"));
    }

    @Test
    void whenASessionIsUsedThenItsHolderSeesWhen() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        HolderId holderId = holderOf(person);
        Credential session = credentials.live(holderId, Kind.SESSION).getFirst();
        jdbc.sql("""
                        update credential set made_at = made_at - interval '2 hours', last_used_at = null
                        where credential_id = ?""").param(session.id()).update();
        browser.go(URI.create(ISSUER + "/home"));
        assertThat(credentials.live(holderId, session.id()).orElseThrow().lastUsedAt())
                .isAfter(Instant.now().minusSeconds(60));
    }

    @Test
    void whenAHostIsMadeUpThenNoRedirectLeadsThere() {
        HttpResponse<String> answer = browser()
                .send(HttpRequest.newBuilder(URI.create(ISSUER + "/home")).GET());
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).startsWith("/signin");
    }
}
