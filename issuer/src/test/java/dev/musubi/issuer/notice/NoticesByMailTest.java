package dev.musubi.issuer.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.CredentialMade;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.fixture.PostOffice;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.standing.ReissueDemands;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;

/** Notices on their way to a real mail server. Each test begins at noon in Japan. */
class NoticesByMailTest extends IssuerTest {

    private static final Duration SETTLED = Duration.ofMinutes(11);
    private static final RelyingParty BANK =
            new RelyingParty("notice-bank", "みなと銀行", "notice-bank", RelyingParty.Law.JP_AML, List.of(), false, null);

    @Autowired
    private Postman postman;

    @Autowired
    private Channels channels;

    @Autowired
    private Notices notices;

    @Autowired
    private ReissueDemands demands;

    @Autowired
    private NoticeDecision decision;

    @Autowired
    private WorkQueue queue;

    @Autowired
    private ApplicationEventPublisher events;

    private final String address = UUID.randomUUID() + "@mail.example";

    private HolderId told(TestCertificate person, boolean consent) {
        HolderId holderId = holder(person, consent);
        postman.register(holderId, address, Language.JAPANESE);
        return holderId;
    }

    /** What came after the question whether mail reaches the address. */
    private List<PostOffice.Letter> came() {
        List<PostOffice.Letter> all = PostOffice.OPEN.to(address);
        return all.subList(1, all.size());
    }

    private List<String> subjects() {
        return came().stream().map(PostOffice.Letter::subject).toList();
    }

    private void kill(TestCertificate person, RevocationReason reason) {
        publish(municipality(person), 1, Map.of(person, reason));
        sweep.all();
    }

    private void at(String moment) {
        clock.moveTo(Instant.parse(moment));
    }

    @Test
    void whenTheCertificateDiesThenItsHolderIsToldOnceWithTheScreenToOpenAndNothingElse() {
        TestCertificate person = person();
        HolderId holderId = told(person, false);
        kill(person, RevocationReason.AFFILIATION_CHANGED);
        postman.round();
        assertThat(came()).as("a refresh might spare it").isEmpty();
        pass(SETTLED);
        postman.round();
        postman.round();
        assertThat(subjects()).containsExactly("【結び 民間ID】民間IDの再発行が必要になりました。");
        PostOffice.Letter letter = came().getFirst();
        assertThat(letter.link()).isEqualTo(ISSUER + "/enrol?to=/home");
        assertThat(letter.text())
                .contains("新しい電子証明書を受け取り")
                .doesNotContain("花子", "山田", "丸の内", "住所や氏名が変わった", "2030", holderId.toString());
        assertThat(letter.header("From")).contains("notices@musubi.example");
        assertThat(letter.header("Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(letter.header("Content-Language")).isEqualTo("ja");
        assertThat(letter.header("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
        assertThat(letter.header("List-Unsubscribe"))
                .isEqualTo("<" + letter.links().getLast() + ">");
        assertThat(letter.header("Message-ID")).endsWith("@localhost>");
        assertThat(notices.of(holderId).getFirst().kind()).isEqualTo(Notice.Kind.REISSUE_REQUIRED);
    }

    @Test
    void whenItDiesAtNightThenNobodyIsWoken() {
        TestCertificate person = person();
        told(person, false);
        at("2026-11-22T12:00:00Z");
        kill(person, RevocationReason.SUPERSEDED);
        pass(SETTLED);
        postman.round();
        at("2026-11-22T22:59:59Z");
        postman.round();
        assertThat(came()).as("one second before eight in the morning").isEmpty();
        at("2026-11-22T23:00:00Z");
        postman.round();
        assertThat(came()).hasSize(1);
    }

    @Test
    void whenTheMailServerComesBackAtNightThenNobodyIsWokenEither() throws InterruptedException {
        TestCertificate person = person();
        HolderId holderId = told(person, false);
        kill(person, RevocationReason.SUPERSEDED);
        pass(SETTLED);
        decision.decide();
        at("2026-11-22T14:00:00Z");
        postman.round();
        assertThat(came()).isEmpty();
        NoticeId noticeId = NoticeId.of(String.valueOf(
                value("select notice_id from notice where holder_id = ? and kind = 'REISSUE_REQUIRED'", holderId)));
        ChannelId channelId = channels.email(holderId).orElseThrow().id();
        assertThat(queue.find(
                        new DeliveryWork(Channel.Way.EMAIL), new DeliveryWork.Due(holderId, channelId, noticeId).key()))
                .get()
                .satisfies(entry -> {
                    assertThat(entry.outcome()).isEqualTo("quiet_hours");
                    assertThat(entry.failures()).isZero();
                    assertThat(entry.dueAt()).isEqualTo(Instant.parse("2026-11-22T23:00:00Z"));
                });
    }

    @Test
    void whenItWasIssuedAgainMeanwhileThenNothingIsSaid() {
        TestCertificate before = person();
        HolderId holderId = told(before, false);
        kill(before, RevocationReason.SUPERSEDED);
        TestCertificate after = person();
        jlis.samePerson(
                before.read(AUTHORITY.profile()).id(),
                after.read(AUTHORITY.profile()).id());
        enrol(after, false);
        assertThat(privateIds.find(holderId).orElseThrow().state()).isEqualTo(State.ACTIVE);
        pass(SETTLED);
        postman.round();
        assertThat(subjects()).doesNotContain("【結び 民間ID】民間IDの再発行が必要になりました。");
    }

    @Test
    void whenItsHolderDiedThenNobodyIsWrittenToAndTheAddressIsGone() {
        TestCertificate person = person();
        HolderId holderId = told(person, false);
        kill(person, RevocationReason.SUPERSEDED);
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.CESSATION, clock.instant(), "system"));
        pass(SETTLED);
        postman.round();
        assertThat(came()).isEmpty();
        assertThat(channels.of(holderId)).isEmpty();
        assertThat(value("select count(*) from vault_item where holder_id = ? and kind = 'NOTICE_ADDRESS'", holderId))
                .isEqualTo(0L);
        assertThat(queue.find(CalendarWork.KIND, holderId.toString())).isEmpty();
    }

    @Test
    void whenARefreshWaitsThenTheHolderIsToldThatTheCertificateIsAllThatIsMissing() {
        TestCertificate person = person();
        told(person, true);
        kill(person, RevocationReason.AFFILIATION_CHANGED);
        pass(SETTLED);
        postman.round();
        assertThat(came().getFirst().text()).contains("自動で更新されます");
        assertThat(came().getFirst().link()).isEqualTo(ISSUER + "/home");
    }

    @Test
    void whenRelyingPartiesDemandAReissueThenTheHolderIsToldOnceAndNotByWhom() {
        TestCertificate person = person();
        HolderId holderId = told(person, false);
        kill(person, RevocationReason.SUPERSEDED);
        pass(SETTLED);
        postman.round();
        demands.demand(holderId, BANK, null);
        demands.demand(
                holderId,
                new RelyingParty("notice-telco", "携帯", "t", RelyingParty.Law.JP_MPIUPA, List.of(), false, null),
                null);
        postman.round();
        assertThat(subjects()).containsExactly("【結び 民間ID】民間IDの再発行が必要になりました。", "【結び 民間ID】手続き先が、民間IDの再発行を待っています。");
        assertThat(came().getLast().text()).doesNotContain("銀行", "notice-bank", "携帯");
        assertThat(came().getLast().link()).isEqualTo(ISSUER + "/enrol?to=/home");
    }

    @Test
    void whenSomethingNewLetsInThenItsHolderIsWarnedAtOnceAlsoAtNight() {
        HolderId holderId = told(person(), false);
        at("2026-11-22T17:00:00Z");
        holders.locking(holderId, () -> {
            events.publishEvent(new CredentialMade(holderId, CredentialId.random(), Kind.PASSKEY, "花子の電話"));
            return true;
        });
        postman.round();
        assertThat(subjects()).containsExactly("【結び 民間ID】パスキーが登録されました。");
        assertThat(came().getFirst().text()).contains("お心あたりがないとき").doesNotContain("花子");
    }

    @Test
    void whenEndsComeNearThenTheHolderIsToldThreeTimesAndNeverTheDay() {
        HolderId holderId = told(person(), false);
        // The certificate ends on 2030-02-17, the private ID ten years after its issue.
        for (String day : List.of("2029-11-18", "2029-11-19", "2029-11-20", "2030-01-17", "2030-01-19", "2030-02-09")) {
            at(day + "T15:00:00Z");
            postman.round();
            pass(Duration.ofHours(9));
            postman.round();
        }
        at("2030-02-11T00:00:00Z");
        postman.round();
        assertThat(subjects())
                .containsExactly(
                        "【結び 民間ID】電子証明書の有効期限が近づいています。", "【結び 民間ID】電子証明書の有効期限が近づいています。", "【結び 民間ID】電子証明書の有効期限が近づいています。");
        assertThat(came())
                .extracting(PostOffice.Letter::text)
                .satisfiesExactly(
                        first -> assertThat(first).contains("3か月以内"),
                        second -> assertThat(second).contains("1か月以内"),
                        third -> assertThat(third).contains("1週間以内"));
        assertThat(came()).allSatisfy(each -> assertThat(each.text()).doesNotContain("2030", "2月", "17日", "令和"));
        assertThat(privateIds.find(holderId).orElseThrow().state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void whenTheIssuerWasAwayForMonthsThenOnlyTheLatestReminderGoesOut() {
        told(person(), false);
        at("2030-02-12T03:00:00Z");
        postman.round();
        assertThat(came())
                .singleElement()
                .satisfies(each -> assertThat(each.text()).contains("1週間以内"));
    }

    @Test
    void whenThePrivateIdItselfEndsThenTheHolderIsToldToo() {
        HolderId holderId = holder(person(), false);
        jdbc.sql("update private_id set valid_until = ? where holder_id = ?")
                .params(Sql.time(Instant.parse("2028-11-22T03:00:00Z")), holderId)
                .update();
        postman.register(holderId, address, Language.ENGLISH);
        at("2028-11-17T03:00:00Z");
        postman.round();
        assertThat(subjects()).containsExactly("[Musubi private ID] Your private ID will expire soon.");
        assertThat(came().getFirst().text()).contains("within a week").contains(ISSUER + "/enrol?to=/home");
        assertThat(came().getFirst().header("Content-Language")).isEqualTo("en");
    }

    @Test
    void whenAYearHasPassedThenTheHolderIsRemindedOfTheConsentEachYear() {
        HolderId holderId = told(person(), true);
        at("2027-11-22T02:59:00Z");
        postman.round();
        assertThat(came()).isEmpty();
        at("2027-11-22T03:00:00Z");
        postman.round();
        at("2028-11-22T03:00:00Z");
        postman.round();
        postman.round();
        assertThat(subjects()).containsExactly("【結び 民間ID】住所などの自動更新に同意いただいています。", "【結び 民間ID】住所などの自動更新に同意いただいています。");
        assertThat(notices.of(holderId))
                .filteredOn(each -> each.kind() == Notice.Kind.CONSENT_REMINDER)
                .hasSize(2);
    }

    @Test
    void whenTheConsentWasTakenBackThenNobodyIsRemindedOfIt() {
        HolderId holderId = told(person(), true);
        at("2027-11-21T12:00:00Z");
        jdbc.sql("update consent set cancelled_at = ? where holder_id = ? and kind = 'LATEST_ATTRIBUTES'")
                .params(Sql.time(clock.instant()), holderId)
                .update();
        at("2027-11-23T03:00:00Z");
        postman.round();
        assertThat(came()).isEmpty();
    }

    @Test
    void whenTheAddressChangesThenTheOneBeforeIsToldAndForgotten() {
        HolderId holderId = told(person(), false);
        String other = "new-" + address;
        postman.register(holderId, other, Language.JAPANESE);
        assertThat(subjects()).containsExactly("【結び 民間ID】お知らせを受け取るメールアドレスが変更されました。");
        assertThat(came().getFirst().text()).doesNotContain(other);
        assertThat(PostOffice.OPEN.to(other)).hasSize(1);
        assertThat(channels.of(holderId))
                .singleElement()
                .satisfies(each ->
                        assertThat(channels.address(holderId, each.id())).isEqualTo(other));
        assertThat(value("select count(*) from vault_item where holder_id = ? and kind = 'NOTICE_ADDRESS'", holderId))
                .isEqualTo(1L);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void whenAHolderSpeaksALanguageThenMailsAreInIt(Language language) {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        postman.register(holderId, address, language);
        kill(person, RevocationReason.SUPERSEDED);
        pass(SETTLED);
        postman.round();
        assertThat(came().getFirst().header("Content-Language")).isEqualTo(language.tag());
        assertThat(came().getFirst().text())
                .startsWith(Notice.Kind.REISSUE_REQUIRED.message().in(language));
    }

    @Test
    void whenManyAddressesAreNamedThenItEndsForTheDay() {
        HolderId holderId = holder(person(), false);
        for (int i = 0; i < 5; i++) {
            int n = i;
            assertThat(holders.locking(
                            holderId, () -> channels.ask(holderId, new EmailAddress(n + address), Language.JAPANESE)))
                    .isEqualTo(Channels.Asked.MAIL_SENT);
        }
        assertThat(holders.locking(
                        holderId, () -> channels.ask(holderId, new EmailAddress("4" + address), Language.JAPANESE)))
                .as("the second of two clicks")
                .isEqualTo(Channels.Asked.MAIL_SENT);
        assertThat(holders.locking(
                        holderId, () -> channels.ask(holderId, new EmailAddress("9" + address), Language.JAPANESE)))
                .isEqualTo(Channels.Asked.TOO_MANY);
        assertThat(channels.of(holderId))
                .filteredOn(each -> each.state() == Channel.State.PENDING)
                .hasSize(1);
        postman.round();
        assertThat(PostOffice.OPEN.to("3" + address))
                .as("was replaced before its mail went")
                .isEmpty();
        assertThat(PostOffice.OPEN.to("4" + address)).hasSize(1);
    }

    @Test
    void whenAnAddressIsKeptThenNowhereInTheClear() {
        HolderId holderId = told(person(), false);
        for (String table : List.of("notice_channel", "notice", "notice_delivery", "work_item", "audit_event")) {
            assertThat(jdbc.sql("select t::text from " + table + " t")
                            .query(String.class)
                            .list())
                    .as(table)
                    .noneMatch(row -> row.contains(address.substring(0, 36)));
        }
        assertThat(value(
                        "select kind from vault_item where holder_id = ? and item_id = (select address from notice_channel where holder_id = ?)",
                        holderId,
                        holderId))
                .isEqualTo("NOTICE_ADDRESS");
    }
}
